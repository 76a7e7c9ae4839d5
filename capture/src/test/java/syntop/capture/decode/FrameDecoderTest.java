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
import static syntop.capture.decode.Packets.ipv4;
import static syntop.capture.decode.Packets.ipv6;
import static syntop.capture.decode.Packets.syn;
import static syntop.capture.decode.Packets.tcp;
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
