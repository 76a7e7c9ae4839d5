package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.Outcome;

/**
 * From the transport header of a tunnel to the IP header inside. Pure; returns a {@link Located}.
 *
 * <p>{@code off} is the start of the tunnel's header, {@code capLen} and {@code wireLen} count from
 * there. What does not look like the tunnel that its number promises is {@link Outcome#NOT_IP}.
 */
final class Tunnels {
    private static final int IPV4 = 4; // RFC 2003
    private static final int UDP = 17;
    private static final int IPV6 = 41; // RFC 4213
    private static final int GRE = 47;
    private static final int MPLS = 137; // RFC 4023

    private static final int UDP_HEADER = 8;
    private static final int GTP_U_PORT = 2152;
    private static final int TEREDO_PORT = 3544;
    private static final int VXLAN_PORT = 4789;
    private static final int GENEVE_PORT = 6081;
    private static final int VXLAN_LINUX_PORT = 8472; // the port of Linux before there was a number

    private static final int GRE_CHECKSUM = 0x8000;
    private static final int GRE_ROUTING = 0x4000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;
    private static final int GRE_ACKNOWLEDGEMENT = 0x0080;
    private static final int ERSPAN = 0x88BE;
    private static final int ERSPAN_III = 0x22EB;

    private static final int GTP_MAX_EXTENSIONS = 16;

    private Tunnels() {}

    /** Looks behind a transport header of this IP protocol. */
    static long locate(ByteBuffer buf, int off, int capLen, int wireLen, int protocol) {
        return switch (protocol) {
            case IPV4 -> Located.at(EtherTypes.IPV4, 0);
            case IPV6 -> Located.at(EtherTypes.IPV6, 0);
            case MPLS -> EtherTypes.walk(buf, off, 0, capLen, wireLen, EtherTypes.MPLS);
            case GRE -> gre(buf, off, capLen, wireLen);
            case UDP -> udp(buf, off, capLen, wireLen);
            default -> Located.none(Outcome.NOT_IP);
        };
    }

    /** Versions 0 (RFC 2784, RFC 2890) and 1, which carries the PPP of PPTP (RFC 2637, 4.1). */
    private static long gre(ByteBuffer buf, int off, int capLen, int wireLen) {
        if (capLen < 4) return Located.cut(4, wireLen);
        int flagsType = buf.getInt(off);
        int flags = flagsType >>> 16;
        int type = flagsType & 0xFFFF;
        int version = flags & 7;
        boolean known = version == 0 || version == 1 && type == EtherTypes.PPP;
        if (!known || (flags & GRE_ROUTING) != 0) return Located.none(Outcome.NOT_IP);
        int at = 4;
        if ((flags & GRE_CHECKSUM) != 0) at += 4;
        if ((flags & GRE_KEY) != 0) at += 4;
        if ((flags & GRE_SEQUENCE) != 0) at += 4;
        if (version == 1 && (flags & GRE_ACKNOWLEDGEMENT) != 0) at += 4;
        if (type == ERSPAN || type == ERSPAN_III) {
            return erspan(buf, off, at, capLen, wireLen, type, (flags & GRE_SEQUENCE) != 0);
        }
        return EtherTypes.walk(buf, off, at, capLen, wireLen, type);
    }

    /** Mirrored Ethernet frames (draft-foschiano-erspan, 4); type I has no header of its own. */
    private static long erspan(
            ByteBuffer buf, int off, int at, int capLen, int wireLen, int type, boolean sequenced) {
        int headerLen = 0;
        if (type == ERSPAN_III) {
            if (capLen < at + 12) return Located.cut(at + 12, wireLen);
            boolean subheader = (buf.get(off + at + 11) & 1) != 0;
            headerLen = subheader ? 20 : 12;
        } else if (sequenced) {
            headerLen = 8;
        }
        return EtherTypes.ethernet(buf, off, at + headerLen, capLen, wireLen);
    }

