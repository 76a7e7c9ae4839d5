package syntop.capture;

import java.io.IOException;

/**
 * A packet source could not be opened, or ended in the middle. The message is one line for the
 * user: subject, what happened, next step. It may quote names and bytes from outside; whoever
 * prints it escapes it.
 */
public class CaptureException extends IOException {
    private static final long serialVersionUID = 1;

    /** An error that needs no cause. */
    public CaptureException(String message) {
        super(message);
    }

    /** An error with the exception behind it, shown with {@code --debug}. */
    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
