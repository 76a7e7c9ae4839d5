package syntop.analyzer.count;

/**
 * What is counted, over what time, with how much memory.
 *
 * @param memoryBytes for all tables, at least {@link #MIN_MEMORY}
 * @param windowNanos length of the sliding window, 1 s to 1 h in whole ms; 0: one window over
 *     everything
 * @param keepsBusiest whether to keep the window with most SYNs besides the latest
 * @param targets whether SYNs are counted by destination address and port
 * @param signatures whether SYNs are counted by what they look like
 * @param v6ByPrefix whether IPv6 sources are counted by their /64
 * @param pairs whether it is told how many targets a source has, see {@link PairCounts}
 * @param threads how many threads count at a time, each with tables of its own, at least 1
 * @param spill where runs go that the memory does not hold; null: nowhere, counts get bounded
 */
public record CountOptions(
        long memoryBytes,
        long windowNanos,
        boolean keepsBusiest,
        boolean targets,
        boolean signatures,
        boolean v6ByPrefix,
        boolean pairs,
        int threads,
        Spill spill) {
    /** 64 MiB. */
    public static final long MIN_MEMORY = 64L << 20;

    /** 256 MiB. */
    public static final long DEFAULT_MEMORY = 256L << 20;

    /** Everything in one window, by source and port. */
    public static final CountOptions DEFAULT =
            new CountOptions(DEFAULT_MEMORY, 0, false, false, false, false);

    /** As the other, with pairs, for one thread. */
    public CountOptions(
            long memoryBytes,
            long windowNanos,
            boolean keepsBusiest,
            boolean targets,
            boolean signatures,
            boolean v6ByPrefix) {
        this(
                memoryBytes,
                windowNanos,
                keepsBusiest,
                targets,
                signatures,
                v6ByPrefix,
                true,
                1,
                null);
    }

    /** The same for so many threads. */
    public CountOptions withThreads(int count) {
        return with(targets, signatures, pairs, count, spill);
    }

    /** With the views that both have. */
    public CountOptions and(CountOptions other) {
        return with(
                targets && other.targets, signatures && other.signatures, pairs, threads, spill);
    }

    /** The same with targets and signatures. */
    public CountOptions withEveryView() {
        return with(true, true, pairs, threads, spill);
    }

    /** The same with a place for runs. */
    public CountOptions withSpill(Spill place) {
        return with(targets, signatures, pairs, threads, place);
    }

    /** The same with pairs or without. */
    public CountOptions withPairs(boolean wanted) {
        return with(targets, signatures, wanted, threads, spill);
    }

    /** The same memory, windows and kind of IPv6 source, with all else as given. */
    private CountOptions with(
            boolean byTarget, boolean bySignature, boolean withPairs, int count, Spill place) {
        return new CountOptions(
                memoryBytes,
                windowNanos,
                keepsBusiest,
                byTarget,
                bySignature,
                v6ByPrefix,
                withPairs,
                count,
                place);
    }

    private static final long SECOND = 1_000_000_000L;
    private static final int PANES = 40; // a millisecond has an exact fortieth

    /** Panes of a window: each a second where that goes, else 40. */
    int panes() {
        boolean bySecond =
                windowNanos % SECOND == 0
                        && windowNanos >= 20 * SECOND
                        && windowNanos <= 60 * SECOND;
        return bySecond ? (int) (windowNanos / SECOND) : PANES;
    }

    /** Length of a pane, ns. */
    long paneNanos() {
        return windowNanos / panes();
    }
}
