package syntop.capture.decode;

/** The LINKTYPE_ numbers that are decoded, as assigned at tcpdump.org/linktypes.html. */
public final class LinkType {
    /** BSD loopback: the address family in the byte order of the capturing host. */
    public static final int NULL = 0;

    /** Ethernet. */
    public static final int ETHERNET = 1;

    /** PPP, with or without address and control bytes. */
    public static final int PPP = 9;

    /** Raw IP as files of most systems hold it that wrote DLT_RAW instead of its LINKTYPE_. */
    public static final int DLT_RAW = 12;

    /** Raw IP in files of OpenBSD, where DLT_RAW is 14. */
    public static final int DLT_RAW_OPENBSD = 14;

    /** PPP in HDLC-like framing, or Cisco's framing on the same line. */
    public static final int PPP_HDLC = 50;

    /** PPPoE without the Ethernet header. */
    public static final int PPP_ETHER = 51;

    /** Raw IP, the version in the first four bits. */
    public static final int RAW = 101;

    /** Cisco HDLC. */
    public static final int C_HDLC = 104;

    /** 802.11 without a capture header. */
    public static final int IEEE802_11 = 105;

    /** OpenBSD loopback: the address family in network byte order. */
    public static final int LOOP = 108;

    /** Linux cooked capture, version 1. */
    public static final int LINUX_SLL = 113;

    /** 802.11 behind a Prism header. */
    public static final int IEEE802_11_PRISM = 119;

    /** 802.11 behind a radiotap header. */
    public static final int IEEE802_11_RADIOTAP = 127;

    /** ARCNET as Linux captures it. */
    public static final int ARCNET_LINUX = 129;

    /** 802.11 behind an AVS header. */
    public static final int IEEE802_11_AVS = 163;

    /** Per-packet information, with a link type of its own in each packet. */
    public static final int PPI = 192;

    /** IPv4 without a link header. */
    public static final int IPV4 = 228;

    /** IPv6 without a link header. */
    public static final int IPV6 = 229;

    /** Linux netfilter log. */
    public static final int NFLOG = 239;

    /** IP over InfiniBand. */
    public static final int IPOIB = 242;

    /** Linux cooked capture, version 2. */
    public static final int LINUX_SLL2 = 276;

    private LinkType() {}

    /** Whether frames of this link type are decoded; others all end as unknown link type. */
    public static boolean isDecoded(int linkType) {
        return known(linkType) != null;
    }

    /** The assigned name without LINKTYPE_, or {@code "LINKTYPE n"} for one not decoded. */
    public static String name(int linkType) {
        String name = known(linkType);
        return name != null ? name : "LINKTYPE " + linkType;
    }

    private static String known(int linkType) {
        return switch (linkType) {
            case NULL -> "NULL";
            case ETHERNET -> "ETHERNET";
            case PPP -> "PPP";
            case DLT_RAW, DLT_RAW_OPENBSD, RAW -> "RAW";
            case PPP_HDLC -> "PPP_HDLC";
            case PPP_ETHER -> "PPP_ETHER";
            case C_HDLC -> "C_HDLC";
            case IEEE802_11 -> "IEEE802_11";
            case LOOP -> "LOOP";
            case LINUX_SLL -> "LINUX_SLL";
            case IEEE802_11_PRISM -> "IEEE802_11_PRISM";
            case IEEE802_11_RADIOTAP -> "IEEE802_11_RADIOTAP";
            case ARCNET_LINUX -> "ARCNET_LINUX";
            case IEEE802_11_AVS -> "IEEE802_11_AVS";
            case PPI -> "PPI";
            case IPV4 -> "IPV4";
            case IPV6 -> "IPV6";
            case NFLOG -> "NFLOG";
            case IPOIB -> "IPOIB";
            case LINUX_SLL2 -> "LINUX_SLL2";
            default -> null;
        };
    }
}
