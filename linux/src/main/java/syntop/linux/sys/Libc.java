package syntop.linux.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * Functions of the C library, named and ordered as in their manual pages, section 2 and 3. Each
 * fails with -1, or null, and then {@link Native#getLastError} tells why; {@link SystemCall} turns
 * that into an exception.
 *
 * <p>Bound directly: a call takes some 50 ns. Arrays are copied in and back. Any thread.
 */
public final class Libc {
    static {
        // the C library is loaded already: no search for it, no fork of ldconfig
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    private Libc() {}

    /** Opens a socket. */
    public static native int socket(int domain, int type, int protocol);

    /** Binds a socket to an address. */
    public static native int bind(int fd, byte[] address, int addressBytes);

    /** Tells the address of a socket; {@code bytes[0]} as for {@link #getsockopt}. */
    public static native int getsockname(int fd, byte[] address, int[] bytes);

    /**
     * Receives a datagram. Copies nothing.
     *
     * @param buffer direct; filled from offset 0, whatever its position
     * @param address gets the sender's
     * @param addressBytes an int: the room on entry and the length on return
     */
    public static native long recvfrom(
            int fd,
            ByteBuffer buffer,
            long bytes,
            int flags,
            Pointer address,
            Pointer addressBytes);

    /** Sets a socket option that holds no pointer. */
    public static native int setsockopt(int fd, int level, int option, byte[] value, int bytes);

    /** Sets a socket option that holds pointers. */
    public static native int setsockopt(int fd, int level, int option, Pointer value, int bytes);

    /** Gets a socket option; {@code bytes[0]} is the room on entry and the length on return. */
    public static native int getsockopt(int fd, int level, int option, byte[] value, int[] bytes);

    /** Asks a device; {@code argument} points to what the request wants. */
    public static native int ioctl(int fd, long request, Pointer argument);

    /** Maps memory; fails with the address -1. */
    public static native long mmap(
            Pointer address, long bytes, int protection, int flags, int fd, long offset);

    /** Unmaps memory. */
    public static native int munmap(Pointer address, long bytes);

    /**
     * Waits for descriptors.
     *
     * @param timeoutMillis -1 to wait without end
     */
    public static native int poll(Pointer descriptors, long count, int timeoutMillis);

    /** Makes a descriptor that one thread writes to wake another. */
    public static native int eventfd(int initial, int flags);

    /** Writes bytes. */
    public static native long write(int fd, byte[] bytes, long count);

    /** Closes a descriptor. */
    public static native int close(int fd);

    /** Lists interfaces and addresses; {@code list} gets a pointer to the first struct ifaddrs. */
    public static native int getifaddrs(Pointer list);

    /** Gives a list of {@link #getifaddrs} back. */
    public static native void freeifaddrs(Pointer first);
}
