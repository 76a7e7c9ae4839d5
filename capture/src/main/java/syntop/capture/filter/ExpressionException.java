package syntop.capture.filter;

/**
 * libpcap does not accept an expression. The message is one line for the user and quotes the
 * expression as it was given; whoever prints it escapes it.
 */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1;

    ExpressionException(String message) {
        super(message);
    }
}
