package syntop.linux.ring;

/**
 * What the kernel counted for a ring since it was opened.
 *
 * @param packets packets that the filter accepted, dropped ones included
 * @param drops those of them that found no room
 * @param freezes how often the ring went full
 */
public record RingStatistics(long packets, long drops, long freezes) {
    /** Nothing yet. */
    static final RingStatistics NONE = new RingStatistics(0, 0, 0);

    RingStatistics plus(long morePackets, long moreDrops, long moreFreezes) {
        return new RingStatistics(packets + morePackets, drops + moreDrops, freezes + moreFreezes);
    }
}
