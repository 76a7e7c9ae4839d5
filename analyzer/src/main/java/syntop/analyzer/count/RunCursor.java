package syntop.analyzer.count;

import syntop.capture.batch.SegmentBatch;

/** A place in a run: before the first entry, then on each key in turn. One thread at a time. */
final class RunCursor {
    private final Run run;
    private final Chunks drained; // null: only read
    private long[] piece;
    private int index; // of the next piece
    private int at; // of the next entry in the piece
    private long left;
    long hi;
    long lo;
    long tag;
    long count;

    RunCursor(Run run, Chunks drained) {
        this.run = run;
        this.drained = drained;
        left = run.longs();
    }

    /** Goes to before an entry, to be called before anything was read. */
    void seek(long entry) {
        if (entry == 0 || left == 0) return;
        long longs = entry * run.stride;
        int length = run.pieceLongs();
        index = (int) (longs / length);
        at = (int) (longs % length);
        left -= longs;
        if (left > 0) piece = run.piece(index++, null);
    }

    boolean isNarrow() {
        return run.stride == Run.NARROW;
    }

    /** Longs that were not read. */
    long left() {
        return left;
    }

    /** The key of the narrow entry so many ahead, from 1, or of one before; there is one. */
    long keyAhead(int entries) {
        if (piece == null || at == piece.length) turn();
        int here = (int) Math.min(piece.length - at, left);
        return piece[at + Math.min(entries, here) - 1] >>> 32;
    }

    /**
     * Reads the narrow entries with keys up to {@code last}, as long as they have room.
     *
     * @param n entries in {@code to}
     * @return entries in {@code to} then
     */
    int take(long last, long[] to, int n) {
        int filled = n;
        while (left > 0 && filled < to.length) {
            if (piece == null || at == piece.length) turn();
            long[] from = piece;
            int begin = at;
            int end =
                    begin + (int) Math.min(left, Math.min(from.length - begin, to.length - filled));
            int i = begin;
            while (i < end && from[i] >>> 32 <= last) {
                to[filled++] = from[i++];
            }
            at = i;
            left -= i - begin;
            if (i < end) return filled;
        }
        if (left == 0 && drained != null && piece != null) turn();
        return filled;
    }

    /** Goes to the next key; false past the last one. */
    boolean next() {
        if (left == 0) {
            if (drained != null && piece != null) turn();
            return false;
        }
        if (piece == null || at == piece.length) turn();
        if (run.stride == Run.WIDE) {
            hi = piece[at];
            lo = piece[at + 1];
            tag = piece[at + 2];
            count = piece[at + 3];
            at += Run.WIDE;
            left -= Run.WIDE;
            return true;
        }
        long entry = piece[at++];
        left--;
        lo = SegmentBatch.V4_MAPPED | entry >>> 32;
        count = entry & Run.FULL;
        if (count == Run.FULL) addFurther(entry >>> 32);
        return true;
    }

    private void addFurther(long key) {
        long last = Run.FULL;
        while (left > 0 && last == Run.FULL) {
            if (at == piece.length) turn();
            if (piece[at] >>> 32 != key) return;
            last = piece[at++] & Run.FULL;
            left--;
            count += last;
        }
    }

    private void turn() {
        if (drained != null && piece != null) drained.give(piece);
        piece = left == 0 ? null : run.piece(index, drained == null ? buffer(piece) : null);
        if (drained != null && left != 0) run.forget(index); // it is the cursor's now
        index++;
        at = 0;
        if (drained != null && left == 0) {
            run.drained();
        }
    }

    private long[] buffer(long[] before) {
        return run.isHere() ? null : before;
    }

    int compareKey(RunCursor other) {
        int order = Long.compareUnsigned(hi, other.hi);
        if (order != 0) return order;
        order = Long.compareUnsigned(lo, other.lo);
        return order != 0 ? order : Long.compareUnsigned(tag, other.tag);
    }
}
