package syntop.analyzer;

import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.util.List;
import org.HdrHistogram.Histogram;
import syntop.capture.batch.SegmentBatch;

/** Collects how long the rows of batches took until they were counted. Analyzer thread only. */
final class Delays {
    /** An hour; what takes longer, a step of the clock say, counts as this. */
    static final long HIGHEST_NANOS = 3_600_000_000_000L;

    private static final long LOWEST_NANOS = 1_000;
    private static final int DIGITS = 2; // 1 %

    /**
     * Rows that are recorded as one, with the delay of the oldest: recording each would cost a
     * tenth of what counting it costs.
     */
    private static final int GROUP = 16;

    private final Histogram histogram = new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);

    /**
     * Records the rows of one batch. Hot path.
     *
     * @param nowNanos when they were counted, ns since 1970-01-01 UTC; a row from later, when the
     *     clock was set back, took no time
     */
    void record(SegmentBatch batch, long nowNanos) {
        long[] times = batch.tsNanos;
        int size = batch.size();
        for (int row = 0; row < size; ) {
            int end = Math.min(row + GROUP, size);
            int n = 0;
            long oldest = Long.MAX_VALUE;
            for (; row < end; row++) {
                if (times[row] == NO_TIME) continue;
                oldest = Math.min(oldest, times[row]);
                n++;
            }
            if (n > 0) histogram.recordValueWithCount(within(nowNanos - oldest), n);
        }
    }

    private static long within(long nanos) {
        return Math.max(0, Math.min(nanos, HIGHEST_NANOS));
    }

    /** What was recorded so far, for another thread. */
    Histogram copy() {
        return histogram.copy();
    }

    /** What was recorded so far. */
    Delay delay() {
        return delay(List.of());
    }

    /** What was recorded so far, here and in others. */
    Delay delay(List<Histogram> others) {
        Histogram all = histogram;
        if (!others.isEmpty()) {
            all = histogram.copy();
            others.forEach(all::add);
        }
        return new Delay(
                all.getTotalCount(),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9),
                all.getMaxValue());
    }
}
