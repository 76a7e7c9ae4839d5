package syntop.capture.decode;

import java.io.ByteArrayOutputStream;

/** Builds packets for tests, from the inside out; bytes are given as ints. */
final class Packets {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    /** mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7: what Linux sends. */
    static final byte[] LINUX_OPTIONS =
            bytes(2, 4, 0x05, 0xB4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7);

    static final byte[] NO_OPTIONS = {};

    private Packets() {}

    static byte[] bytes(int... values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; i++) out[i] = (byte) values[i];
        return out;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    static byte[] zeros(int count) {
        return new byte[count];
    }

    static byte[] u16(int value) {
        return bytes(value >> 8, value);
    }

    static byte[] u32(long value) {
        return join(u16((int) (value >> 16)), u16((int) value));
    }

    /** Port 4660 to {@code dstPort}, seq 0x01020304, ack 0x05060708, win 64240. */
    static byte[] tcp(int flags, int dstPort, byte[] options, byte[] payload) {
        int offsetFlags = (5 + options.length / 4) << 12 | flags;
        return join(
                u16(0x1234),
                u16(dstPort),
                u32(0x01020304),
                u32(0x05060708),
                u16(offsetFlags),
                u16(64240),
                u32(0),
                options,
                payload);
    }

    /** A Linux SYN to port 443: {@code Flags [S], seq 16909060, win 64240, length 0}. */
    static byte[] syn() {
        return tcp(SYN, 443, LINUX_OPTIONS, NO_OPTIONS);
    }

    /** {@code 198.51.100.24 > 203.0.113.7}, ttl 57, DF. */
    static byte[] ipv4(int protocol, byte[] payload) {
        return ipv4(protocol, NO_OPTIONS, 0x4000, 20 + payload.length, payload);
    }

    /** IPv4 with every field that matters open; options in whole words. */
    static byte[] ipv4(
            int protocol, byte[] options, int flagsOffset, int totalLen, byte[] payload) {
        return join(
                bytes(0x45 + options.length / 4, 0),
                u16(totalLen),
                u16(0x4242),
                u16(flagsOffset),
                bytes(57, protocol, 0, 0, 198, 51, 100, 24, 203, 0, 113, 7),
                options,
                payload);
    }

    /** A fragment; {@code offset} in units of 8 bytes. */
    static byte[] ipv4Fragment(int protocol, int offset, boolean more, byte[] payload) {
        return ipv4(
                protocol, NO_OPTIONS, offset | (more ? 0x2000 : 0), 20 + payload.length, payload);
    }

    /** {@code 2001:db8::1 > 2001:db8::2}, hop limit 63. */
    static byte[] ipv6(int next, byte[] payload) {
        return ipv6(next, payload.length, payload);
    }

    static byte[] ipv6(int next, int payloadLen, byte[] payload) {
        return join(
                u32(0x6000_0000L),
                u16(payloadLen),
                bytes(next, 63),
                u32(0x20010DB8),
                zeros(11),
                bytes(1),
                u32(0x20010DB8),
                zeros(11),
                bytes(2),
                payload);
    }

    /** An IPv6 extension header of {@code units + 1} times 8 bytes, filled with padding options. */
    static byte[] extension(int next, int units) {
        return join(bytes(next, units, 1, 4 + 8 * units), zeros(4 + 8 * units));
    }

    /** An IPv6 fragment header; {@code offset} in units of 8 bytes. */
    static byte[] fragmentHeader(int next, int offset, boolean more) {
        return join(bytes(next, 0), u16(offset << 3 | (more ? 1 : 0)), u32(0xCAFE));
    }

    static byte[] udp(int dstPort, byte[] payload) {
        return join(u16(40000), u16(dstPort), u16(8 + payload.length), u16(0), payload);
    }

    static byte[] macs() {
        return bytes(2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1);
    }

    static byte[] ethernet(int type, byte[] payload) {
        return join(macs(), u16(type), payload);
    }

    /** A VLAN tag behind the addresses: TCI and the next type. */
    static byte[] tag(int vlan, int nextType, byte[] payload) {
        return join(u16(vlan), u16(nextType), payload);
    }

    /** LLC and SNAP in front of an EtherType. */
    static byte[] snap(int type, byte[] payload) {
        return join(bytes(0xAA, 0xAA, 3, 0, 0, 0), u16(type), payload);
    }

    /** One MPLS label. */
    static byte[] label(int label, boolean bottom) {
        return u32((long) label << 12 | (bottom ? 0x100 : 0) | 64);
    }

    /** The usual frame: Ethernet, IPv4, a Linux SYN. */
    static byte[] ethernetSyn() {
        return ethernet(0x0800, ipv4(6, syn()));
    }
}
