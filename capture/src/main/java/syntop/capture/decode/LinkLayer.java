package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.Outcome;

/**
 * From the first byte of a frame to its IP header, for every link type of {@link LinkType}. Layouts
 * as described at tcpdump.org/linktypes.html.
 *
 * <p>All methods are pure and return a {@link Located} long; parameters as in {@link EtherTypes}.
 */
final class LinkLayer {
    private static final int LOOPBACK_HEADER = 4;
    private static final int SLL_HEADER = 16;
    private static final int SLL2_HEADER = 20;
    private static final int SLL_8022 = 4; // a protocol of SLL that means: an LLC header follows
    private static final int ARPHRD_NETLINK = 824;
    private static final int IPOIB_TYPE = 40; // behind the global routing header
    private static final int ARCNET_TYPE = 4;
    private static final int NFLOG_HEADER = 4;
    private static final int NFLOG_PAYLOAD = 9; // NFULA_PAYLOAD
    private static final int NFLOG_MAX_ATTRIBUTES = 64;
    private static final int PPI_HEADER = 8;

    private LinkLayer() {}

    /** Finds the IP header of a frame. */
    static long locate(ByteBuffer buf, int off, int capLen, int wireLen, int linkType) {
        // on its own, so that the common one stays small enough to inline
        if (linkType == LinkType.ETHERNET) {
            return EtherTypes.ethernet(buf, off, 0, capLen, wireLen);
        }
        return linkType == LinkType.PPI
                ? ppi(buf, off, capLen, wireLen)
                : locate(buf, off, 0, capLen, wireLen, linkType);
    }

    private static long locate(
            ByteBuffer buf, int off, int at, int capLen, int wireLen, int linkType) {
        return switch (linkType) {
            case LinkType.ETHERNET -> EtherTypes.ethernet(buf, off, at, capLen, wireLen);
            case LinkType.RAW, LinkType.DLT_RAW, LinkType.DLT_RAW_OPENBSD ->
                    EtherTypes.byVersion(buf, off, at, capLen, wireLen, Outcome.MALFORMED);
            case LinkType.IPV4 -> Located.at(EtherTypes.IPV4, at);
            case LinkType.IPV6 -> Located.at(EtherTypes.IPV6, at);
            case LinkType.NULL, LinkType.LOOP -> loopback(buf, off, at, capLen, wireLen);
            case LinkType.LINUX_SLL -> sll(buf, off, at, capLen, wireLen);
            case LinkType.LINUX_SLL2 -> sll2(buf, off, at, capLen, wireLen);
            case LinkType.PPP -> EtherTypes.walk(buf, off, at, capLen, wireLen, EtherTypes.PPP);
            case LinkType.PPP_HDLC -> pppHdlc(buf, off, at, capLen, wireLen);
            case LinkType.PPP_ETHER ->
                    EtherTypes.walk(buf, off, at, capLen, wireLen, EtherTypes.PPPOE_SESSION);
            case LinkType.C_HDLC -> typed(buf, off, at + 2, capLen, wireLen);
            case LinkType.IPOIB -> typed(buf, off, at + IPOIB_TYPE, capLen, wireLen, 2);
            case LinkType.ARCNET_LINUX -> arcnet(buf, off, at, capLen, wireLen);
            case LinkType.NFLOG -> nflog(buf, off, at, capLen, wireLen);
            default -> WifiHeader.locate(buf, off, at, capLen, wireLen, linkType);
        };
    }

    /** Walks on from a type at {@code at}. */
    private static long typed(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        return typed(buf, off, at, capLen, wireLen, 0);
    }

    private static long typed(
            ByteBuffer buf, int off, int at, int capLen, int wireLen, int bytesAfterType) {
        long type = EtherTypes.typeAt(buf, off, at, capLen, wireLen);
        if (Located.isOutcome(type)) return type;
        int next = Located.offset(type) + bytesAfterType;
        return EtherTypes.walk(buf, off, next, capLen, wireLen, Located.protocol(type));
    }

    /** An address family of the capturing host, in its own byte order: it is a small number. */
    private static long loopback(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int next = at + LOOPBACK_HEADER;
        if (capLen < next) return Located.cut(next, wireLen);
        int family = buf.getInt(off + at);
        if ((family & 0xFFFF_0000) != 0) family = Integer.reverseBytes(family);
        return switch (family) {
            case 2 -> Located.at(EtherTypes.IPV4, next);
            // AF_INET6 of Linux, Windows, NetBSD and OpenBSD, FreeBSD, Darwin
            case 10, 23, 24, 28, 30 -> Located.at(EtherTypes.IPV6, next);
            default -> Located.none(Outcome.NOT_IP);
        };
    }

