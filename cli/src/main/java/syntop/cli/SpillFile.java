package syntop.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import syntop.analyzer.count.Spill;
import syntop.capture.CaptureException;

/**
 * Runs in a file without a name: it is gone with the process, however that ends. Used by one thread
 * at a time. Memory: one buffer of 64 KiB. On the disk: 8 bytes for each IPv4 source of each run.
 */
final class SpillFile implements Spill, AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final String ROOM =
            "; name a folder with more room, or leave --spill out for counts with a bound";

    private final Path folder;
    private final FileChannel file;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private long size;

    private SpillFile(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /** Makes the file in a folder that is there. */
    static SpillFile in(Path folder) throws CaptureException {
        try {
            Path name = Files.createTempFile(folder, "syntop-", ".spill");
            FileChannel file =
                    FileChannel.open(name, StandardOpenOption.READ, StandardOpenOption.WRITE);
            Files.delete(name);
            return new SpillFile(folder, file);
        } catch (IOException e) {
            boolean missing = !Files.isDirectory(folder);
            String why = missing ? "is no folder" : "cannot be written to, " + e.getMessage();
            throw new CaptureException("--spill " + folder + ": " + why, e);
        }
    }

    @Override
    public long write(long[] longs, int n) {
        long at = size;
        try {
            for (int from = 0; from < n; ) {
                int length = Math.min(n - from, BUFFER_BYTES / Long.BYTES);
                buffer.clear();
                buffer.asLongBuffer().put(longs, from, length);
                buffer.limit(length * Long.BYTES);
                while (buffer.hasRemaining()) {
                    size += file.write(buffer, size);
                }
                from += length;
            }
        } catch (IOException e) {
            throw failure("cannot be written to, " + e.getMessage() + ROOM, e);
        }
        return at;
    }

    @Override
    public void read(long at, long[] longs, int n) {
        long place = at;
        try {
            for (int from = 0; from < n; ) {
                int length = Math.min(n - from, BUFFER_BYTES / Long.BYTES);
                buffer.clear().limit(length * Long.BYTES);
                while (buffer.hasRemaining()) {
                    int read = file.read(buffer, place);
                    if (read < 0) throw new IOException("it has become shorter");
                    place += read;
                }
                buffer.flip();
                buffer.asLongBuffer().get(longs, from, length);
                from += length;
            }
        } catch (IOException e) {
            throw failure("cannot be read, " + e.getMessage(), e);
        }
    }

    private UncheckedIOException failure(String why, IOException e) {
        return new UncheckedIOException("--spill " + folder + ": " + why, e);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
