package syntop.linux.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads directories of links, such as /proc/PID/fd, one after the other: a hundred thousand links
 * of a busy server take one system call each and no object. One thread.
 *
 * <p>Memory: 32 KiB outside the heap.
 */
public final class OpenDirectory implements AutoCloseable {
    private static final int ENTRIES_BYTES = 32_000;
    private static final int TARGET_BYTES = 64;
    private static final int O_CLOEXEC = 0x80000;

    // struct linux_dirent64 of getdents(2): inode, offset, length, type, name that ends with NUL
    private static final int RECORD_BYTES = 16;
    private static final int NAME = 19;

    /** Calls that not every C library has under these names: bound when they are needed. */
    private static final class Calls {
        static {
            Native.register(Calls.class, NativeLibrary.getProcess());
        }

        static native int open(byte[] path, int flags);

        static native long getdents64(int fd, Pointer entries, long bytes);

        /** Name and target are addresses. */
        static native long readlinkat(int fd, long name, long target, long targetBytes);
    }

    private final Memory memory = new Memory(ENTRIES_BYTES + TARGET_BYTES);
    private final ByteBuffer view =
            memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
    private final long address = Pointer.nativeValue(memory);
    private int fd = -1;
    private int at;
    private int end;
    private boolean refused;

    /**
     * Goes before the first entry of a directory; the one before is closed.
     *
     * @throws SystemCallException if it cannot be opened
     */
    public void open(String path) throws SystemCallException {
        release();
        byte[] name = (path + '\0').getBytes(StandardCharsets.UTF_8);
        fd = SystemCall.check("open", Calls.open(name, O_CLOEXEC));
        at = 0;
        end = 0;
        refused = false;
    }

    /**
     * Reads where the next link leads. What is no link, or no longer there, is passed over.
     *
     * @return bytes of the target, at most 64: longer ones are cut; 0 at the end, when reading
     *     fails, as it does once a process has gone, and when it is {@linkplain #isRefused refused}
     */
    public int nextTarget() {
        while (true) {
            if (at >= end) {
                at = 0;
                end = (int) Calls.getdents64(fd, memory, ENTRIES_BYTES);
                if (end <= 0) return 0;
            }
            int name = at + NAME;
            at += view.getShort(at + RECORD_BYTES) & 0xFFFF;
            if (view.get(name) == '.') continue; // itself, or its parent
            long bytes =
                    Calls.readlinkat(fd, address + name, address + ENTRIES_BYTES, TARGET_BYTES);
            if (bytes > 0) return (int) bytes;
            int errno = bytes < 0 ? Native.getLastError() : 0;
            if (errno == Errno.EACCES || errno == Errno.EPERM) {
                refused = true;
                return 0; // as the others would be
            }
        }
    }

    /** Whether links may not be read, though the directory was opened: CAP_DAC_READ_SEARCH. */
    public boolean isRefused() {
        return refused;
    }

    /** A byte of the target that was read last. */
    public byte target(int index) {
        return view.get(ENTRIES_BYTES + index);
    }

    private void release() {
        if (fd != -1) {
            int unused = Libc.close(fd); // Linux frees the number whatever close says
        }
        fd = -1;
    }

    @Override
    public void close() {
        release();
        memory.close();
    }
}
