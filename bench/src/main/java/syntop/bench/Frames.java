package syntop.bench;

import java.nio.ByteBuffer;

/**
 * Ethernet frames with one TCP segment each, as Linux sends them. Addresses, ports and numbers are
 * patched by the user at the offsets given here; checksums are left 0.
 */
public final class Frames {
    static final int ETHERNET_HEADER = 14;

    /** Offset of the source address in an untagged IPv4 frame. */
    static final int IPV4_SOURCE = ETHERNET_HEADER + 12;

    /** Offset of the source address in an untagged IPv6 frame. */
    static final int IPV6_SOURCE = ETHERNET_HEADER + 8;

    /** Upper half of the IPv6 addresses: 2001:db8::/32, for documentation (RFC 3849). */
    static final long IPV6_PREFIX = 0x20010db8_00000000L;

    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int IPV4_SERVER = 0xc0a80001;

    // MSS 1460, SACK permitted, timestamps, no operation, window scale 7
    private static final byte[] SYN_OPTIONS = {
        2, 4, 5, (byte) 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7
    };
    // two no operations, timestamps
    private static final byte[] DATA_OPTIONS = {1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 1};

    private Frames() {}

    /** A SYN: 74 bytes with IPv4, 94 with IPv6. */
    public static byte[] syn(boolean v6) {
        return segment(v6, SYN, SYN_OPTIONS, 0);
    }

    /** A segment with ACK alone and {@code payload} bytes: 66 or 86 bytes more than the payload. */
    static byte[] data(boolean v6, int payload) {
        return segment(v6, ACK, DATA_OPTIONS, payload);
    }

    /** Offset of the TCP header in an untagged frame without extension headers. */
    static int tcp(boolean v6) {
        return ETHERNET_HEADER + (v6 ? 40 : 20);
    }

    /** The same frame behind an 802.1Q tag. */
    static byte[] vlan(byte[] frame) {
        return ByteBuffer.allocate(frame.length + 4)
                .put(frame, 0, 12)
                .putShort((short) 0x8100)
                .putShort((short) 42)
                .put(frame, 12, frame.length - 12)
                .array();
    }

    /** The same IPv6 frame with 8 bytes of destination options (RFC 8200, 4.6) before TCP. */
    static byte[] destinationOptions(byte[] frame) {
        int tcp = tcp(true);
        ByteBuffer longer = ByteBuffer.allocate(frame.length + 8).put(frame, 0, tcp);
        longer.put((byte) 6).put((byte) 0).put(new byte[] {1, 4, 0, 0, 0, 0}); // TCP next; PadN
        longer.put(frame, tcp, frame.length - tcp);
        longer.putShort(ETHERNET_HEADER + 4, (short) (frame.length + 8 - tcp));
        return longer.put(ETHERNET_HEADER + 6, (byte) 60).array();
    }

    private static byte[] segment(boolean v6, int flags, byte[] options, int payload) {
        int tcpLength = 20 + options.length + payload;
        ByteBuffer frame = ByteBuffer.allocate(tcp(v6) + tcpLength);
        frame.putShort((short) 0x0200).putInt(1).putShort((short) 0x0200).putInt(2);
        if (v6) {
            frame.putShort((short) 0x86dd).putInt(6 << 28).putShort((short) tcpLength);
            frame.put((byte) 6).put((byte) 64);
            frame.putLong(IPV6_PREFIX).putLong(2).putLong(IPV6_PREFIX).putLong(1);
        } else {
            frame.putShort((short) 0x0800).putShort((short) 0x4500);
            frame.putShort((short) (20 + tcpLength)).putShort((short) 0);
            frame.putShort((short) 0x4000).put((byte) 64).put((byte) 6).putShort((short) 0);
            frame.putInt(0x0a000001).putInt(IPV4_SERVER);
        }
        frame.putShort((short) 40000).putShort((short) 443).putInt(1).putInt(0);
        frame.put((byte) (20 + options.length << 2)).put((byte) flags).putShort((short) 64240);
        return frame.putInt(0).put(options).array();
    }
}
