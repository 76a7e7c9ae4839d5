package syntop.analyzer.baseline;

/** What was recorded in one hour of the week, or in several together. One thread. */
public final class Slot {
    /** Seconds past which old ones lose weight: eight weeks of whole hours. */
    private static final long MOST_SECONDS = 8 * 3600;

    private final Histogram requestsPerSecond = new Histogram();
    private final Histogram notCompletedPercent = new Histogram();
    private final Histogram sourcesPerMinute = new Histogram();
    private final Histogram retriesPercent = new Histogram();
    private int days;

    /** Requests of each second. */
    public Histogram requestsPerSecond() {
        return requestsPerSecond;
    }

    /** The share of the requests of each minute that were not completed, where that is known. */
    public Histogram notCompletedPercent() {
        return notCompletedPercent;
    }

    /** Different sources of each minute. */
    public Histogram sourcesPerMinute() {
        return sourcesPerMinute;
    }

    /** The share of the SYNs of each minute that were sent again. */
    public Histogram retriesPercent() {
        return retriesPercent;
    }

    /** Days on which anything was recorded. */
    public int days() {
        return days;
    }

    /** Sets the {@link #days}, 0 or more. */
    public void days(int count) {
        days = count;
    }

    /** Adds what another holds. */
    void add(Slot other) {
        requestsPerSecond.add(other.requestsPerSecond);
        notCompletedPercent.add(other.notCompletedPercent);
        sourcesPerMinute.add(other.sourcesPerMinute);
        retriesPercent.add(other.retriesPercent);
        days = Math.min(days + other.days, Integer.MAX_VALUE / 256);
    }

    /** Has what was long ago weigh less, once there is plenty. */
    void age() {
        if (requestsPerSecond.total() <= MOST_SECONDS) return;
        requestsPerSecond.halve();
        notCompletedPercent.halve();
        sourcesPerMinute.halve();
        retriesPercent.halve();
    }

    /** Whether nothing was recorded. */
    public boolean isEmpty() {
        return requestsPerSecond.total() == 0;
    }
}
