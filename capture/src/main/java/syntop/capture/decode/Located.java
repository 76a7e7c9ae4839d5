package syntop.capture.decode;

import syntop.capture.batch.Outcome;

/**
 * What a walk over headers found, as one long so that nothing is allocated: either the next
 * protocol and where its header begins, or the outcome that ends the walk.
 *
 * <p>Bits 0-31: offset from where the walk began; 32-47: protocol; 48-55: trailing bytes of the
 * frame that belong to the link layer; 56: more fragments follow. A negative value is an outcome.
 */
final class Located {
    private static final int PROTOCOL_SHIFT = 32;
    private static final int TRAILER_SHIFT = 48;
    private static final long MORE_FRAGMENTS = 1L << 56;

    private Located() {}

    /**
     * Found.
     *
     * @param protocol EtherType or IP protocol number, 0 to 65535
     * @param at offset of the protocol's header, not negative
     */
    static long at(int protocol, int at) {
        return (long) protocol << PROTOCOL_SHIFT | at;
    }

    /** The same with a link-layer trailer of 0 to 255 bytes; an outcome stays as it is. */
    static long withTrailer(long located, int bytes) {
        return isOutcome(located) ? located : located | (long) bytes << TRAILER_SHIFT;
    }

    /** The same, marked as the first of several fragments when {@code more}. */
    static long withMoreFragments(long located, boolean more) {
        return more ? located | MORE_FRAGMENTS : located;
    }

    /** Nothing to go on with. */
    static long none(Outcome outcome) {
        return ~(long) outcome.ordinal();
    }

    /**
     * A header of which {@code needed} bytes are not there: the snaplen cut it, or what was sent
     * ended before.
     *
     * @param needed bytes from the start, more than were captured
     * @param wireLen bytes from the start that were sent
     */
    static long cut(int needed, int wireLen) {
        return none(cutOutcome(needed, wireLen));
    }

    /** As {@link #cut}, as an outcome. */
    static Outcome cutOutcome(int needed, int wireLen) {
        return needed > wireLen ? Outcome.MALFORMED : Outcome.TRUNCATED;
    }

    static boolean isOutcome(long located) {
        return located < 0;
    }

    static Outcome outcome(long located) {
        return Outcome.of((int) ~located);
    }

    static int protocol(long located) {
        return (int) (located >>> PROTOCOL_SHIFT) & 0xFFFF;
    }

    static int offset(long located) {
        return (int) located;
    }

    static int trailer(long located) {
        return (int) (located >>> TRAILER_SHIFT) & 0xFF;
    }

    static boolean moreFragments(long located) {
        return (located & MORE_FRAGMENTS) != 0;
    }
}
