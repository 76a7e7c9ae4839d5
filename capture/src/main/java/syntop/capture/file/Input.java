package syntop.capture.file;

import java.nio.channels.ReadableByteChannel;
import syntop.capture.CaptureException;

/** Where the bytes of files come from. */
@FunctionalInterface
interface Input {
    /** The name that stands for standard input. */
    String STANDARD_INPUT = "-";

    /** The size of what is no regular file. */
    long UNKNOWN_SIZE = -1;

    /**
     * Opens a file. Closing the channel ends a read that another thread is blocked in.
     *
     * @throws CaptureException with the message for the user but for the file's name
     */
    ReadableByteChannel open(String name) throws CaptureException;

    /** The size of a regular file in bytes, else {@link #UNKNOWN_SIZE}; 0 when there is no file. */
    default long size(String name) {
        return UNKNOWN_SIZE;
    }
}
