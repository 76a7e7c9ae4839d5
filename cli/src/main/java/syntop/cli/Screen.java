package syntop.cli;

import java.io.IOException;

/** A terminal that is drawn on and gives keys. One thread. */
interface Screen extends AutoCloseable {
    /** No key came. */
    int NO_KEY = -2;

    /** No key will ever come: the terminal is gone. */
    int END = -1;

    /** Width, as the terminal is now; 0 when it does not tell. */
    int columns();

    /** Height, as the terminal is now; 0 when it does not tell. */
    int rows();

    /** Sends text and escape sequences. */
    void write(String text) throws IOException;

    /**
     * Waits for a key.
     *
     * @param nanos at the most, to a tenth of a second
     * @return a character, {@link #NO_KEY} or {@link #END}
     */
    int key(long nanos);

    /** Leaves the terminal as it was found. Again, it does nothing. */
    @Override
    void close();
}
