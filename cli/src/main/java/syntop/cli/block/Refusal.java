package syntop.cli.block;

/** Why no rules are given. The message is for the user; what it quotes is not escaped. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /** With the message. */
    public Refusal(String message) {
        super(message);
    }

    /** With the message, and what led to it. */
    public Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
