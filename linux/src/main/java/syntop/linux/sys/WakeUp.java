package syntop.linux.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A descriptor that {@link #signal} makes readable, for good: what ends a wait in {@code poll}. Any
 * thread.
 */
public final class WakeUp implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final byte[] ONE =
            ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(1).array();

    private final int fd;
    private boolean closed; // guarded by this: a closed number may already be another's

    /** Makes a descriptor, not readable yet. */
    public WakeUp() throws SystemCallException {
        fd = SystemCall.check("eventfd", Libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    }

    /** The descriptor, valid until {@link #close}. */
    public int fd() {
        return fd;
    }

    /** Makes the descriptor readable; after {@link #close} it does nothing. */
    public synchronized void signal() {
        if (!closed) {
            // fails only when it was signalled 2^64 - 2 times: it is readable then
            long unused = Libc.write(fd, ONE, ONE.length);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        int unused = Libc.close(fd); // Linux frees the number whatever close says
    }
}
