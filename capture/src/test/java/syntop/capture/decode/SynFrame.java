package syntop.capture.decode;

import static syntop.capture.decode.Packets.bytes;
import static syntop.capture.decode.Packets.ethernet;
import static syntop.capture.decode.Packets.extension;
import static syntop.capture.decode.Packets.fragmentHeader;
import static syntop.capture.decode.Packets.ipv4;
import static syntop.capture.decode.Packets.ipv6;
import static syntop.capture.decode.Packets.join;
import static syntop.capture.decode.Packets.label;
import static syntop.capture.decode.Packets.macs;
import static syntop.capture.decode.Packets.snap;
import static syntop.capture.decode.Packets.syn;
import static syntop.capture.decode.Packets.tag;
import static syntop.capture.decode.Packets.u16;
import static syntop.capture.decode.Packets.u32;
import static syntop.capture.decode.Packets.udp;
import static syntop.capture.decode.Packets.zeros;

import java.util.ArrayList;
import java.util.List;

/** One frame for every way a SYN can be wrapped; all hold the same segment, {@link Packets#syn}. */
final class SynFrame {
    private static final byte[] IP4 = ipv4(6, syn());
    private static final byte[] IP6 = ipv6(6, syn());
    private static final byte[] ETHER = ethernet(0x0800, IP4);
    private static final byte[] WIFI = join(bytes(8, 1), zeros(22), snap(0x0800, IP4));

    private final String name;
    private final int linkType;
    private final boolean tunnels;
    private final byte[] frame;

    private SynFrame(String name, int linkType, boolean tunnels, byte[] frame) {
        this.name = name;
        this.linkType = linkType;
        this.tunnels = tunnels;
        this.frame = frame;
    }

    int linkType() {
        return linkType;
    }

    /** Whether the SYN is found at the innermost IP header only. */
    boolean tunnels() {
        return tunnels;
    }

    byte[] frame() {
        return frame.clone();
    }

    static List<SynFrame> all() {
        List<SynFrame> all = new ArrayList<>(ethernetFrames());
        all.addAll(links());
        all.addAll(wifi());
        all.addAll(packets());
        all.addAll(tunnelFrames());
        return all;
    }

    private static SynFrame outer(String name, int linkType, byte[]... parts) {
        return new SynFrame(name, linkType, false, join(parts));
    }

    private static SynFrame inner(String name, int protocol, byte[]... parts) {
        byte[] frame = ethernet(0x0800, ipv4(protocol, join(parts)));
        return new SynFrame(name, LinkType.ETHERNET, true, frame);
    }

    private static SynFrame ether(String name, int type, byte[]... parts) {
        return outer(name, LinkType.ETHERNET, ethernet(type, join(parts)));
    }

    private static List<SynFrame> ethernetFrames() {
        return List.of(
                ether("ethernet ipv4", 0x0800, IP4),
                ether("ethernet ipv6", 0x86DD, IP6),
                ether("802.1Q", 0x8100, tag(42, 0x0800, IP4)),
                ether("802.1ad, 802.1Q, ipv6", 0x88A8, tag(1, 0x8100, tag(2, 0x86DD, IP6))),
                ether("0x9100, 0x9200", 0x9100, tag(1, 0x9200, tag(2, 0x0800, IP4))),
                ether(
                        "four tags",
                        0x8100,
                        tag(1, 0x8100, tag(2, 0x8100, tag(3, 0x8100, tag(4, 0x0800, IP4))))),
                ether("vn-tag, 802.1Q", 0x8926, u32(0x80010002L), u16(0x8100), tag(7, 0x0800, IP4)),
                ether("mpls", 0x8847, label(100, false), label(200, true), IP4),
                ether("mpls upstream, ipv6", 0x8848, label(100, true), IP6),
                ether("mpls pseudowire", 0x8847, label(100, true), u32(0), ETHER),
                ether("pppoe", 0x8864, u32(0x1100_0001L), u16(62), u16(0x21), IP4),
                ether(
                        "pppoe, compressed protocol",
                        0x8864,
                        u32(0x1100_0001L),
                        u16(61),
                        bytes(0x57),
                        IP6),
                ether("802.3 snap", 8 + IP4.length, snap(0x0800, IP4)),
                ether("802.3 snap, 802.1Q", 12 + IP4.length, snap(0x8100, tag(3, 0x0800, IP4))),
                ether("802.3 llc with ip's sap", 3 + IP4.length, bytes(6, 6, 3), IP4));
    }

