package syntop.linux.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a socket accepts, decided by a program of classic BPF in the kernel; socket(7). The new
 * program takes the place of the one before without a gap between them. Any thread.
 */
public final class SocketFilter {
    /** Bytes of an instruction, struct sock_filter. */
    public static final int INSTRUCTION_BYTES = 8;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_FILTER = 26;
    private static final short RET_K = 0x06;
    private static final int ACCEPTED_BYTES = 2048; // headers, however deep

    private SocketFilter() {}

    /**
     * Attaches a program.
     *
     * @param program array of struct sock_filter in the machine's byte order
     * @throws SystemCallException if the kernel refuses it, {@link Errno#ENOMEM} when it is longer
     *     than net.core.optmem_max allows
     */
    public static void attach(int fd, byte[] program) throws SystemCallException {
        try (Memory filter = new Memory(program.length);
                Memory description = new Memory(2L * Native.POINTER_SIZE)) {
            filter.write(0, program, 0, program.length);
            description.clear();
            description.setShort(0, (short) (program.length / INSTRUCTION_BYTES)); // sock_fprog
            description.setPointer(Native.POINTER_SIZE, filter);
            int bytes = (int) description.size();
            SystemCall.check(
                    "attach filter",
                    Libc.setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, description, bytes));
        }
    }

    /**
     * Attaches a program in place of another, where both may be as long as the kernel takes one:
     * until it has the new one it counts the old one too, so where that is too much a short one
     * that accepts everything stands in between, for some microseconds.
     *
     * @param now the program that is attached
     * @param next the one to be
     * @throws SystemCallException if the kernel refuses it; the one before stays
     */
    public static void swap(int fd, byte[] now, byte[] next) throws SystemCallException {
        try {
            attach(fd, next);
            return;
        } catch (SystemCallException e) {
            if (e.errno() != Errno.ENOMEM) throw e;
        }
        attach(fd, returning(ACCEPTED_BYTES));
        try {
            attach(fd, next);
        } catch (SystemCallException e) {
            attach(fd, now);
            throw e;
        }
    }

    /** Accepts nothing more from now on. */
    public static void refuseAll(int fd) throws SystemCallException {
        attach(fd, returning(0));
    }

    /** Accepts so many bytes of every packet. */
    private static byte[] returning(int bytes) {
        ByteBuffer program = ByteBuffer.allocate(INSTRUCTION_BYTES).order(ByteOrder.nativeOrder());
        return program.putShort(RET_K).putShort((short) 0).putInt(bytes).array(); // ret #bytes
    }
}
