package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

class WatchedStreamTest {
    @Test
    void tellsWhyWhatWasPrintedDidNotArrive() {
        WatchedStream stream = new WatchedStream(failing("No space left on device"));
        PrintWriter out = Terminal.writer(stream);
        out.print("table");
        out.flush();
        assertEquals("No space left on device", stream.failure());
    }

    @Test
    void aReaderThatHasGoneIsNoFailure() {
        WatchedStream stream = new WatchedStream(failing("Broken pipe"));
        PrintWriter out = Terminal.writer(stream);
        out.print("table");
        out.flush();
        assertNull(stream.failure());
    }

    @Test
    void handsOnWhatIsWritten() throws IOException {
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        WatchedStream stream = new WatchedStream(to);
        stream.write('a');
        stream.write(new byte[] {'b', 'c', 'd'}, 1, 2);
        assertEquals("acd", to.toString(java.nio.charset.StandardCharsets.US_ASCII));
        assertNull(stream.failure());
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
