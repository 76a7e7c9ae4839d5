package syntop.analyzer.count;

import static syntop.capture.batch.SegmentBatch.NO_TIME;

import syntop.capture.batch.SegmentBatch;

/**
 * Counts everything, each SYN in the stretch of its time: so the shape over time of any row can be
 * told without state for each source. A stretch is a second long, and twice as long whenever there
 * would be more than {@value Course#MOST}. Counting thread.
 *
 * <p>Time may go anywhere: SYNs of earlier stretches are collected, and when there are {@value
 * Strays#MOST} of them, time is taken to have gone back. Those without a time have a stretch of
 * their own.
 */
final class Stretches {
    private static final long NANOS = 1_000_000_000L;

    private final Sealer sealer;
    private final Strays strays = new Strays();
    private OpenTables open;
    private boolean sealed; // whether anything was handed over
    private boolean begun;
    private int shift; // a stretch has 2^shift seconds
    private long current; // number of the open stretch, or UNTIMED
    private long startNanos = 1; // an empty range: the first SYN opens a stretch
    private long endNanos;
    private long firstSecond = Long.MAX_VALUE; // of all that have a time
    private long lastSecond = Long.MIN_VALUE;

    /** Starts without an open stretch. */
    Stretches(Sealer sealer) {
        this.sealer = sealer;
        open = sealer.take();
    }

    /**
     * Counts the SYNs in these rows. Hot path.
     *
     * @param rows row numbers, valid up to {@code n}
     */
    void add(SegmentBatch batch, int[] rows, int n) {
        int from = 0;
        boolean isOpen = batch.firstNanos() >= startNanos && batch.lastNanos() < endNanos;
        for (int k = batch.isTimed() && isOpen ? n : 0; k < n; k++) {
            long tsNanos = batch.tsNanos[rows[k]];
            if (tsNanos >= startNanos && tsNanos < endNanos) continue;
            addOpen(batch, rows, from, k);
            from = place(batch, rows[k]) ? k : k + 1;
        }
        addOpen(batch, rows, from, n);
    }

    private void addOpen(SegmentBatch batch, int[] rows, int from, int to) {
        if (from == to) return;
        if (!open.hasRoom(to - from)) handOver();
        open.add(batch, rows, from, to);
    }

    /** Finds a place for a SYN that is not in the open stretch; true when it is in that now. */
    private boolean place(SegmentBatch batch, int row) {
        long tsNanos = batch.tsNanos[row];
        long second = tsNanos == NO_TIME ? Strays.UNTIMED : Math.floorDiv(tsNanos, NANOS);
        if (begun && stretch(second) == current) return true; // at the very ends of time
        if (!begun || second > lastOfCurrent() || strays.isFull()) {
            turnTo(second);
            return true;
        }
        widenFor(second);
        strays.add(batch, row, second);
        return false;
    }

    private long stretch(long second) {
        return second == Strays.UNTIMED ? second : second >> shift;
    }

    private long lastOfCurrent() {
        return current == Strays.UNTIMED ? Strays.UNTIMED : (current + 1 << shift) - 1;
    }

    private void turnTo(long second) {
        flush();
        widenFor(second);
        begun = true;
        current = stretch(second);
        if (current == Strays.UNTIMED) {
            startNanos = NO_TIME;
            endNanos = NO_TIME + 1;
        } else {
            startNanos = nanos(current << shift);
            endNanos = nanos(current + 1 << shift);
        }
    }

    /** The ends of time instead of times past them. */
    private static long nanos(long second) {
        if (second <= Long.MIN_VALUE / NANOS) return NO_TIME + 1;
        return second > Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : second * NANOS;
    }

    /** The open stretch grows with the others: all that it holds is in the longer one. */
    private void widenFor(long second) {
        if (second == Strays.UNTIMED) return;
        firstSecond = Math.min(firstSecond, second);
        lastSecond = Math.max(lastSecond, second);
        int before = shift;
        shift = Math.max(shift, Course.shift(firstSecond, lastSecond));
        if (shift > before && begun && current != Strays.UNTIMED) {
            current >>= shift - before;
            startNanos = nanos(current << shift);
            endNanos = nanos(current + 1 << shift);
        }
    }

    /** Hands over all that was counted by now. */
    void flush() {
        strays.flush(shift, (batch, rows, n, stretch) -> sealStrays(batch, rows, n, stretch));
        handOver();
    }

    private void sealStrays(SegmentBatch batch, int[] rows, int n, long stretch) {
        sealed = true;
        sealer.addToCourse(batch, rows, n, stretch, shift);
    }

    private void handOver() {
        if (open.isEmpty()) return;
        sealed = true;
        sealer.sealToCourse(open, current, shift);
        open = sealer.take();
    }

    /** The tables that hold everything, or null when something was handed over. */
    OpenTables all() {
        return sealed || !strays.isEmpty() ? null : open;
    }

    /** When rows sent their SYNs that are all in the open stretch. */
    Details details(Ranking rows) {
        if (!begun || current == Strays.UNTIMED) return Details.NONE;
        return Details.ofOne(rows, startNanos, nanosOf(shift));
    }

    /** Length of a stretch, ns, at the most a long holds. */
    static long nanosOf(int shift) {
        return shift >= 33 ? Long.MAX_VALUE : NANOS << shift;
    }
}
