package syntop.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Remembers why writing failed, which the PrintWriter above it swallows. */
final class WatchedStream extends FilterOutputStream {
    private IOException failure;

    WatchedStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int off, int len) throws IOException {
        try {
            out.write(bytes, off, len);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Why something that was printed did not arrive, or null; also null when the reader has gone,
     * as {@code head} does: it has what it wanted.
     */
    String failure() {
        if (failure == null || "Broken pipe".equals(failure.getMessage())) return null;
        return failure.getMessage();
    }
}
