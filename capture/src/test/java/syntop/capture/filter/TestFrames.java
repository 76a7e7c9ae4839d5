package syntop.capture.filter;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Builds Ethernet frames whose addresses, ports and flags come from small sets, so that common
 * expressions match some of them and not others.
 */
final class TestFrames {
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int[] PROTOCOLS = {TCP, TCP, TCP, UDP, 1, 58, 47};
    private static final int[] TTLS = {1, 10, 40, 64, 255};
    private static final int[] PORTS = {22, 53, 80, 443, 6000, 6005, 49152, 65535};

    private TestFrames() {}

    /** A frame for {@code tcpdump 'src 10.0.0.SOURCE and dst 10.0.0.2 and tcp dst port PORT'}. */
    static byte[] ipv4Tcp(int source, int port, int flags) {
        ByteBuffer frame = ByteBuffer.allocate(54);
        ethernet(frame, 0x0800);
        ipv4(frame, 20, 40, 64, TCP, 0, source, 2);
        tcp(frame, 49152, port, flags);
        return frame.array();
    }

    /**
     * A random frame: Ethernet, up to two tags, IPv4, IPv6 or ARP, and what they carry; often cut.
     */
    static Frame random(SplittableRandom random) {
        ByteBuffer frame = ByteBuffer.allocate(200);
        boolean v6 = random.nextInt(3) == 0;
        int etherType = random.nextInt(12) == 0 ? 0x0806 : v6 ? 0x86DD : 0x0800;
        link(frame, random, etherType, v6);
        int protocol = PROTOCOLS[random.nextInt(PROTOCOLS.length)];
        int source = random.nextInt(1, 5);
        int destination = random.nextInt(1, 5);
        if (v6) {
            ipv6(frame, random, protocol, source, destination);
        } else {
            int fragment = random.nextInt(8) == 0 ? random.nextInt(1 << 16) : 0;
            int headerLen = 20 + 4 * random.nextInt(3);
            int totalLen = headerLen + 20 + random.nextInt(2) * random.nextInt(100);
            int ttl = TTLS[random.nextInt(TTLS.length)];
            ipv4(frame, headerLen, totalLen, ttl, protocol, fragment, source, destination);
        }
        int from = PORTS[random.nextInt(PORTS.length)];
        int to = PORTS[random.nextInt(PORTS.length)];
        tcp(
                frame,
                from,
                to,
                random.nextInt(256)); // good for UDP and ICMP as well: they are shorter
        int length = random.nextInt(frame.position(), frame.capacity());
        int capLen = random.nextInt(4) == 0 ? random.nextInt(length + 1) : length;
        return new Frame(Arrays.copyOf(frame.array(), capLen), length, Frame.ETHERNET);
    }

    private static void link(ByteBuffer frame, SplittableRandom random, int etherType, boolean v6) {
        switch (random.nextInt(8)) {
            case 0 -> ethernet(frame, 0x8100).putShort((short) 7).putShort((short) etherType);
            case 1 ->
                    ethernet(frame, 0x88A8)
                            .putShort((short) 100)
                            .putShort((short) 0x8100)
                            .putShort((short) 7)
                            .putShort((short) etherType);
            case 2 -> ethernet(frame, 0x8847).putInt(1024 << 12 | 0x1FF); // bottom of the stack
            case 3 ->
                    ethernet(frame, 0x8864)
                            .putInt(0x1100_0005)
                            .putShort((short) 100)
                            .putShort((short) (v6 ? 0x57 : 0x21));
            default -> ethernet(frame, etherType);
        }
    }

    private static ByteBuffer ethernet(ByteBuffer frame, int etherType) {
        frame.put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1}); // destination first
        return frame.putShort((short) etherType);
    }

    private static void ipv4(
            ByteBuffer frame,
            int headerLen,
            int totalLen,
            int ttl,
            int protocol,
            int fragment,
            int from,
            int to) {
        int start = frame.position();
        frame.put((byte) (0x40 | headerLen / 4)).put((byte) 0).putShort((short) totalLen);
        frame.putShort((short) 1).putShort((short) fragment);
        frame.put((byte) ttl).put((byte) protocol).putShort((short) 0);
        frame.putInt(10 << 24 | from).putInt(10 << 24 | to);
        frame.position(start + headerLen);
    }

    private static void ipv6(
            ByteBuffer frame, SplittableRandom random, int protocol, int from, int to) {
        boolean options = random.nextInt(4) == 0;
        frame.putInt(0x6000_0000).putShort((short) 20);
        frame.put((byte) (options ? 0 : protocol)).put((byte) 64);
        frame.putLong(0x2001_0DB8_0000_0000L).putLong(from);
        frame.putLong(0x2001_0DB8_0000_0000L).putLong(to);
        if (options) frame.put((byte) protocol).put((byte) 0).putShort((short) 0).putInt(0);
    }

    private static void tcp(ByteBuffer frame, int from, int to, int flags) {
        frame.putShort((short) from).putShort((short) to).putInt(1).putInt(0);
        frame.put((byte) 0x50).put((byte) flags).putShort((short) 8192).putInt(0);
    }
}