    private static long sll(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int next = at + SLL_HEADER;
        if (capLen < next) return Located.cut(next, wireLen);
        return cooked(
                buf,
                off,
                next,
                capLen,
                wireLen,
                buf.getShort(off + at + 2) & 0xFFFF,
                buf.getShort(off + at + 14) & 0xFFFF);
    }

    private static long sll2(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int next = at + SLL2_HEADER;
        if (capLen < next) return Located.cut(next, wireLen);
        return cooked(
                buf,
                off,
                next,
                capLen,
                wireLen,
                buf.getShort(off + at + 8) & 0xFFFF,
                buf.getShort(off + at) & 0xFFFF);
    }

    private static long cooked(
            ByteBuffer buf,
            int off,
            int at,
            int capLen,
            int wireLen,
            int hardwareType,
            int protocol) {
        // of the small numbers (linux/if_ether.h) only one is followed by a header read here
        boolean small = protocol <= 1500 && protocol != SLL_8022;
        if (small || hardwareType == ARPHRD_NETLINK) return Located.none(Outcome.NOT_IP);
        int type = protocol == SLL_8022 ? EtherTypes.LLC : protocol;
        return EtherTypes.walk(buf, off, at, capLen, wireLen, type);
    }

    /** PPP in HDLC-like framing (RFC 1662, 3.1), or Cisco HDLC: unicast 0x0F, multicast 0x8F. */
    private static long pppHdlc(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        if (capLen <= at) return Located.cut(at + 1, wireLen);
        int address = buf.get(off + at) & 0xFF;
        return address == 0x0F || address == 0x8F
                ? typed(buf, off, at + 2, capLen, wireLen)
                : EtherTypes.walk(buf, off, at, capLen, wireLen, EtherTypes.PPP);
    }

    /**
     * Two addresses, an offset, the packet type and, except for the old types, the split flag and a
     * sequence number (RFC 1201, RFC 1051). Flag 0: whole; odd: the first piece; even: a later one.
     */
    private static long arcnet(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int next = at + ARCNET_TYPE + 1;
        if (capLen < next) return Located.cut(next, wireLen);
        int type = buf.get(off + next - 1) & 0xFF;
        if (type == 240) return Located.at(EtherTypes.IPV4, next); // RFC 1051
        if (type != 212 && type != 196) return Located.none(Outcome.NOT_IP);
        if (capLen < next + 3) return Located.cut(next + 3, wireLen);
        int splitFlag = buf.get(off + next) & 0xFF;
        if (splitFlag != 0 && (splitFlag & 1) == 0) return Located.none(Outcome.NOT_IP);
        return Located.at(type == 212 ? EtherTypes.IPV4 : EtherTypes.IPV6, next + 3);
    }

    /**
     * Attributes of length and type in the byte order of the capturing host, which no field tells:
     * types are small, so the byte that is zero is the upper one.
     */
    private static long nflog(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        at += NFLOG_HEADER;
        for (int i = 0; i < NFLOG_MAX_ATTRIBUTES; i++) {
            if (capLen < at + 4) return Located.cut(at + 4, wireLen);
            int lengthType = buf.getInt(off + at);
            boolean littleEndian = (lengthType & 0x7F) == 0; // 0x80: flag bit of the type
            if (littleEndian) {
                // each half turned on its own
                lengthType = Integer.rotateLeft(Integer.reverseBytes(lengthType), 16);
            }
            int length = lengthType >>> 16;
            if (length < 4) return Located.none(Outcome.MALFORMED);
            if ((lengthType & 0x7FFF) == NFLOG_PAYLOAD) {
                return EtherTypes.byVersion(buf, off, at + 4, capLen, wireLen, Outcome.NOT_IP);
            }
            at += length + 3 & ~3;
        }
        return Located.none(Outcome.MALFORMED);
    }

    /** A header that names the link type of its packet; a PPI in a PPI does not exist. */
    private static long ppi(ByteBuffer buf, int off, int capLen, int wireLen) {
        if (capLen < PPI_HEADER) return Located.cut(PPI_HEADER, wireLen);
        int headerLen = Short.reverseBytes(buf.getShort(off + 2)) & 0xFFFF;
        if (buf.get(off) != 0 || headerLen < PPI_HEADER) return Located.none(Outcome.MALFORMED);
        int linkType = Integer.reverseBytes(buf.getInt(off + 4));
        return locate(buf, off, headerLen, capLen, wireLen, linkType);
    }
}
