package syntop.analyzer.count;

import java.io.IOException;

/** Gives back what a {@link NumberSink} took; throws for what cannot be. */
public interface NumberSource {
    /** The next number. */
    long number() throws IOException;

    /** The next number, which has to be from 0 to a limit. */
    long number(long most) throws IOException;

    /** The next bytes. */
    void bytes(byte[] values) throws IOException;

    /** The next name. */
    String text() throws IOException;

    /**
     * An exception for numbers that no summary has.
     *
     * @param what is wrong, in a few words
     */
    IOException damaged(String what);
}