    private static List<SynFrame> links() {
        return List.of(
                outer("raw ipv4", LinkType.RAW, IP4),
                outer("raw ipv6", LinkType.RAW, IP6),
                outer("raw 12", LinkType.DLT_RAW, IP4),
                outer("raw 14", LinkType.DLT_RAW_OPENBSD, IP6),
                outer("LINKTYPE_IPV4", LinkType.IPV4, IP4),
                outer("LINKTYPE_IPV6", LinkType.IPV6, IP6),
                outer("null, little-endian", LinkType.NULL, bytes(2, 0, 0, 0), IP4),
                outer("null, big-endian, darwin", LinkType.NULL, bytes(0, 0, 0, 30), IP6),
                outer("loop, openbsd", LinkType.LOOP, bytes(0, 0, 0, 24), IP6),
                outer(
                        "sll",
                        LinkType.LINUX_SLL,
                        u16(0),
                        u16(1),
                        u16(6),
                        zeros(8),
                        u16(0x0800),
                        IP4),
                outer(
                        "sll, 802.1Q",
                        LinkType.LINUX_SLL,
                        u16(0),
                        u16(1),
                        u16(6),
                        zeros(8),
                        u16(0x8100),
                        tag(9, 0x86DD, IP6)),
                outer(
                        "sll, llc",
                        LinkType.LINUX_SLL,
                        u16(0),
                        u16(1),
                        u16(6),
                        zeros(8),
                        u16(4),
                        snap(0x0800, IP4)),
                outer(
                        "sll2",
                        LinkType.LINUX_SLL2,
                        u16(0x86DD),
                        u16(0),
                        u32(2),
                        u16(1),
                        bytes(0, 6),
                        zeros(8),
                        IP6),
                outer("ppp", LinkType.PPP, u16(0x21), IP4),
                outer("ppp, address and control", LinkType.PPP, u16(0xFF03), u16(0x57), IP6),
                outer("ppp, compressed protocol", LinkType.PPP, bytes(0x21), IP4),
                outer("ppp, mpls", LinkType.PPP, u16(0x281), label(5, true), IP4),
                outer("ppp serial", LinkType.PPP_HDLC, u16(0xFF03), u16(0x21), IP4),
                outer("ppp serial, cisco", LinkType.PPP_HDLC, u16(0x0F00), u16(0x0800), IP4),
                outer("cisco hdlc", LinkType.C_HDLC, u16(0x8F00), u16(0x86DD), IP6),
                outer("ppp ether", LinkType.PPP_ETHER, u32(0x1100_0001L), u16(62), u16(0x21), IP4),
                outer("ipoib", LinkType.IPOIB, zeros(40), u16(0x0800), u16(0), IP4),
                outer("arcnet", LinkType.ARCNET_LINUX, bytes(1, 2, 0, 0, 212, 0, 0, 9), IP4),
                outer("arcnet ipv6", LinkType.ARCNET_LINUX, bytes(1, 2, 0, 0, 196, 0, 0, 9), IP6),
                outer("arcnet old", LinkType.ARCNET_LINUX, bytes(1, 2, 0, 0, 240), IP4),
                outer(
                        "nflog, little-endian",
                        LinkType.NFLOG,
                        bytes(2, 0, 0, 0, 5, 0, 10, 0, 0, 0, 0, 0, 64, 0, 9, 0),
                        IP4),
                outer(
                        "nflog, big-endian",
                        LinkType.NFLOG,
                        bytes(10, 0, 0, 0, 0, 5, 0, 10, 0, 0, 0, 0, 0, 84, 0, 9),
                        IP6));
    }

    private static List<SynFrame> wifi() {
        byte[] llc = snap(0x0800, IP4);
        return List.of(
                outer("802.11", LinkType.IEEE802_11, WIFI),
                outer("802.11, four addresses", LinkType.IEEE802_11, bytes(8, 3), zeros(28), llc),
                outer("802.11, qos", LinkType.IEEE802_11, bytes(0x88, 2), zeros(24), llc),
                outer(
                        "802.11, qos and ht control",
                        LinkType.IEEE802_11,
                        bytes(0x88, 0x81),
                        zeros(28),
                        llc),
                outer(
                        "802.11, aggregate",
                        LinkType.IEEE802_11,
                        bytes(0x88, 1),
                        zeros(22),
                        bytes(0x80, 0),
                        zeros(14),
                        llc),
                outer(
                        "radiotap",
                        LinkType.IEEE802_11_RADIOTAP,
                        bytes(0, 0, 8, 0, 0, 0, 0, 0),
                        WIFI),
                // mactime, flags with FCS; then two present words more and padding to the mactime
                outer(
                        "radiotap, fcs",
                        LinkType.IEEE802_11_RADIOTAP,
                        bytes(0, 0, 17, 0, 3, 0, 0, 0),
                        zeros(8),
                        bytes(0x10),
                        WIFI,
                        u32(0xDEADBEEFL)),
                outer(
                        "radiotap, padded",
                        LinkType.IEEE802_11_RADIOTAP,
                        bytes(0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0),
                        zeros(4),
                        zeros(8),
                        bytes(0x20),
                        bytes(0x88, 1),
                        zeros(26),
                        llc),
                outer("prism", LinkType.IEEE802_11_PRISM, bytes(0x44, 0, 0, 0), zeros(140), WIFI),
                outer("avs", LinkType.IEEE802_11_AVS, u32(0x8021_1001L), u32(64), zeros(56), WIFI),
                outer(
                        "ppi, 802.11",
                        LinkType.PPI,
                        bytes(0, 0, 12, 0, 105, 0, 0, 0),
                        zeros(4),
                        WIFI),
                outer("ppi, ethernet", LinkType.PPI, bytes(0, 0, 8, 0, 1, 0, 0, 0), ETHER));
    }

