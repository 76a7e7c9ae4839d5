package syntop.cli.conntrack;

/**
 * Events in an interval.
 *
 * @param created connections that began
 * @param updated times that one has changed
 * @param destroyed connections that ended
 * @param lost events that found the buffer full; of which kind nobody knows
 */
public record EventCounts(long created, long updated, long destroyed, long lost) {
    /** Nothing yet. */
    public static final EventCounts NONE = new EventCounts(0, 0, 0, 0);

    /** What came since then. */
    public EventCounts since(EventCounts earlier) {
        return new EventCounts(
                created - earlier.created,
                updated - earlier.updated,
                destroyed - earlier.destroyed,
                lost - earlier.lost);
    }
}