    private static long udp(ByteBuffer buf, int off, int capLen, int wireLen) {
        if (capLen < UDP_HEADER) return Located.cut(UDP_HEADER, wireLen);
        return switch (buf.getShort(off + 2) & 0xFFFF) {
            case VXLAN_PORT, VXLAN_LINUX_PORT -> vxlan(buf, off, capLen, wireLen);
            case GENEVE_PORT -> geneve(buf, off, capLen, wireLen);
            case GTP_U_PORT -> gtpU(buf, off, capLen, wireLen);
            case TEREDO_PORT -> teredo(buf, off, capLen, wireLen);
            default ->
                    (buf.getShort(off) & 0xFFFF) == TEREDO_PORT // from a server or relay
                            ? teredo(buf, off, capLen, wireLen)
                            : Located.none(Outcome.NOT_IP);
        };
    }

    /** RFC 7348, 5: the I flag says that it is VXLAN. */
    private static long vxlan(ByteBuffer buf, int off, int capLen, int wireLen) {
        int next = UDP_HEADER + 8;
        if (capLen < next) return Located.cut(next, wireLen);
        if ((buf.get(off + UDP_HEADER) & 0x08) == 0) return Located.none(Outcome.NOT_IP);
        return EtherTypes.ethernet(buf, off, next, capLen, wireLen);
    }

    /** RFC 8926, 3.4: version 0, options in words of 4 bytes, EtherType. */
    private static long geneve(ByteBuffer buf, int off, int capLen, int wireLen) {
        int next = UDP_HEADER + 8;
        if (capLen < next) return Located.cut(next, wireLen);
        int first = buf.getInt(off + UDP_HEADER);
        if (first >>> 30 != 0) return Located.none(Outcome.NOT_IP);
        next += (first >>> 24 & 0x3F) * 4;
        return EtherTypes.walk(buf, off, next, capLen, wireLen, first & 0xFFFF);
    }

    /** 3GPP TS 29.281, 5: user packets (message 255) of version 1, with extension headers. */
    private static long gtpU(ByteBuffer buf, int off, int capLen, int wireLen) {
        int at = UDP_HEADER + 8;
        if (capLen < at) return Located.cut(at, wireLen);
        int flagsType = buf.getShort(off + UDP_HEADER) & 0xFFFF;
        if ((flagsType & 0xF0FF) != 0x30FF) return Located.none(Outcome.NOT_IP);
        if ((flagsType & 0x0700) != 0) { // any of the three makes all optional fields present
            at += 4;
            if (capLen < at) return Located.cut(at, wireLen);
            int extension = (flagsType & 0x0400) != 0 ? buf.get(off + at - 1) : 0;
            for (int i = 0; extension != 0; i++) {
                if (i == GTP_MAX_EXTENSIONS) return Located.none(Outcome.NOT_IP);
                if (capLen <= at) return Located.cut(at + 1, wireLen);
                int extensionLen = (buf.get(off + at) & 0xFF) * 4; // its last byte: the next type
                if (extensionLen == 0) return Located.none(Outcome.NOT_IP);
                at += extensionLen;
                if (capLen < at) return Located.cut(at, wireLen);
                extension = buf.get(off + at - 1);
            }
        }
        return EtherTypes.byVersion(buf, off, at, capLen, wireLen, Outcome.NOT_IP);
    }

    /** RFC 4380, 5.1.1: authentication and origin may stand in front of the IPv6 packet. */
    private static long teredo(ByteBuffer buf, int off, int capLen, int wireLen) {
        int at = UDP_HEADER;
        if (capLen < at + 4) return Located.cut(at + 4, wireLen);
        int first = buf.getInt(off + at);
        if (first >>> 16 == 1) { // type, two lengths, the two values, nonce, confirmation
            at += 4 + (first >>> 8 & 0xFF) + (first & 0xFF) + 9;
            if (capLen < at + 2) return Located.cut(at + 2, wireLen);
        }
        if (buf.getShort(off + at) == 0) at += 8;
        long inner = EtherTypes.byVersion(buf, off, at, capLen, wireLen, Outcome.NOT_IP);
        return Located.isOutcome(inner) || Located.protocol(inner) == EtherTypes.IPV6
                ? inner
                : Located.none(Outcome.NOT_IP);
    }
}
