package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.Outcome;

/**
 * Finds the TCP header of any frame: the path of everything that is not plain Ethernet, IPv4
 * without options and TCP. Holds where the segment lies after {@link #find} has returned null; all
 * of it is written anew for each frame.
 *
 * <p>Used by the capture thread alone. Allocates nothing.
 */
final class SegmentFinder {
    static final int TCP = 6;

    private static final int IPV4_MIN = 20;
    private static final int IPV6_HEADER = 40;
    private static final int MAX_TUNNELS = 8;

    /** Frames that ended as {@link Outcome#UNKNOWN_LINK}. */
    final UnknownLinkTypes unknownLinkTypes = new UnknownLinkTypes();

    private final boolean tunnels;

    private int off;
    private int capLen;
    private int len;
    private int protocol;
    private int ttl;
    private int addresses;
    private boolean v6;
    private boolean moreFragments;

    /**
     * Makes a finder.
     *
     * @param tunnels whether to look for the innermost IP header instead of the outermost
     */
    SegmentFinder(boolean tunnels) {
        this.tunnels = tunnels;
    }

    /** Offset of the TCP header in the buffer. */
    int off() {
        return off;
    }

    /** Captured bytes of the segment, at most {@link #len}; may be negative. */
    int capLen() {
        return capLen;
    }

    /** Bytes of the segment as the IP header tells, but no more than the frame had. */
    int len() {
        return len;
    }

    /** TTL or hop limit. */
    int ttl() {
        return ttl;
    }

    /** Offset of the source address in the buffer; the destination follows it. */
    int addresses() {
        return addresses;
    }

    /** Whether the addresses are those of IPv6. */
    boolean v6() {
        return v6;
    }

    /** Whether the segment goes on in another fragment. */
    boolean moreFragments() {
        return moreFragments;
    }

    /**
     * Looks for a TCP header. Parameters as in {@link FrameSink#frame}.
     *
     * @return null when there is one; otherwise what became of the frame
     */
    Outcome find(ByteBuffer buf, int frame, int frameCapLen, int frameLen, int linkType) {
        off = frame;
        capLen = frameCapLen;
        len = frameLen;
        moreFragments = false;
        long ip = LinkLayer.locate(buf, frame, frameCapLen, frameLen, linkType);
        if (Located.isOutcome(ip)) {
            Outcome outcome = Located.outcome(ip);
            if (outcome == Outcome.UNKNOWN_LINK) unknownLinkTypes.count(linkType);
            return outcome;
        }
        for (int depth = 0; ; depth++) {
            advance(Located.offset(ip), Located.trailer(ip));
            long transport = Located.protocol(ip) == EtherTypes.IPV4 ? ipv4(buf) : ipv6(buf);
            if (Located.isOutcome(transport)) return Located.outcome(transport);
            advance(Located.offset(transport), 0);
            protocol = Located.protocol(transport);
            moreFragments |= Located.moreFragments(transport);
            if (protocol == TCP) return null;
            if (!tunnels || depth == MAX_TUNNELS) return Outcome.NOT_TCP;
            ip = Tunnels.locate(buf, off, capLen, len, protocol);
            if (Located.isOutcome(ip)) {
                return Located.outcome(ip) == Outcome.TRUNCATED
                        ? Outcome.TRUNCATED
                        : Outcome.NOT_TCP; // no tunnel, or nothing in it that is IP
            }
        }
    }

    private void advance(int bytes, int trailer) {
        off += bytes;
        capLen -= bytes;
        len -= bytes + trailer;
        capLen = Math.min(capLen, len);
    }

    /** Limits the packet to the length it tells of itself: what is behind is padding. */
    private void limit(int packetLen) {
        len = Math.min(len, packetLen);
        capLen = Math.min(capLen, len);
    }

    /** Layout: RFC 791, 3.1. */
    private long ipv4(ByteBuffer buf) {
        if (capLen < IPV4_MIN) return cut(IPV4_MIN);
        int first = buf.getInt(off); // version, IHL, type of service, total length
        int headerLen = first >>> 22 & 0x3C; // IHL counts 32-bit words
        if (first >>> 28 != 4 || headerLen < IPV4_MIN) return Located.none(Outcome.MALFORMED);
        int totalLen = first & 0xFFFF;
        if (totalLen != 0) limit(totalLen); // 0: left empty by segmentation offload
        if (len < headerLen) return Located.none(Outcome.MALFORMED);
        int fragTtlProto = buf.getInt(off + 6); // flags and fragment offset, TTL, protocol
        int next = fragTtlProto & 0xFF;
        if ((fragTtlProto & 0x1FFF_0000) != 0) return ExtensionHeaders.laterFragment(next);
        ttl = fragTtlProto >>> 8 & 0xFF;
        addresses = off + 12;
        v6 = false;
        boolean more = (fragTtlProto & 0x2000_0000) != 0;
        return next == ExtensionHeaders.AUTHENTICATION
                ? ExtensionHeaders.walk(buf, off, headerLen, capLen, len, next, more)
                : Located.withMoreFragments(Located.at(next, headerLen), more);
    }

    /** Layout: RFC 8200, 3. */
    private long ipv6(ByteBuffer buf) {
        if (capLen < IPV6_HEADER) return cut(IPV6_HEADER);
        if ((buf.get(off) & 0xF0) != 0x60) return Located.none(Outcome.MALFORMED);
        int lenNextHops = buf.getInt(off + 4); // payload length, next header, hop limit
        int payloadLen = lenNextHops >>> 16;
        // 0: a jumbogram (RFC 2675, 3), or left empty by segmentation offload
        if (payloadLen != 0) limit(IPV6_HEADER + payloadLen);
        ttl = lenNextHops & 0xFF;
        addresses = off + 8;
        v6 = true;
        int next = lenNextHops >>> 8 & 0xFF;
        return ExtensionHeaders.walk(buf, off, IPV6_HEADER, capLen, len, next, false);
    }

    /** The IP header itself is not whole. */
    private long cut(int needed) {
        return needed > len && moreFragments
                ? Located.none(Outcome.FRAGMENTED)
                : Located.cut(needed, len);
    }
}
