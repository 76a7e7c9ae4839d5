package syntop.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Ethernet frames of TCP segments over IPv4. */
final class Frames {
    private static final int SERVER = 0xC0000207; // 192.0.2.7
    private static final int SYN = 0x02;

    private Frames() {}

    /** IP 198.51.100.host.40000 &gt; 192.0.2.7.port: Flags [S]. */
    static byte[] syn(int host, int port) {
        return tcp(0xC6336400 | host, SERVER, port, SYN);
    }

    /** A segment of 20 bytes of header and nothing more. */
    static byte[] tcp(int source, int destination, int port, int flags) {
        return ByteBuffer.allocate(54)
                .putLong(0x0200_0000_0001_0200L) // MAC addresses
                .putInt(0x0000_0002)
                .putShort((short) 0x0800)
                .putInt(0x4500_0028) // IPv4, 40 bytes
                .putInt(0)
                .putInt(0x4006_0000) // TTL 64, TCP
                .putInt(source)
                .putInt(destination)
                .putShort((short) 40_000)
                .putShort((short) port)
                .putLong(1L << 32) // sequence and acknowledgement numbers
                .putShort((short) (0x5000 | flags))
                .putShort((short) 64_240)
                .putInt(0)
                .array();
    }

    /**
     * This many SYNs to port 443: host 1 sends half of them, host 2 half of the rest, and so on.
     */
    static List<byte[]> flood(int syns) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1; i <= syns; i++) {
            frames.add(syn(1 + Integer.numberOfTrailingZeros(i), 443));
        }
        return frames;
    }
}
