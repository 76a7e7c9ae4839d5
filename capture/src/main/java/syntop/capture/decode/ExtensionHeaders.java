package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.Outcome;

/**
 * The headers between an IP header and its transport: those of IPv6 (RFC 8200, 4), and the
 * authentication header, which IPv4 has too (RFC 4302).
 */
final class ExtensionHeaders {
    static final int HOP_BY_HOP = 0;
    static final int ROUTING = 43;
    static final int FRAGMENT = 44;
    static final int AUTHENTICATION = 51;
    static final int DESTINATION_OPTIONS = 60;
    static final int MOBILITY = 135; // RFC 6275
    static final int HIP = 139; // RFC 7401
    static final int SHIM6 = 140; // RFC 5533

    private static final int MAX_HEADERS = 16;

    private ExtensionHeaders() {}

    /**
     * Walks to the transport header. Pure.
     *
     * @param off start of the IP header
     * @param at bytes from there to the first header
     * @param capLen captured bytes of the packet, counted from {@code off}
     * @param packetLen bytes of the packet, counted from {@code off}, at least {@code capLen}
     * @param protocol type of the first header
     * @param moreFragments whether the packet is known to be a first fragment
     * @return a {@link Located} with the transport protocol, or why there is none
     */
    static long walk(
            ByteBuffer buf,
            int off,
            int at,
            int capLen,
            int packetLen,
            int protocol,
            boolean moreFragments) {
        for (int headers = 0; headers < MAX_HEADERS; headers++) {
            int unit;
            switch (protocol) {
                case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS, MOBILITY, HIP, SHIM6 -> unit = 8;
                case AUTHENTICATION -> unit = 4;
                case FRAGMENT -> unit = 0;
                default -> {
                    return Located.withMoreFragments(Located.at(protocol, at), moreFragments);
                }
            }
            if (capLen < at + 8) return cut(at + 8, packetLen, moreFragments);
            protocol = buf.get(off + at) & 0xFF;
            if (unit == 0) {
                int offsetFlags = buf.getShort(off + at + 2) & 0xFFFF;
                if (offsetFlags >>> 3 != 0) return laterFragment(protocol);
                moreFragments |= (offsetFlags & 1) != 0; // clear: an atomic fragment (RFC 6946)
                at += 8;
            } else {
                // the first 8 bytes are not counted; the authentication header counts words
                at += 8 + (buf.get(off + at + 1) & 0xFF) * unit;
            }
        }
        return Located.none(Outcome.MALFORMED);
    }

    /** A fragment that is not the first; what it carries is told by its last header alone. */
    static long laterFragment(int protocol) {
        return Located.none(protocol == SegmentFinder.TCP ? Outcome.FRAGMENT : Outcome.NOT_TCP);
    }

    private static long cut(int needed, int packetLen, boolean moreFragments) {
        return needed > packetLen && moreFragments
                ? Located.none(Outcome.FRAGMENTED)
                : Located.cut(needed, packetLen);
    }
}
