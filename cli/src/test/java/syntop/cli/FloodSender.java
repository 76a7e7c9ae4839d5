package syntop.cli;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sends SYNs to port 80 through an interface, from different sources and at a rate, and prints how
 * many the kernel took. A program: it runs in a JVM of its own, in the namespace of the interface.
 */
final class FloodSender {
    static final String TARGET_MAC = "02:00:00:00:00:50";
    static final String TARGET = "198.51.100.80";

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int FRAME_LENGTH = 54;
    private static final int SOURCE_AT = 26;
    private static final int PORT_AT = 34;
    private static final int SEQUENCE_AT = 38;

    private FloodSender() {}

    /** System calls. */
    private static final class Libc {
        static {
            Native.register(Libc.class, NativeLibrary.getProcess());
        }

        private Libc() {}

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native int bind(int descriptor, Pointer address, int length)
                throws LastErrorException;

        static native long send(int descriptor, Pointer data, long length, int flags)
                throws LastErrorException;

        static native int if_nametoindex(String name) throws LastErrorException;
    }

    /**
     * Sends.
     *
     * @param args interface, packets, sources, packets per second or 0 for as many as one core
     *     sends
     */
    public static void main(String[] args) {
        long packets = Long.parseLong(args[1]);
        int sources = Integer.parseInt(args[2]);
        long perSecond = Long.parseLong(args[3]);
        int socket = open(args[0]);
        Memory frame = new Memory(FRAME_LENGTH);
        ByteBuffer bytes = frame.getByteBuffer(0, FRAME_LENGTH).order(ByteOrder.BIG_ENDIAN);
        fill(bytes);
        long start = System.nanoTime();
        for (long i = 0; i < packets; i++) {
            bytes.putInt(SOURCE_AT, 0xC6120000 + (int) (i % sources)); // 198.18.0.0/15, RFC 2544
            bytes.putShort(PORT_AT, (short) (1024 + i / sources));
            bytes.putInt(SEQUENCE_AT, (int) (i * 0x9E3779B1L));
            while (perSecond > 0 && (System.nanoTime() - start) * perSecond / 1e9 < i) {
                Thread.onSpinWait();
            }
            Libc.send(socket, frame, FRAME_LENGTH, 0);
        }
        System.out.println(
                packets); // a packet that the kernel does not take ends all with its error
    }

    private static int open(String name) {
        int socket = Libc.socket(AF_PACKET, SOCK_RAW, 0);
        Memory address = new Memory(20); // struct sockaddr_ll
        address.clear();
        address.setShort(0, (short) AF_PACKET);
        address.setInt(4, Libc.if_nametoindex(name));
        Libc.bind(socket, address, 20);
        return socket;
    }

    private static void fill(ByteBuffer frame) {
        String[] mac = TARGET_MAC.split(":", -1);
        for (int i = 0; i < 6; i++) frame.put(i, (byte) Integer.parseInt(mac[i], 16));
        frame.put(6, (byte) 2); // a local address of its own
        frame.putShort(12, (short) 0x0800);
        frame.putShort(14, (short) 0x4500);
        frame.putShort(16, (short) (FRAME_LENGTH - 14));
        frame.put(22, (byte) 64);
        frame.put(23, (byte) 6);
        String[] target = TARGET.split("\\.", -1);
        for (int i = 0; i < 4; i++) frame.put(30 + i, (byte) Integer.parseInt(target[i]));
        frame.putShort(36, (short) 80);
        frame.putShort(46, (short) 0x5002); // five words, SYN
        frame.putShort(48, (short) 0xFFFF);
    }
}
