package syntop.analyzer;

import syntop.analyzer.count.Ranking;
import syntop.analyzer.count.SecondCounts.Peak;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** What the analyzer knows at one moment: all that a renderer may see. Immutable. */
public final class Snapshot {
    private final View view;
    private final Interval interval;
    private final long[] outcomes;
    private final long sources;
    private final Peak peak;
    private final long unplaced;
    private final long[] series;
    private final Ranking rows;
    private final Delay delay;

    Snapshot(
            View view,
            Interval interval,
            long[] outcomes,
            long sources,
            Peak peak,
            long unplaced,
            long[] series,
            Ranking rows,
            Delay delay) {
        this.view = view;
        this.interval = interval;
        this.outcomes = outcomes;
        this.sources = sources;
        this.peak = peak;
        this.unplaced = unplaced;
        this.series = series;
        this.rows = rows;
        this.delay = delay;
    }

    /** By what the rows are ranked. */
    public View view() {
        return view;
    }

    /** Whether any frame had a time; without it there is no interval and no rate. */
    public boolean hasInterval() {
        return interval.toNanos() != SegmentBatch.NO_TIME;
    }

    /**
     * Where the interval begins, ns since 1970-01-01 UTC: live the start of capturing, else the
     * time of the earliest frame.
     */
    public long fromNanos() {
        return interval.fromNanos();
    }

    /**
     * Where the interval ends, ns since 1970-01-01 UTC: live now or the end of capturing, else the
     * time of the latest frame.
     */
    public long toNanos() {
        return interval.toNanos();
    }

    /** Length of the interval in seconds; 0 when all frames have one time, or none. */
    public double seconds() {
        if (!hasInterval()) return 0;
        long from = interval.fromNanos();
        long to = interval.toNanos();
        long nanos = to - from;
        // two hostile times can be further apart than a long holds; then the exact value is no
        // matter
        return nanos >= 0 ? nanos / 1e9 : ((double) to - (double) from) / 1e9;
    }

    /** Frames with this outcome. */
    public long outcome(Outcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    /** All frames: the sum of the outcomes. */
    public long frames() {
        long sum = 0;
        for (long count : outcomes) {
            sum += count;
        }
        return sum;
    }

    /** SYNs that were counted. */
    public long syns() {
        return outcome(Outcome.SYN);
    }

    /** Different source addresses of them, exact. */
    public long sources() {
        return sources;
    }

    /** The second of UTC with most SYNs; its count is 0 when no SYN had a time. */
    public Peak peak() {
        return peak;
    }

    /** SYNs whose second could not be kept: {@link #peak()} may be that much too low. */
    public long unplaced() {
        return unplaced;
    }

    /** SYNs in equal parts of the interval, oldest first; empty without an interval. */
    public long[] series() {
        return series.clone();
    }

    /** From the time stamps of packets until they were counted; null of files. */
    public Delay delay() {
        return delay;
    }

    /** Number of rows. */
    public int rowCount() {
        return rows.size();
    }

    /** The key of a row, upper half: of the address, or 0. */
    public long keyHi(int row) {
        return rows.hi(row);
    }

    /** The key of a row, lower half: of the address, or the port. */
    public long keyLo(int row) {
        return rows.lo(row);
    }

    /** SYNs of a row. */
    public long syns(int row) {
        return rows.count(row);
    }
}
