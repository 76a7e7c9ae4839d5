package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static syntop.capture.decode.Packets.NO_OPTIONS;
import static syntop.capture.decode.Packets.bytes;
import static syntop.capture.decode.Packets.ethernet;
import static syntop.capture.decode.Packets.ethernetSyn;
import static syntop.capture.decode.Packets.ipv4;
import static syntop.capture.decode.Packets.ipv6;
import static syntop.capture.decode.Packets.join;
import static syntop.capture.decode.Packets.label;
import static syntop.capture.decode.Packets.snap;
import static syntop.capture.decode.Packets.syn;
import static syntop.capture.decode.Packets.tag;
import static syntop.capture.decode.Packets.u16;
import static syntop.capture.decode.Packets.u32;
import static syntop.capture.decode.Packets.zeros;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.batch.Outcome;

/** Link headers that lead to no IP packet, or to one that is cut. */
class LinkHeadersTest {
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
    void unknownLinkTypesAreSaidToBe() {
        assertEquals(Outcome.UNKNOWN_LINK, Decoded.of(253, ethernetSyn()).outcome);
        assertEquals(Outcome.UNKNOWN_LINK, Decoded.of(-1, ethernetSyn()).outcome);
        byte[] ppi = join(bytes(0, 0, 8, 0, 192, 0, 0, 0), ethernetSyn());
        assertEquals(Outcome.UNKNOWN_LINK, Decoded.of(LinkType.PPI, ppi).outcome);
    }
}
