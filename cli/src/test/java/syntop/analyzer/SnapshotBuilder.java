package syntop.analyzer;

import java.util.Arrays;
import java.util.List;
import syntop.analyzer.count.Counted;
import syntop.analyzer.count.Details;
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
    private long error;
    private double sourceError;
    private Window window;
    private long windowSyns;

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

    /** Makes counts bounded. */
    public SnapshotBuilder error(long ofRows, double ofSources) {
        error = ofRows;
        sourceError = ofSources;
        return this;
    }

    /** Makes it one of a window with so many SYNs. */
    public SnapshotBuilder window(Window value, long syns) {
        window = value;
        windowSyns = syns;
        return this;
    }

    /** Adds a row whose key has a tag. */
    public SnapshotBuilder taggedRow(long hi, long lo, long tag, long syns) {
        rows.offer(hi, lo, tag, syns);
        sources++;
        return frames(Outcome.SYN, syns);
    }

    /** The snapshot. */
    public Snapshot build() {
        return new Snapshot(
                view,
                new Interval(fromNanos, toNanos),
                outcomes.clone(),
                new Counted(
                        rows.sort(), windowSyns, sources, error, sourceError, 0, 0, Details.NONE),
                peak,
                unplaced,
                series,
                delay,
                window,
                List.of(),
                null,
                null,
                null,
                true,
                null);
    }
}
