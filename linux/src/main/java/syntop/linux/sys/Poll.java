package syntop.linux.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;

/**
 * Waits for a descriptor, or to be woken. One thread; allocated once, see poll(2).
 *
 * <p>Memory: 16 bytes outside the heap.
 */
public final class Poll implements AutoCloseable {
    /** Something can be read. */
    public static final int POLLIN = 0x1;

    /** The descriptor has an error to ask for. */
    public static final int POLLERR = 0x8;

    /** The other end is gone. */
    public static final int POLLHUP = 0x10;

    // struct pollfd: int fd, short events, short revents
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int REVENTS = 6;

    private final Memory descriptors = new Memory(2 * POLLFD_BYTES);

    /**
     * Prepares a wait.
     *
     * @param fd what to wait for
     * @param wakeUp what ends the wait early
     */
    public Poll(int fd, WakeUp wakeUp) {
        descriptors.setInt(0, fd);
        descriptors.setShort(EVENTS, (short) POLLIN);
        descriptors.setInt(POLLFD_BYTES, wakeUp.fd());
        descriptors.setShort(POLLFD_BYTES + EVENTS, (short) POLLIN);
    }

    /**
     * Waits until the descriptor is readable or has an error, or somebody wakes this thread.
     *
     * @return what poll(2) says of the descriptor: POLL bits; 0 when the time is over, a signal
     *     came or it was woken
     */
    public int await(int timeoutMillis) throws SystemCallException {
        return poll(2, timeoutMillis);
    }

    /** As {@link #await}, but nobody can wake this thread. */
    public int awaitUndisturbed(int timeoutMillis) throws SystemCallException {
        return poll(1, timeoutMillis);
    }

    /**
     * Whether nobody reads any more what is written to a pipe or a socket. Any thread.
     *
     * @return false for a file, and where it cannot be told
     */
    public static boolean hasNoReader(int fd) {
        try (Memory descriptor = new Memory(POLLFD_BYTES)) {
            descriptor.setInt(0, fd);
            descriptor.setShort(EVENTS, (short) 0); // errors are told without being asked for
            return Libc.poll(descriptor, 1, 0) == 1
                    && (descriptor.getShort(REVENTS) & (POLLERR | POLLHUP)) != 0;
        }
    }

    private int poll(int count, int timeoutMillis) throws SystemCallException {
        int ready = Libc.poll(descriptors, count, timeoutMillis);
        if (ready == -1 && Native.getLastError() == Errno.EINTR) return 0;
        return SystemCall.check("poll", ready) == 0 ? 0 : descriptors.getShort(REVENTS);
    }

    @Override
    public void close() {
        descriptors.close();
    }
}
