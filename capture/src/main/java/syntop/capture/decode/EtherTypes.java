package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.Outcome;

/**
 * From an EtherType to the IP header: tags, labels, sessions and cooked frames in between.
 *
 * <p>All methods are pure: {@code off} is the start of the frame in the buffer, {@code at} how far
 * the walk has come, {@code capLen} and {@code wireLen} count from {@code off}. They return a
 * {@link Located} long. A layer returns the next type, and {@link #walk} goes on in a loop, so that
 * no frame can nest deeper than {@link #MAX_LAYERS}.
 */
final class EtherTypes {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;
    static final int TRANSPARENT_ETHERNET = 0x6558; // RFC 1701
    static final int PPP = 0x880B;
    static final int MPLS = 0x8847;
    static final int PPPOE_SESSION = 0x8864;

    /** Any 802.3 length: an LLC header follows. */
    static final int LLC = 0;

    private static final int VLAN = 0x8100;
    private static final int MPLS_UPSTREAM = 0x8848;
    private static final int QINQ = 0x88A8;
    private static final int VN_TAG = 0x8926;
    private static final int QINQ_9100 = 0x9100;
    private static final int QINQ_9200 = 0x9200;

    private static final int MAX_8023_LENGTH = 1500; // above are types, IEEE 802.3, 3.2.6
    private static final int MAX_LAYERS = 16;
    private static final int MAX_LABELS = 16;

    private EtherTypes() {}

    /** Walks from an Ethernet header at {@code at} to the IP header. */
    static long ethernet(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int next = at + 14;
        if (capLen < next) return Located.cut(next, wireLen);
        int type = buf.getShort(off + next - 2) & 0xFFFF;
        return type == IPV4 || type == IPV6
                ? Located.at(type, next)
                : walk(buf, off, next, capLen, wireLen, type);
    }

    /**
     * Walks from a type and the byte after it to the IP header.
     *
     * @param type EtherType, or a length up to 1500 as in 802.3
     * @return a {@link Located} whose protocol is {@link #IPV4} or {@link #IPV6}
     */
    static long walk(ByteBuffer buf, int off, int at, int capLen, int wireLen, int type) {
        boolean pseudowire = false;
        for (int layers = 0; layers < MAX_LAYERS; layers++) {
            if (type == IPV4 || type == IPV6) {
                return pseudowire
                        ? sane(buf, off, at, capLen, wireLen, type)
                        : Located.at(type, at);
            }
            long next = layer(buf, off, at, capLen, wireLen, type);
            if (Located.isOutcome(next)) return next;
            pseudowire |= type == MPLS && Located.protocol(next) == TRANSPARENT_ETHERNET;
            type = Located.protocol(next);
            at = Located.offset(next);
        }
        return Located.none(Outcome.MALFORMED);
    }

    /** Steps over one layer. VLAN tags: IEEE 802.1Q, 9.6. */
    private static long layer(ByteBuffer buf, int off, int at, int capLen, int wireLen, int type) {
        return switch (type) {
            case VLAN, QINQ, QINQ_9100, QINQ_9200 -> typeAt(buf, off, at + 2, capLen, wireLen);
            case VN_TAG -> typeAt(buf, off, at + 4, capLen, wireLen);
            case TRANSPARENT_ETHERNET -> typeAt(buf, off, at + 12, capLen, wireLen);
            case MPLS, MPLS_UPSTREAM -> mpls(buf, off, at, capLen, wireLen);
            case PPPOE_SESSION -> pppoe(buf, off, at, capLen, wireLen);
            case PPP -> ppp(buf, off, at, capLen, wireLen);
            default ->
                    type <= MAX_8023_LENGTH
                            ? llc(buf, off, at, capLen, wireLen)
                            : Located.none(Outcome.NOT_IP);
        };
    }

    /** Reads the type at {@code at}. */
    static long typeAt(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int next = at + 2;
        if (capLen < next) return Located.cut(next, wireLen);
        return Located.at(buf.getShort(off + at) & 0xFFFF, next);
    }

