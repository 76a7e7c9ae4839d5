package syntop.capture.live;

import syntop.capture.CaptureException;

/** The interface went down or was removed while it was captured; it may come back. */
public final class InterfaceDownException extends CaptureException {
    private static final long serialVersionUID = 1;

    /** Takes one line for the user. */
    InterfaceDownException(String message) {
        super(message);
    }
}
