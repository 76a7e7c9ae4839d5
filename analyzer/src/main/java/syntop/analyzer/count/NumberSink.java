package syntop.analyzer.count;

import java.io.IOException;

/** Takes what counts are saved as. */
public interface NumberSink {
    /** Takes one number, any long; small ones that are not negative take least room. */
    void number(long value) throws IOException;

    /** Takes some bytes. */
    void bytes(byte[] values) throws IOException;

    /** Takes a short name, ASCII. */
    void text(String text) throws IOException;
}