    /** Steps over 802.2 LLC: SNAP with an EtherType (RFC 1042), or IP's own SAP (RFC 948). */
    private static long llc(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        if (capLen < at + 3) return Located.cut(at + 3, wireLen);
        int saps = buf.getShort(off + at) & 0xFFFF;
        if (saps == 0x0606) return Located.at(IPV4, at + 3);
        if (saps != 0xAAAA) return Located.none(Outcome.NOT_IP);
        if (capLen < at + 8) return Located.cut(at + 8, wireLen);
        // control 3 (unnumbered information), then the organisation of RFC 1042 or of 802.1H
        int controlAndOrganisation = buf.getInt(off + at + 2);
        if (controlAndOrganisation != 0x0300_0000 && controlAndOrganisation != 0x0300_00F8) {
            return Located.none(Outcome.NOT_IP);
        }
        return typeAt(buf, off, at + 6, capLen, wireLen);
    }

    /**
     * Steps over an MPLS label stack (RFC 3032, 2.1). What follows is told by no field: IP by its
     * version, Ethernet by the zero bits of a pseudowire's control word (RFC 4385, 3).
     */
    private static long mpls(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        int label;
        int labels = 0;
        do {
            if (++labels > MAX_LABELS) return Located.none(Outcome.MALFORMED);
            at += 4;
            if (capLen < at) return Located.cut(at, wireLen);
            label = buf.getInt(off + at - 4);
        } while ((label & 0x100) == 0); // bottom of stack
        if (capLen <= at) return Located.cut(at + 1, wireLen);
        return buf.get(off + at) >>> 4 == 0
                ? Located.at(TRANSPARENT_ETHERNET, at + 4)
                : byVersion(buf, off, at, capLen, wireLen, Outcome.NOT_IP);
    }

    /** Steps over a PPPoE session header (RFC 2516, 4). */
    private static long pppoe(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        if (capLen < at + 6) return Located.cut(at + 6, wireLen);
        // version 1, type 1, code 0: session data
        if (buf.getShort(off + at) != 0x1100) return Located.none(Outcome.NOT_IP);
        return Located.at(PPP, at + 6);
    }

    /**
     * Steps over a PPP header. Address and control bytes may be left out (RFC 1661, 6.6), and so
     * may the first byte of the protocol when it is zero (6.5): the last byte of a protocol is odd,
     * the first is even.
     */
    private static long ppp(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        if (capLen < at + 2) return Located.cut(at + 2, wireLen);
        if (buf.getShort(off + at) == (short) 0xFF03) at += 2;
        if (capLen <= at) return Located.cut(at + 1, wireLen);
        int protocol = buf.get(off + at++) & 0xFF;
        if ((protocol & 1) == 0) {
            if (capLen <= at) return Located.cut(at + 1, wireLen);
            protocol = protocol << 8 | buf.get(off + at++) & 0xFF;
        }
        return switch (protocol) {
            case 0x0021 -> Located.at(IPV4, at);
            case 0x0057 -> Located.at(IPV6, at);
            case 0x0281, 0x0283 -> Located.at(MPLS, at); // RFC 3032, 4.3
            default -> Located.none(Outcome.NOT_IP);
        };
    }

    /**
     * Tells IPv4 from IPv6 by the version.
     *
     * @param otherwise the outcome when it is neither
     */
    static long byVersion(
            ByteBuffer buf, int off, int at, int capLen, int wireLen, Outcome otherwise) {
        if (capLen <= at) return Located.cut(at + 1, wireLen);
        return switch (buf.get(off + at) >>> 4 & 0xF) {
            case 4 -> Located.at(IPV4, at);
            case 6 -> Located.at(IPV6, at);
            default -> Located.none(otherwise);
        };
    }

    /** A pseudowire was a guess; it stands if the version fits the type. */
    private static long sane(ByteBuffer buf, int off, int at, int capLen, int wireLen, int type) {
        long byVersion = byVersion(buf, off, at, capLen, wireLen, Outcome.NOT_IP);
        return Located.isOutcome(byVersion) || Located.protocol(byVersion) == type
                ? byVersion
                : Located.none(Outcome.NOT_IP);
    }
}
