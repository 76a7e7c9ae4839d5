package syntop.analyzer;

import java.util.Arrays;
import syntop.analyzer.count.Ranking;
import syntop.analyzer.count.SecondCounts.Peak;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** Makes snapshots of what no test could count, for tests of renderers. */
public final class SnapshotBuilder {
    private final View view;
    private final long[] outcomes = new long[Outcome.COUNT];
    private final Ranking rows = new Ranking(Integer.MAX_VALUE);
    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = SegmentBatch.NO_TIME;
    private long sources;
    private Peak peak = new Peak(0, 0);
    private long unplaced;
    private long[] series = {};
    private Delay delay;

    /** Starts with an empty capture. */
    public SnapshotBuilder(View view) {
        this.view = view;
    }

    /** Sets the times of the first and the last frame. */
    public SnapshotBuilder interval(long from, long to) {
        fromNanos = from;
        toNanos = to;
        return this;
    }

    /** Adds frames; those of the rows count by themselves. */
    public SnapshotBuilder frames(Outcome outcome, long count) {
        outcomes[outcome.ordinal()] += count;
        return this;
    }

    /** Adds a row. */
    public SnapshotBuilder row(long hi, long lo, long syns) {
        rows.offer(hi, lo, syns);
        sources++;
        return frames(Outcome.SYN, syns);
    }

    /** Adds a row for an IPv4 address. */
    public SnapshotBuilder row(int address, long syns) {
        return row(0, SegmentBatch.V4_MAPPED | address & 0xFFFF_FFFFL, syns);
    }

    /** Sets how many sources there are, if more than rows. */
    public SnapshotBuilder sources(long count) {
        sources = count;
        return this;
    }

    /** Sets the busiest second. */
    public SnapshotBuilder peak(long second, long syns) {
        peak = new Peak(second, syns);
        return this;
    }

    /** Sets the SYNs without a place among the seconds. */
    public SnapshotBuilder unplaced(long syns) {
        unplaced = syns;
        return this;
    }

    /** Sets the SYNs of equal parts of the interval. */
    public SnapshotBuilder series(long... parts) {
        series = Arrays.copyOf(parts, parts.length);
        return this;
    }

    /** Makes it one of a live run. */
    public SnapshotBuilder delay(Delay value) {
        delay = value;
        return this;
    }

    /** The snapshot. */
    public Snapshot build() {
        return new Snapshot(
                view,
                new Interval(fromNanos, toNanos),
                outcomes.clone(),
                sources,
                peak,
                unplaced,
                series,
                rows.sort(),
                delay);
    }
}
