package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.decode.Packets.ACK;
import static syntop.capture.decode.Packets.FIN;
import static syntop.capture.decode.Packets.LINUX_OPTIONS;
import static syntop.capture.decode.Packets.NO_OPTIONS;
import static syntop.capture.decode.Packets.RST;
import static syntop.capture.decode.Packets.SYN;
import static syntop.capture.decode.Packets.bytes;
import static syntop.capture.decode.Packets.ethernet;
import static syntop.capture.decode.Packets.ethernetSyn;
import static syntop.capture.decode.Packets.extension;
import static syntop.capture.decode.Packets.fragmentHeader;
import static syntop.capture.decode.Packets.ipv4;
import static syntop.capture.decode.Packets.ipv4Fragment;
import static syntop.capture.decode.Packets.ipv6;
import static syntop.capture.decode.Packets.join;
import static syntop.capture.decode.Packets.label;
import static syntop.capture.decode.Packets.snap;
import static syntop.capture.decode.Packets.syn;
import static syntop.capture.decode.Packets.tag;
import static syntop.capture.decode.Packets.tcp;
import static syntop.capture.decode.Packets.u16;
import static syntop.capture.decode.Packets.u32;
import static syntop.capture.decode.Packets.udp;
import static syntop.capture.decode.Packets.zeros;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

class FrameDecoderTest {
    private static final int HEADERS = 14 + 20; // Ethernet and IPv4

    static List<SynFrame> synFrames() {
        return SynFrame.all();
    }

    @ParameterizedTest
    @MethodSource("synFrames")
    void findsTheSynInEveryWrapping(SynFrame frame) {
        FrameDecoder decoder = new FrameDecoder(Selection.ALL, frame.tunnels());
        int len = frame.frame().length;
        Decoded decoded = Decoded.cut(decoder, frame.linkType(), frame.frame(), len, len);

        assertEquals(Outcome.SYN, decoded.outcome);
        SegmentBatch rows = decoded.rows;
        boolean v6 = rows.srcHi[0] != 0;
        assertAll(
                () -> assertEquals(1, rows.size()),
                () -> assertEquals(42L, rows.tsNanos[0]),
                () -> assertEquals(v6 ? 1 : 0xFFFF_C633_6418L, rows.srcLo[0]),
                () -> assertEquals(v6 ? 2 : 0xFFFF_CB00_7107L, rows.dstLo[0]),
                () -> assertEquals(v6 ? 0x20010DB8_00000000L : 0, rows.dstHi[0]),
                () -> assertEquals(0x1234, rows.srcPort(0)),
                () -> assertEquals(443, rows.dstPort(0)),
                () -> assertEquals(0x01020304, rows.seq(0)),
                () -> assertEquals(0x05060708, rows.ack(0)),
                () -> assertEquals(SYN, rows.flags(0)),
                () -> assertEquals(v6 ? 63 : 57, rows.ttl(0)),
                () -> assertEquals(64240, rows.rcvWnd(0)),
                () -> assertEquals(0, rows.payloadLen(0)),
                () -> assertEquals("mss,sok,ts,nop,ws", SynSignature.layout(rows.signature[0])));
    }

    @ParameterizedTest
    @MethodSource("synFrames")
    void countsATunnelAtItsOuterHeaderByDefault(SynFrame frame) {
        Outcome expected = frame.tunnels() ? Outcome.NOT_TCP : Outcome.SYN;
        assertEquals(expected, Decoded.of(frame.linkType(), frame.frame()).outcome);
    }

