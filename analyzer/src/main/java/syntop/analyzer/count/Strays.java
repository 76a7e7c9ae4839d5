package syntop.analyzer.count;

import syntop.capture.batch.SegmentBatch;

/**
 * SYNs of stretches of time that are not open, kept until there are enough of them to be counted
 * together. Counting thread.
 *
 * <p>Memory: 84 bytes for each of {@value #MOST} SYNs, from the first one on.
 */
final class Strays {
    static final int MOST = 4096;

    /** The stretch of SYNs without a time. */
    static final long UNTIMED = Long.MIN_VALUE;

    private static final long DONE = Long.MAX_VALUE;

    /** Counts SYNs of one stretch. */
    interface Counter {
        /** Counts the SYNs in these rows, valid up to {@code n}, during the call. */
        void count(SegmentBatch batch, int[] rows, int n, long stretch);
    }

    private SegmentBatch kept; // made with the first
    private long[] stretches;
    private int[] chosen;

    /** Whether another one has no place. */
    boolean isFull() {
        return kept != null && kept.isFull();
    }

    /** Whether there is none. */
    boolean isEmpty() {
        return kept == null || kept.size() == 0;
    }

    /**
     * Keeps one; the caller has checked {@link #isFull}. Hot path.
     *
     * @param stretch number of its stretch, or {@link #UNTIMED}
     */
    void add(SegmentBatch batch, int row, long stretch) {
        if (kept == null) {
            kept = new SegmentBatch(MOST);
            stretches = new long[MOST];
            chosen = new int[MOST];
        }
        stretches[kept.size()] = stretch;
        copy(batch, row, kept);
    }

    /**
     * Hands all over, those of a stretch together.
     *
     * @param shift stretches that are alike but for so many lowest bits are one now
     */
    void flush(int shift, Counter counter) {
        if (isEmpty()) return;
        int size = kept.size();
        for (int first = 0; first < size; first++) {
            if (stretches[first] == DONE) continue;
            long stretch = shifted(stretches[first], shift);
            int n = 0;
            for (int row = first; row < size; row++) {
                if (stretches[row] == DONE || shifted(stretches[row], shift) != stretch) continue;
                chosen[n++] = row;
                stretches[row] = DONE;
            }
            counter.count(kept, chosen, n, stretch);
        }
        kept.clear();
    }

    private static long shifted(long stretch, int shift) {
        return stretch == UNTIMED ? UNTIMED : stretch >> shift;
    }

    /** Appends a row of one batch to another. */
    static void copy(SegmentBatch from, int row, SegmentBatch to) {
        int at = to.newRow();
        to.tsNanos[at] = from.tsNanos[row];
        to.srcHi[at] = from.srcHi[row];
        to.srcLo[at] = from.srcLo[row];
        to.dstHi[at] = from.dstHi[row];
        to.dstLo[at] = from.dstLo[row];
        to.portsSeq[at] = from.portsSeq[row];
        to.ackFlagsWnd[at] = from.ackFlagsWnd[row];
        to.ttlLen[at] = from.ttlLen[row];
        to.signature[at] = from.signature[row];
    }
}