    private static List<SynFrame> packets() {
        byte[] ah = join(bytes(6, 4, 0, 0), zeros(20));
        byte[] six =
                join(
                        extension(43, 0),
                        extension(60, 1),
                        extension(44, 0),
                        fragmentHeader(135, 0, false),
                        extension(139, 2),
                        extension(140, 0),
                        extension(51, 0),
                        ah,
                        syn());
        return List.of(
                ether("ipv4 options", 0x0800, ipv4(6, new byte[40], 0x4000, 60 + 40, syn())),
                ether("ipv4, length 0", 0x0800, ipv4(6, new byte[0], 0x4000, 0, syn())),
                ether("ipv4, padding", 0x0800, IP4, zeros(9)),
                ether("ipv4, first fragment", 0x0800, Packets.ipv4Fragment(6, 0, true, syn())),
                ether("ipv4, authentication header", 0x0800, ipv4(51, join(ah, syn()))),
                ether("ipv6, every extension", 0x86DD, ipv6(0, six)),
                ether(
                        "ipv6, first fragment",
                        0x86DD,
                        ipv6(44, join(fragmentHeader(6, 0, true), syn()))),
                ether(
                        "ipv6, jumbo",
                        0x86DD,
                        ipv6(0, 0, join(bytes(6, 0, 0xC2, 4), u32(8 + 40), syn()))),
                ether("ipv6, length 0", 0x86DD, ipv6(6, 0, syn())));
    }

    private static List<SynFrame> tunnelFrames() {
        byte[] extended = join(bytes(0x34, 0xFF, 0, 0), zeros(4), bytes(0, 0, 0, 0x85, 1, 0, 0, 0));
        byte[] teredo = join(bytes(0, 1, 0, 0), zeros(9), zeros(8), IP6);
        return List.of(
                inner("ipv4 in ipv4", 4, IP4),
                inner("6in4", 41, IP6),
                inner("ipv4 in 6in4", 41, ipv6(4, IP4)),
                new SynFrame("ipv6 in ipv6", LinkType.RAW, true, ipv6(41, IP6)),
                new SynFrame(
                        "ipv4 in ipv6 with options",
                        LinkType.RAW,
                        true,
                        ipv6(60, join(extension(4, 0), IP4))),
                inner("mpls in ip", 137, label(5, true), IP4),
                inner("gre", 47, u32(0x0800), IP4),
                inner("gre, every field", 47, u16(0xB000), u16(0x86DD), zeros(12), IP6),
                inner("nvgre", 47, u16(0x2000), u16(0x6558), zeros(4), ETHER),
                inner("pptp", 47, u16(0x3081), u16(0x880B), zeros(12), u16(0xFF03), u16(0x21), IP4),
                inner("erspan I", 47, u32(0x88BE), ETHER),
                inner("erspan II", 47, u16(0x1000), u16(0x88BE), zeros(4), zeros(8), ETHER),
                inner(
                        "erspan III",
                        47,
                        u16(0x1000),
                        u16(0x22EB),
                        zeros(4),
                        zeros(11),
                        bytes(1),
                        zeros(8),
                        ETHER),
                inner("vxlan", 17, udp(4789, join(u32(0x0800_0000L), u32(0x100), ETHER))),
                inner(
                        "vxlan, 8472",
                        17,
                        udp(
                                8472,
                                join(
                                        u32(0x0800_0000L),
                                        u32(0x100),
                                        macs(),
                                        u16(0x8100),
                                        tag(5, 0x86DD, IP6)))),
                inner("geneve", 17, udp(6081, join(u16(0x0100), u16(0x6558), zeros(8), ETHER))),
                inner("geneve, ip", 17, udp(6081, join(u16(0), u16(0x0800), zeros(4), IP4))),
                inner("gtp-u", 17, udp(2152, join(bytes(0x30, 0xFF, 0, 0), zeros(4), IP4))),
                inner("gtp-u, extension", 17, udp(2152, join(extended, IP4))),
                inner("teredo", 17, udp(3544, teredo)),
                inner(
                        "vxlan in gre in 6in4",
                        41,
                        ipv6(
                                47,
                                join(
                                        u32(0x0800),
                                        ipv4(
                                                17,
                                                udp(
                                                        4789,
                                                        join(
                                                                u32(0x0800_0000L),
                                                                u32(0),
                                                                ETHER)))))));
    }

    @Override
    public String toString() {
        return name;
    }
}
