package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.factory.PacketFactories;
import org.pcap4j.packet.namednumber.DataLinkType;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/**
 * Compares the decoder with pcap4j's packet factory, packet by packet, over real captures: the
 * outcome, and of each row both addresses, ports, numbers, flags, TTL, window and payload length.
 */
class SecondOpinionTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus", "files");

    /** How many packets of a file the two see differently, and why. */
    private record Deviation(long packets, String reason) {}

    private static final Map<String, Deviation> DEVIATIONS =
            Map.ofEntries(
                    Map.entry(
                            "arkime__80211http.pcap",
                            new Deviation(
                                    26,
                                    "pcap4j reads the radiotap header, not 802.11 data behind")),
                    Map.entry(
                            "arkime__mpls-basic.pcap",
                            new Deviation(11, "pcap4j does not read MPLS")),
                    Map.entry(
                            "arkime__pppoe.pcap", new Deviation(10, "pcap4j does not read PPPoE")),
                    Map.entry(
                            "ndpi__fuzz-2006-06-26-2594.pcap",
                            new Deviation(2, "IPv4 of version 5 and 0: pcap4j does not check it")),
                    Map.entry(
                            "pcpp__null_loopback.pcap",
                            new Deviation(
                                    1, "pcap4j knows one address family for IPv6, not Darwin's")),
                    Map.entry(
                            "suricata__kill_router6.pcap",
                            new Deviation(
                                    2, "pcap4j throws on the router alert behind hop-by-hop")),
                    Map.entry(
                            "tcpdump__heapoverflow-tcp_print.pcap",
                            new Deviation(
                                    1, "the snaplen cut the options: pcap4j gives up the header")),
                    Map.entry(
                            "ndpi__ip_fragmented_garbage.pcap",
                            new Deviation(
                                    2, "pcap4j gives up a header that ends in a later fragment")),
                    Map.entry(
                            "zeek__fragmented-syn.pcap",
                            new Deviation(
                                    1, "pcap4j gives up a header that ends in a later fragment")),
                    Map.entry(
                            "zeek__ipv6-http-atomic-frag.pcap",
                            new Deviation(5, "pcap4j takes an atomic fragment for one of several")),
                    Map.entry(
                            "zeek__vntag_vlan_sandwich_clean.pcap",
                            new Deviation(1, "pcap4j does not read VN-Tag")));

    /** Link types that pcap4j knows, by the number that it uses. */
    private static final Map<Integer, DataLinkType> LINK_TYPES =
            Map.of(
                    LinkType.NULL, DataLinkType.NULL,
                    LinkType.ETHERNET, DataLinkType.EN10MB,
                    LinkType.PPP, DataLinkType.PPP,
                    LinkType.RAW, DataLinkType.RAW,
                    LinkType.LINUX_SLL, DataLinkType.LINUX_SLL,
                    LinkType.IEEE802_11_RADIOTAP, DataLinkType.IEEE802_11_RADIO);

    private final FrameDecoder decoder = new FrameDecoder(Selection.ALL);
    private final SegmentBatch row = new SegmentBatch(1);
    private long compared;

    /** Without the corpus there is nothing to compare, except where its absence is the fault. */
    static boolean corpusIsThereOrRequired() {
        return Files.isDirectory(CORPUS) || "true".equals(System.getenv("CI"));
    }

    @Test
    @EnabledIf("corpusIsThereOrRequired")
    void agreesWithPcap4jOnEveryPacketExceptWhereExplained() throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(CORPUS)) {
            files = list.sorted().toList();
        }
        Map<String, Long> deviations = new TreeMap<>();
        Map<String, String> examples = new TreeMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            PcapFile.read(
                    file,
                    (buf, off, capLen, wireLen, linkType, tsNanos) -> {
                        String difference = compare(buf, off, capLen, wireLen, linkType);
                        if (difference == null) return;
                        deviations.merge(name, 1L, Long::sum);
                        examples.putIfAbsent(name, difference);
                    });
        }
        Map<String, Long> expected = new TreeMap<>();
        DEVIATIONS.forEach((name, deviation) -> expected.put(name, deviation.packets()));
        assertEquals(expected, deviations, () -> "the first of each file: " + examples);
        assertTrue(compared > 100_000, "compared=" + compared);
    }

    /** What differs, ours first, or null. */
    private String compare(ByteBuffer buf, int off, int capLen, int wireLen, int linkType) {
        DataLinkType type = LINK_TYPES.get(linkType);
        if (type == null || capLen == 0) return null;
        compared++;
        row.clear();
        Outcome outcome = decoder.decode(buf, off, capLen, wireLen, linkType, 0, row);
        byte[] bytes = new byte[capLen];
        buf.get(off, bytes);
        String ours = ours(outcome, capLen == wireLen);
        String theirs = theirs(bytes, type, capLen == wireLen);
        return ours.equals(theirs) ? null : ours + " (" + outcome + ") | " + theirs;
    }

    private String ours(Outcome outcome, boolean whole) {
        if (outcome == Outcome.OTHER_TCP) return "OTHER_TCP";
        if (row.size() == 0) return "no TCP";
        return text(
                outcome,
                address(row.srcHi[0], row.srcLo[0]),
                address(row.dstHi[0], row.dstLo[0]),
                (int) (row.portsSeq[0] >>> 32),
                row.seq(0),
                row.ack(0),
                row.ttl(0),
                row.flags(0),
                row.rcvWnd(0),
                whole ? row.payloadLen(0) : -1);
    }

    private static String theirs(byte[] bytes, DataLinkType type, boolean whole) {
        IpPacket ip = null;
        Packet packet;
        try {
            packet =
                    PacketFactories.getFactory(Packet.class, DataLinkType.class)
                            .newInstance(bytes, 0, bytes.length, type);
        } catch (IllegalArgumentException e) {
            return "threw " + e.getMessage();
        }
        for (; packet != null; packet = packet.getPayload()) {
            if (packet instanceof IcmpV4CommonPacket || packet instanceof IcmpV6CommonPacket) break;
            if (packet instanceof IpPacket next) {
                if (ip != null) break; // a tunnel
                ip = next;
            }
            if (packet instanceof TcpPacket tcp) return theirs(ip, tcp, whole);
        }
        return "no TCP";
    }

    private static String theirs(IpPacket ip, TcpPacket packet, boolean whole) {
        TcpPacket.TcpHeader tcp = packet.getHeader();
        byte[] raw = tcp.getRawData();
        int flags = (raw[12] & 0xF) << 8 | raw[13] & 0xFF;
        Outcome outcome = outcome(flags);
        if (outcome == Outcome.OTHER_TCP) return "OTHER_TCP";
        int ttl =
                ip instanceof IpV4Packet v4
                        ? v4.getHeader().getTtlAsInt()
                        : ((IpV6Packet) ip).getHeader().getHopLimitAsInt();
        int payloadLen = packet.getPayload() == null ? 0 : packet.getPayload().length();
        return text(
                outcome,
                ip.getHeader().getSrcAddr(),
                ip.getHeader().getDstAddr(),
                tcp.getSrcPort().valueAsInt() << 16 | tcp.getDstPort().valueAsInt(),
                tcp.getSequenceNumber(),
                tcp.getAcknowledgmentNumber(),
                ttl,
                flags,
                tcp.getWindowAsInt(),
                whole ? payloadLen : -1);
    }

    private static Outcome outcome(int flags) {
        if ((flags & 0x12) == 0x02) return Outcome.SYN;
        if ((flags & 0x02) != 0) return Outcome.SYN_ACK;
        if ((flags & 0x04) != 0) return Outcome.RST;
        return (flags & 0x01) != 0 ? Outcome.FIN : Outcome.OTHER_TCP;
    }

    private static InetAddress address(long hi, long lo) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
        try {
            return InetAddress.getByAddress(bytes); // an Inet4Address when it is IPv4-mapped
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(
            Outcome outcome,
            InetAddress src,
            InetAddress dst,
            int ports,
            int seq,
            int ack,
            int ttl,
            int flags,
            int rcvWnd,
            int payloadLen) {
        return String.format(
                "%s %s > %s ports=%08x seq=%08x ack=%08x ttl=%d flags=%x win=%d payload=%d",
                outcome, src, dst, ports, seq, ack, ttl, flags, rcvWnd, payloadLen);
    }
}