    @ParameterizedTest
    @MethodSource("synFrames")
    void cutAtEveryLengthCountsOnceTheFlagsAreThere(SynFrame frame) {
        FrameDecoder decoder = new FrameDecoder(Selection.ALL, frame.tunnels());
        byte[] bytes = frame.frame();
        int synAt = indexOf(bytes, syn());
        for (int capLen = 0; capLen < bytes.length; capLen++) {
            Decoded cut = Decoded.cut(decoder, frame.linkType(), bytes, capLen, bytes.length);
            Outcome expected = capLen >= synAt + 14 ? Outcome.SYN : Outcome.TRUNCATED;
            assertEquals(expected, cut.outcome, "capLen=" + capLen);
            if (capLen >= synAt + 20 + LINUX_OPTIONS.length) {
                assertEquals(0, cut.signature() & SynSignature.CUT, "capLen=" + capLen);
            } else if (expected == Outcome.SYN) {
                assertTrue((cut.signature() & SynSignature.CUT) != 0, "capLen=" + capLen);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("synFrames")
    void sentAtEveryLengthIsNeverCalledTruncated(SynFrame frame) {
        FrameDecoder decoder = new FrameDecoder(Selection.ALL, frame.tunnels());
        byte[] bytes = frame.frame();
        int synAt = indexOf(bytes, syn());
        boolean firstFragment = frame.toString().endsWith("first fragment");
        int wholeAt = synAt + (firstFragment ? 14 : syn().length);
        for (int len = 0; len < bytes.length; len++) {
            Outcome outcome = Decoded.cut(decoder, frame.linkType(), bytes, len, len).outcome;
            if (len >= wholeAt && !frame.toString().endsWith("fcs")) {
                assertEquals(Outcome.SYN, outcome, "len=" + len);
            } else {
                assertTrue(
                        outcome == Outcome.MALFORMED
                                || outcome == Outcome.FRAGMENTED
                                || outcome == Outcome.NOT_TCP,
                        "len=" + len + " outcome=" + outcome);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2, SYN",
        "0xC2, SYN", // SEW: a SYN that offers ECN
        "0x102, SYN", // with the AccECN flag
        "3, SYN", // SYN+FIN: odd, counted
        "6, SYN", // SYN+RST
        "0x2B, SYN", // SYN+FIN+PSH+URG
        "0x12, SYN_ACK",
        "0x52, SYN_ACK",
        "0x1FF, SYN_ACK",
        "4, RST",
        "0x14, RST",
        "0x15, RST",
        "1, FIN",
        "0x11, FIN",
        "0x10, OTHER_TCP",
        "0x18, OTHER_TCP",
        "0, OTHER_TCP"
    })
    void flagsDecideTheOutcome(String flagsText, Outcome outcome) {
        int flags = Integer.decode(flagsText);
        byte[] segment = tcp(flags, 80, NO_OPTIONS, NO_OPTIONS);
        for (byte[] packet : List.of(ipv4(6, segment), ipv6(6, segment))) {
            Decoded decoded = Decoded.of(LinkType.RAW, packet);
            assertEquals(outcome, decoded.outcome);
            assertEquals(outcome == Outcome.OTHER_TCP ? 0 : 1, decoded.rows.size());
            if (decoded.rows.size() == 1) assertEquals(flags, decoded.rows.flags(0));
        }
        Decoded straight = Decoded.of(LinkType.ETHERNET, ethernet(0x0800, ipv4(6, segment)));
        assertEquals(outcome, straight.outcome);
    }

    @Test
    void answersCarryNoSignature() {
        // Flags [S.], options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7]
        byte[] frame = ethernet(0x0800, ipv4(6, tcp(SYN | ACK, 80, LINUX_OPTIONS, NO_OPTIONS)));
        Decoded decoded = Decoded.of(LinkType.ETHERNET, frame);
        assertEquals(Outcome.SYN_ACK, decoded.outcome);
        assertEquals(0, decoded.signature());
    }

    @Test
    void payloadIsWhatTheIpHeaderTellsNotThePadding() {
        byte[] withData = ethernet(0x0800, ipv4(6, tcp(SYN, 80, NO_OPTIONS, bytes(1, 2, 3))));
        byte[] padded = Arrays.copyOf(withData, 64);
        assertEquals(3, Decoded.of(LinkType.ETHERNET, padded).rows.payloadLen(0));
        // captured are the headers alone
        FrameDecoder decoder = new FrameDecoder(Selection.ALL);
        Decoded cut = Decoded.of(decoder, LinkType.ETHERNET, padded, HEADERS + 20, 64);
        assertEquals(3, cut.rows.payloadLen(0));
    }

    @Test
    void payloadOfSegmentationOffloadIsTakenFromTheFrame() {
        byte[] segment = tcp(FIN | ACK, 80, NO_OPTIONS, zeros(100_000));
        byte[] v4 = ethernet(0x0800, ipv4(6, NO_OPTIONS, 0x4000, 0, segment));
        byte[] v6 = ethernet(0x86DD, ipv6(6, 0, segment));
        assertEquals(100_000, Decoded.of(LinkType.ETHERNET, v4).rows.payloadLen(0));
        assertEquals(100_000, Decoded.of(LinkType.ETHERNET, v6).rows.payloadLen(0));
    }

    @Test
    void paddingIsNotTakenForATcpHeader() {
        // total length 20: the packet ends with its IP header, the rest is padding
        byte[] frame = ethernet(0x0800, ipv4(6, NO_OPTIONS, 0x4000, 20, syn()));
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, frame).outcome);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 16})
    void dataOffsetBelowTheHeaderIsMalformed(int headerLen) {
        byte[] frame = ethernetSyn();
        frame[HEADERS + 12] = (byte) (headerLen << 2);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, frame).outcome);
        byte[] raw = Arrays.copyOfRange(frame, 14, frame.length);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.RAW, raw).outcome);
    }

    @Test
    void dataOffsetBeyondTheSegmentIsMalformed() {
        byte[] frame = ethernetSyn();
        frame[HEADERS + 12] = (byte) 0xF0; // 60 bytes in a segment of 40
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, frame).outcome);
        // cut behind the flags it is still known to be wrong
        FrameDecoder decoder = new FrameDecoder(Selection.ALL);
        Decoded cut = Decoded.of(decoder, LinkType.ETHERNET, frame, HEADERS + 14, frame.length);
        assertEquals(Outcome.MALFORMED, cut.outcome);
    }

    @ParameterizedTest
    @CsvSource({"0x55, version 5", "0x44, four words of header", "0x4F, longer than the packet"})
    void brokenIpv4HeaderIsMalformed(String firstByte, String what) {
        byte[] frame =
                ethernet(0x0800, ipv4(6, NO_OPTIONS, 0, 40, tcp(SYN, 80, NO_OPTIONS, NO_OPTIONS)));
        frame[14] = (byte) (int) Integer.decode(firstByte);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, frame).outcome, what);
    }

    @Test
    void wrongVersionBehindIpv6TypeIsMalformed() {
        byte[] frame = ethernet(0x86DD, ipv4(6, syn()));
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, frame).outcome);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.RAW, bytes(0x50, 0, 0)).outcome);
    }

    @Test
    void laterFragmentsOfTcpHaveNoHeader() {
        byte[] data = syn(); // what looks like a SYN there is data
        byte[] v4 = ethernet(0x0800, ipv4Fragment(6, 185, false, data));
        byte[] v6 = ethernet(0x86DD, ipv6(44, join(fragmentHeader(6, 1, true), data)));
        assertEquals(Outcome.FRAGMENT, Decoded.of(LinkType.ETHERNET, v4).outcome);
        assertEquals(Outcome.FRAGMENT, Decoded.of(LinkType.ETHERNET, v6).outcome);
    }

    @Test
    void laterFragmentsOfOtherProtocolsAreNotTcp() {
        byte[] v4 = ethernet(0x0800, ipv4Fragment(17, 185, false, syn()));
        byte[] v6 = ethernet(0x86DD, ipv6(44, join(fragmentHeader(17, 185, false), syn())));
        assertEquals(Outcome.NOT_TCP, Decoded.of(LinkType.ETHERNET, v4).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.ETHERNET, v4).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.of(LinkType.ETHERNET, v6).outcome);
    }

    @ParameterizedTest
    @CsvSource({"8, FRAGMENTED", "13, FRAGMENTED", "14, SYN", "16, SYN", "24, SYN", "32, SYN"})
    void firstFragmentCountsIfItHasTheFlags(int bytes, Outcome expected) {
        // 198.51.100.24 > 203.0.113.7: [|tcp] (flags [+]): the SYN stands in two fragments
        byte[] part = Arrays.copyOf(syn(), bytes);
        byte[] v4 = ethernet(0x0800, ipv4Fragment(6, 0, true, part));
        byte[] v6 = ethernet(0x86DD, ipv6(44, join(fragmentHeader(6, 0, true), part)));
        assertEquals(expected, Decoded.of(LinkType.ETHERNET, v4).outcome);
        assertEquals(expected, Decoded.of(LinkType.ETHERNET, v6).outcome);
    }

    @Test
    void fragmentedTunnelIsFragmentedOnlyWhereItEnds() {
        byte[] whole = ethernet(0x0800, ipv4Fragment(4, 0, true, ipv4(6, syn())));
        byte[] part = Arrays.copyOf(ipv4(6, syn()), 32);
        byte[] split = ethernet(0x0800, ipv4Fragment(4, 0, true, part));
        byte[] splitIp = ethernet(0x0800, ipv4Fragment(4, 0, true, Arrays.copyOf(part, 16)));
        assertEquals(Outcome.SYN, Decoded.innermost(LinkType.ETHERNET, whole).outcome);
        assertEquals(Outcome.FRAGMENTED, Decoded.innermost(LinkType.ETHERNET, split).outcome);
        assertEquals(Outcome.FRAGMENTED, Decoded.innermost(LinkType.ETHERNET, splitIp).outcome);
    }

    @Test
    void extensionHeadersThatEndInAFirstFragmentAreFragmented() {
        byte[] chain = join(fragmentHeader(60, 0, true), bytes(6, 9, 1, 4, 0, 0, 0, 0));
        byte[] shortChain = join(fragmentHeader(60, 0, true), bytes(6, 0, 1, 4));
        assertEquals(Outcome.FRAGMENTED, Decoded.of(LinkType.RAW, ipv6(44, chain)).outcome);
        assertEquals(Outcome.FRAGMENTED, Decoded.of(LinkType.RAW, ipv6(44, shortChain)).outcome);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 59, 17, 58, 1, 253}) // ESP, no next header, UDP, ICMPv6, ICMP, test
    void otherTransportsOfIpv6AreNotTcp(int next) {
        byte[] packet = ipv6(60, join(extension(next, 0), syn()));
        assertEquals(Outcome.NOT_TCP, Decoded.of(LinkType.RAW, packet).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.RAW, packet).outcome);
    }

    @Test
    void endlessExtensionHeadersAreMalformed() {
        byte[] chain = syn();
        for (int i = 0; i < 17; i++) chain = join(extension(i == 0 ? 6 : 60, 0), chain);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.RAW, ipv6(60, chain)).outcome);
    }

    @Test
    void headersQuotedInIcmpErrorsNeverCount() {
        byte[] quote = join(bytes(3, 1, 0, 0), zeros(4), ipv4(6, syn())); // host unreachable
        byte[] quote6 = join(bytes(1, 0, 0, 0), zeros(4), ipv6(6, syn()));
        byte[] v4 = ethernet(0x0800, ipv4(1, quote));
        byte[] v6 = ethernet(0x86DD, ipv6(58, quote6));
        assertEquals(Outcome.NOT_TCP, Decoded.of(LinkType.ETHERNET, v4).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.ETHERNET, v4).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.of(LinkType.ETHERNET, v6).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.ETHERNET, v6).outcome);
    }

    @Test
    void otherEthernetFramesAreNotIp() {
        byte[] arp = ethernet(0x0806, zeros(28));
        byte[] spanningTree = ethernet(38, join(bytes(0x42, 0x42, 3), zeros(35)));
        byte[] ciscoDiscovery =
                ethernet(60, join(bytes(0xAA, 0xAA, 3, 0, 0, 12, 0x20, 0), zeros(52)));
        byte[] pppoeDiscovery = ethernet(0x8864, join(u32(0x1109_0000L), zeros(10)));
        byte[] lcp = ethernet(0x8864, join(u32(0x1100_0001L), u16(4), u16(0xC021), zeros(4)));
        byte[] betweenLengthAndType = ethernet(1501, zeros(40));
        for (byte[] frame :
                List.of(
                        arp,
                        spanningTree,
                        ciscoDiscovery,
                        pppoeDiscovery,
                        lcp,
                        betweenLengthAndType)) {
            assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.ETHERNET, frame).outcome);
        }
    }

    @Test
    void tagsAndLabelsWithoutEndAreMalformed() {
        byte[] tags = ipv4(6, syn());
        for (int i = 0; i < 40; i++) tags = tag(i, i == 0 ? 0x0800 : 0x8100, tags);
        byte[] labels = zeros(400); // bottom of stack never set
        byte[] snaps = snap(0x0800, ipv4(6, syn()));
        for (int i = 0; i < 5_000; i++) snaps = snap(100, snaps);
        assertEquals(
                Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, ethernet(0x8100, tags)).outcome);
        assertEquals(
                Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, ethernet(0x8847, labels)).outcome);
        assertEquals(
                Outcome.MALFORMED, Decoded.of(LinkType.ETHERNET, ethernet(100, snaps)).outcome);
    }

    @Test
    void whatFollowsAnMplsLabelMustFit() {
        byte[] neither = join(label(16, true), bytes(0x90), zeros(40));
        byte[] falseWire = join(label(16, true), zeros(4), ethernet(0x0800, ipv6(6, syn())));
        assertEquals(
                Outcome.NOT_IP, Decoded.of(LinkType.ETHERNET, ethernet(0x8847, neither)).outcome);
        assertEquals(
                Outcome.NOT_IP, Decoded.of(LinkType.ETHERNET, ethernet(0x8847, falseWire)).outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "0x08, 0x41, protected",
        "0x48, 0x01, null data",
        "0xC8, 0x01, qos null",
        "0x80, 0x00, beacon",
        "0xB4, 0x00, request to send",
        "0x09, 0x01, version 1"
    })
    void otherWifiFramesAreNotIp(String type, String flags, String what) {
        byte[] head = bytes(Integer.decode(type), Integer.decode(flags));
        byte[] frame = join(head, zeros(22), snap(0x0800, ipv4(6, syn())));
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.IEEE802_11, frame).outcome, what);
    }

    @Test
    void laterFragmentOfAWifiFrameIsNotIp() {
        byte[] frame = join(bytes(8, 1), zeros(20), bytes(1, 0), snap(0x0800, ipv4(6, syn())));
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.IEEE802_11, frame).outcome);
    }

    @Test
    void checksumOfAWifiFrameIsNotPayload() {
        byte[] wifi = join(bytes(8, 1), zeros(22));
        byte[] packet = ipv4(6, NO_OPTIONS, 0x4000, 0, syn()); // length from the frame
        byte[] radiotap = bytes(0, 0, 9, 0, 2, 0, 0, 0, 0x10);
        byte[] frame = join(radiotap, wifi, snap(0x0800, packet), u32(0x12345678));
        Decoded decoded = Decoded.of(LinkType.IEEE802_11_RADIOTAP, frame);
        assertEquals(Outcome.SYN, decoded.outcome);
        assertEquals(0, decoded.rows.payloadLen(0));
    }

    @Test
    void loopbackFamiliesOtherThanIpAreNotIp() {
        byte[] frame = join(bytes(7, 0, 0, 0), ipv4(6, syn()));
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.NULL, frame).outcome);
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.LOOP, frame).outcome);
    }

    @Test
    void netlinkAndSmallProtocolsOfCookedFramesAreNotIp() {
        byte[] netlink = join(u16(4), u16(824), zeros(10), u16(0x0800), ipv4(6, syn()));
        byte[] can = join(u16(0), u16(280), zeros(10), u16(0x000C), zeros(40));
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.LINUX_SLL, netlink).outcome);
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.LINUX_SLL, can).outcome);
    }

    @Test
    void nflogWithoutPayloadEnds() {
        byte[] zeroLength = join(bytes(2, 0, 0, 0, 0, 0, 1, 0), zeros(60));
        byte[] noPayload = bytes(2, 0, 0, 0, 8, 0, 1, 0, 0, 0, 0, 0);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.NFLOG, zeroLength).outcome);
        assertEquals(Outcome.MALFORMED, Decoded.of(LinkType.NFLOG, noPayload).outcome);
    }

    @Test
    void laterPieceOfAnArcnetPacketIsNotIp() {
        byte[] frame = join(bytes(1, 2, 0, 0, 212, 2, 0, 9), ipv4(6, syn()));
        assertEquals(Outcome.NOT_IP, Decoded.of(LinkType.ARCNET_LINUX, frame).outcome);
    }

    @Test
    void whatIsNoTunnelIsNotTcp() {
        byte[] ether = ethernetSyn();
        byte[] dns = udp(53, ether);
        byte[] vxlanWithoutFlag = udp(4789, join(zeros(8), ether));
        byte[] geneveVersion1 = udp(6081, join(bytes(0x40, 0, 0x65, 0x58), zeros(4), ether));
        byte[] gtpEcho = udp(2152, join(bytes(0x32, 1), zeros(10)));
        byte[] arpInVxlan = udp(4789, join(u32(0x0800_0000L), u32(0), ethernet(0x0806, zeros(28))));
        for (byte[] datagram :
                List.of(
                        dns,
                        vxlanWithoutFlag,
                        geneveVersion1,
                        gtpEcho,
                        arpInVxlan,
                        udp(4789, zeros(3)))) {
            byte[] frame = ethernet(0x0800, ipv4(17, datagram));
            assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.ETHERNET, frame).outcome);
        }
        byte[] routedGre = ipv4(47, join(u16(0x4000), u16(0x0800), zeros(8), ipv4(6, syn())));
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.RAW, routedGre).outcome);
    }

    @Test
    void tunnelsWithoutEndAreNotTcp() {
        byte[] packet = ipv4(6, syn());
        for (int i = 0; i < 8; i++) packet = ipv4(4, packet);
        assertEquals(Outcome.SYN, Decoded.innermost(LinkType.RAW, packet).outcome);
        assertEquals(Outcome.NOT_TCP, Decoded.innermost(LinkType.RAW, ipv4(4, packet)).outcome);
    }

    @Test
    void unknownLinkTypesAreSaidToBe() {
        assertEquals(Outcome.UNKNOWN_LINK, Decoded.of(253, ethernetSyn()).outcome);
        assertEquals(Outcome.UNKNOWN_LINK, Decoded.of(-1, ethernetSyn()).outcome);
        byte[] ppi = join(bytes(0, 0, 8, 0, 192, 0, 0, 0), ethernetSyn());
        assertEquals(Outcome.UNKNOWN_LINK, Decoded.of(LinkType.PPI, ppi).outcome);
    }

    @Test
    void selectionAppliesToSynsAlone() {
        Prefix net = new Prefix(0, SegmentBatch.V4_MAPPED | 0xCB00_7100L, 120); // 203.0.113.0/24
        Prefix other = new Prefix(0, SegmentBatch.V4_MAPPED | 0x0A00_0000L, 104); // 10.0.0.0/8
        byte[] rst = ethernet(0x0800, ipv4(6, tcp(RST, 9, NO_OPTIONS, NO_OPTIONS)));
        assertEquals(Outcome.SYN, selected(List.of(443), List.of(net), ethernetSyn()).outcome);
        assertEquals(
                Outcome.OTHER_PORT, selected(List.of(80), List.of(net), ethernetSyn()).outcome);
        Decoded toOtherNet = selected(List.of(443), List.of(other), ethernetSyn());
        assertEquals(Outcome.OTHER_NET, toOtherNet.outcome);
        assertEquals(0, toOtherNet.rows.size());
        assertEquals(Outcome.RST, selected(List.of(80), List.of(other), rst).outcome);
    }

    private static Decoded selected(List<Integer> ports, List<Prefix> nets, byte[] frame) {
        FrameDecoder decoder = new FrameDecoder(new Selection(ports, nets));
        return Decoded.of(decoder, LinkType.ETHERNET, frame, frame.length, frame.length);
    }

    static int indexOf(byte[] in, byte[] what) {
        for (int i = 0; i + what.length <= in.length; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) return i;
        }
        throw new AssertionError("no SYN in the frame");
    }
}
