package syntop.analyzer.count;

import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.util.Arrays;
import syntop.capture.batch.SegmentBatch;

/**
 * Counts each SYN in the pane of its time, in whatever order they come. Counting thread.
 *
 * <p>SYNs of the open pane are counted at once; one of a later pane opens that; those of earlier
 * panes of the window are collected and counted together. A time further off is believed only when
 * {@value #AGREEING} SYNs in a row agree on it: ahead, the window moves there; behind, as when a
 * clock was set or another file begins, all windows end and time starts anew; or when the next SYN
 * brings the window near it. SYNs with times that nothing bears out, or none, count in no window:
 * {@link #outside()}.
 *
 * <p>Memory: that of {@link Strays}, and the open tables.
 */
final class Timeline {
    static final int AGREEING = 16;

    private static final long NONE = Long.MIN_VALUE;

    /** Times past this, in the years 1823 and 2116, are no times: sums with them stay in a long. */
    private static final long FARTHEST = 1L << 62;

    private final Sealer sealer;
    private final long paneNanos;
    private final int panes;
    private final Strays strays = new Strays();
    private final SegmentBatch held = new SegmentBatch(AGREEING);
    private final int[] heldRows = new int[AGREEING];
    private OpenTables open;
    private long current = NONE; // number of the open pane
    private long startNanos = 1; // an empty range: the first SYN opens a pane
    private long endNanos;
    private long placed; // SYNs with a place
    private long placedAtHold;
    private long heldPane; // of the last one held
    private long outside;
    private long restarts;

    /** Starts without an open pane. */
    Timeline(CountOptions options, Sealer sealer) {
        this.sealer = sealer;
        paneNanos = options.paneNanos();
        panes = options.panes();
        open = sealer.take();
        Arrays.setAll(heldRows, i -> i);
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
        placed += to - from;
    }

    private void handOver() {
        if (open.isEmpty()) return;
        sealer.seal(open, current);
        open = sealer.take();
    }

    /** Finds a place for a SYN that is not in the open pane; true when it is in that now. */
    private boolean place(SegmentBatch batch, int row) {
        if (held.size() > 0 && placed != placedAtHold) settleHeld();
        long tsNanos = batch.tsNanos[row];
        if (tsNanos == NO_TIME || tsNanos <= -FARTHEST || tsNanos >= FARTHEST) {
            outside++;
            return false;
        }
        long pane = Math.floorDiv(tsNanos, paneNanos);
        if (isNext(pane)) {
            turnTo(pane);
            return true;
        }
        if (isRecent(pane)) addStray(batch, row, pane);
        else hold(batch, row, pane);
        return false;
    }

    private boolean isNext(long pane) {
        return current == NONE || pane >= current && pane - current <= panes;
    }

    private boolean isRecent(long pane) {
        return pane < current && current - pane < panes;
    }

    private void turnTo(long pane) {
        if (pane == current) return;
        flushStrays(); // their panes are still there
        handOver();
        sealer.advance(pane);
        current = pane;
        startNanos = pane * paneNanos;
        endNanos = startNanos + paneNanos;
    }

    private void addStray(SegmentBatch batch, int row, long pane) {
        if (strays.isFull()) flushStrays();
        strays.add(batch, row, pane);
        placed++;
    }

    private void flushStrays() {
        strays.flush(0, sealer::add);
    }

    private void hold(SegmentBatch batch, int row, long pane) {
        if (held.size() > 0 && Math.abs(pane - heldPane) >= panes) settleHeld();
        Strays.copy(batch, row, held);
        heldPane = pane;
        placedAtHold = placed;
        if (held.isFull()) believeHeld();
    }

    /** Moves the window to the SYNs that are held. */
    private void believeHeld() {
        long first = Math.floorDiv(held.tsNanos[0], paneNanos);
        if (first < current) {
            restart();
            restarts++;
        }
        turnTo(first);
        settleHeld();
    }

    /** Counts the SYNs that are held where the window has come near them by now. */
    private void settleHeld() {
        for (int row = 0; row < held.size(); row++) {
            long pane = Math.floorDiv(held.tsNanos[row], paneNanos);
            if (isNext(pane)) {
                turnTo(pane);
                addOpen(held, heldRows, row, row + 1);
            } else if (isRecent(pane)) {
                addStray(held, row, pane);
            } else {
                outside++; // of those that were believed too: near the one before, not near all
            }
        }
        held.clear();
    }

    private void restart() {
        flush();
        sealer.restart();
        current = NONE;
    }

    /** Hands over all that has a place by now. */
    void flush() {
        flushStrays();
        handOver();
    }

    /** Hands over everything: there will be no more. */
    void finish() {
        if (held.size() > 0 && placed == placedAtHold) believeHeld();
        else settleHeld();
        flush();
    }

    /** The number of the latest pane, or {@link Long#MIN_VALUE} before the first SYN. */
    long current() {
        return current;
    }

    /** SYNs that count in no window, those still held included. */
    long outside() {
        return outside + held.size();
    }

    /** How often time started anew. */
    long restarts() {
        return restarts;
    }
}
