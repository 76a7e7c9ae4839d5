package syntop.analyzer;

import java.io.IOException;

/** A summary that cannot be read; the message says why and names no file. */
public final class SummaryException extends IOException {
    private static final long serialVersionUID = 1;

    /** With the reason, to follow a file's name and a colon. */
    public SummaryException(String message) {
        super(message);
    }
}
