package syntop.capture.live;

import java.nio.ByteBuffer;
import syntop.capture.decode.Prefix;

/**
 * Frames of {@code 198.18.1.0 + n > 198.18.0.2.80: Flags [S]}, of {@code fd18::1:n} for IPv6,
 * behind any VLAN tags.
 */
final class Syns {
    static final int PORT = 80;

    /** Number of a source that sends one SYN after all others, so that a test can wait for it. */
    static final int MARKER = 60_000;

    /** Its address, as {@link Tally} writes it. */
    static final String MARKER_ADDRESS = address(MARKER);

    /** The destination of IPv4. */
    static final Prefix SERVER = new Prefix(0, 0xFFFF_C612_0002L, 128);

    private static final int TCP = 6;

    private Syns() {}

    /**
     * An Ethernet frame.
     *
     * @param source number of the source, 0 to 65535
     * @param tagTypes EtherTypes of the tags, outermost first
     */
    static byte[] ipv4(int source, int... tagTypes) {
        ByteBuffer frame = ethernet(0x0800, tagTypes);
        return ip4(frame, source);
    }

    /** As {@link #ipv4}, for IPv6. */
    static byte[] ipv6(int source, int... tagTypes) {
        ByteBuffer frame = ethernet(0x86DD, tagTypes);
        frame.putInt(0x6000_0000).putShort((short) 20).put((byte) TCP).put((byte) 64);
        frame.putLong(0xFD18L << 48).putLong(1L << 16 | source);
        frame.putLong(0xFD18L << 48).putLong(2);
        return tcp(frame);
    }

    /** An IPv4 packet alone. */
    static byte[] packet(int source) {
        return ip4(ByteBuffer.allocate(128), source);
    }

    /** The IPv4 address of a source as {@link Tally} writes it. */
    static String address(int source) {
        return "%016x%016x".formatted(0, 0xFFFF_C612_0100L + source);
    }

    private static byte[] ip4(ByteBuffer frame, int source) {
        int start = frame.position();
        frame.putShort((short) 0x4500).putShort((short) 40).putInt(0x4000);
        frame.put((byte) 64).put((byte) TCP).putShort((short) 0);
        frame.putInt(198 << 24 | 18 << 16 | 1 << 8).putInt(198 << 24 | 18 << 16 | 2);
        frame.putInt(start + 12, (198 << 24 | 18 << 16 | 1 << 8) + source);
        return tcp(frame);
    }

    private static ByteBuffer ethernet(int type, int... tagTypes) {
        ByteBuffer frame = ByteBuffer.allocate(128);
        frame.put(new byte[] {-1, -1, -1, -1, -1, -1, 2, 0, 0, 0, 0, 1}); // to everybody
        for (int i = 0; i < tagTypes.length; i++) {
            frame.putShort((short) tagTypes[i]).putShort((short) (100 + i));
        }
        return frame.putShort((short) type);
    }

    private static byte[] tcp(ByteBuffer frame) {
        frame.putShort((short) 40_000).putShort((short) PORT).putInt(1).putInt(0);
        frame.putShort((short) 0x5002).putShort((short) 8192).putInt(0);
        byte[] bytes = new byte[frame.position()];
        frame.get(0, bytes);
        return bytes;
    }
}
