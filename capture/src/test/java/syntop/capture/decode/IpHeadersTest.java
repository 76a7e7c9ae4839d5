package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static syntop.capture.decode.Packets.NO_OPTIONS;
import static syntop.capture.decode.Packets.SYN;
import static syntop.capture.decode.Packets.bytes;
import static syntop.capture.decode.Packets.ethernet;
import static syntop.capture.decode.Packets.extension;
import static syntop.capture.decode.Packets.fragmentHeader;
import static syntop.capture.decode.Packets.ipv4;
import static syntop.capture.decode.Packets.ipv4Fragment;
import static syntop.capture.decode.Packets.ipv6;
import static syntop.capture.decode.Packets.join;
import static syntop.capture.decode.Packets.syn;
import static syntop.capture.decode.Packets.tcp;
import static syntop.capture.decode.Packets.zeros;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.Outcome;

/** What the IP headers decide: versions, lengths, fragments, extension headers. */
class IpHeadersTest {
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
}
