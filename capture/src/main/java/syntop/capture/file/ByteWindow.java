package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * A sliding window over a stream of bytes: readers look at {@code [pos, limit)} of one direct
 * buffer and ask for more.
 *
 * <p>Files are read, not mapped: a file that shrinks under a mapping would end the program. A read
 * takes what is there and never waits for the buffer to be full, so packets from a pipe are seen as
 * they come. Used by the capture thread alone, for one stream after the other. Memory: one buffer
 * of {@link #CAPACITY} bytes.
 */
final class ByteWindow {
    /**
     * Four times the longest packet, so that any block with one fits; small enough to stay in the
     * second-level cache with what reads it.
     */
    static final int CAPACITY = 1 << 20;

    private static final long RETRY_NANOS = 1_000_000;

    /** The bytes as packets hold them: big-endian. */
    final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY);

    /** The same bytes for the structures of the file, in the order that the file says. */
    final ByteBuffer structs = bytes.duplicate();

    /** First byte not yet consumed. */
    int pos;

    /** End of what is there. */
    int limit;

    private ReadableByteChannel channel;
    private boolean unpacked;
    private long windowStart; // offset in the stream of the buffer's first byte
    private boolean end;

    /**
     * Starts a new stream; what was left of the one before is forgotten.
     *
     * @param channel a read gives at least one byte, or -1 at the end, or 0 where it does not block
     * @param unpacked whether offsets are those of unpacked data, not of the file
     */
    void open(ReadableByteChannel channel, boolean unpacked) {
        this.channel = channel;
        this.unpacked = unpacked;
        pos = 0;
        limit = 0;
        windowStart = 0;
        end = false;
        structs.order(ByteOrder.BIG_ENDIAN);
    }

    /** Whether offsets are those of unpacked data, not of the file. */
    boolean unpacked() {
        return unpacked;
    }

    /** Offset in the stream of {@link #pos}. */
    long offset() {
        return windowStart + pos;
    }

    /** Bytes at hand. */
    int available() {
        return limit - pos;
    }

    /**
     * Reads until {@code needed} bytes are at hand. Moves what is at hand to the front of the
     * buffer, so {@link #pos} changes.
     *
     * @param needed 1 to {@link #CAPACITY}
     * @return false when the stream ends before; what is left is at hand
     * @throws IOException what the channel throws; what is at hand stays
     */
    boolean require(int needed) throws IOException {
        if (available() >= needed) return true;
        if (end) return false;
        moveToFront();
        try {
            while (limit < needed && !end) {
                bytes.limit(CAPACITY).position(limit);
                int n = channel.read(bytes);
                if (n < 0) end = true;
                // a shared standard input may have been made non-blocking by another program
                else if (n == 0) LockSupport.parkNanos(RETRY_NANOS);
                else limit += n;
            }
        } finally {
            bytes.clear();
        }
        return limit >= needed;
    }

    /**
     * Passes over {@code count} bytes, however many they are.
     *
     * @return false when the stream ends before; nothing is then left
     */
    boolean skip(long count) throws IOException {
        long left = count;
        while (left > available()) {
            left -= available();
            pos = limit;
            if (!require(1)) return false;
        }
        pos += (int) left;
        return true;
    }

    private void moveToFront() {
        if (pos == 0) return;
        bytes.limit(limit).position(pos);
        bytes.compact();
        windowStart += pos;
        limit -= pos;
        pos = 0;
    }
}
