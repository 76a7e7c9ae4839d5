package syntop.analyzer.count;

import java.util.Arrays;

/**
 * The N largest of the counts that were offered, largest first, equal counts in the order of their
 * keys, so the same input gives the same table. Kept as a heap with the least on top: a candidate
 * below it costs one comparison.
 *
 * <p>One thread. Memory: 24 bytes a row, allocated as rows come.
 */
public final class Ranking {
    private final int limit;
    private long[] keyHi;
    private long[] keyLo;
    private long[] counts;
    private int size;

    /**
     * Makes an empty ranking.
     *
     * @param limit rows kept, at least 1
     */
    public Ranking(int limit) {
        if (limit < 1) throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        this.limit = limit;
        int first = Math.min(limit, 16);
        keyHi = new long[first];
        keyLo = new long[first];
        counts = new long[first];
    }

    /** Offers a key with its count; each key at most once. */
    public void offer(long hi, long lo, long count) {
        if (size == limit) {
            if (!before(hi, lo, count, 0)) return;
            sink(0, size, hi, lo, count);
            return;
        }
        if (size == counts.length) enlarge();
        int i = size++;
        while (i > 0 && !before(hi, lo, count, (i - 1) / 2)) {
            copy((i - 1) / 2, i);
            i = (i - 1) / 2;
        }
        set(i, hi, lo, count);
    }

    /** Ends the offers: afterwards row 0 is the largest. */
    public Ranking sort() {
        for (int end = size - 1; end > 0; end--) {
            long hi = keyHi[end];
            long lo = keyLo[end];
            long count = counts[end];
            copy(0, end);
            sink(0, end, hi, lo, count);
        }
        return this;
    }

    /** Rows. */
    public int size() {
        return size;
    }

    /** Upper half of the key of a row. */
    public long hi(int row) {
        return keyHi[row];
    }

    /** Lower half of the key of a row. */
    public long lo(int row) {
        return keyLo[row];
    }

    /** The count of a row. */
    public long count(int row) {
        return counts[row];
    }

    /** Whether this candidate ranks before row i. */
    private boolean before(long hi, long lo, long count, int i) {
        if (count != counts[i]) return count > counts[i];
        return Addresses.compare(hi, lo, keyHi[i], keyLo[i]) < 0;
    }

    /** Puts an entry in at row i of the heap of {@code end} rows, moving lesser ones up. */
    private void sink(int i, int end, long hi, long lo, long count) {
        while (2 * i + 1 < end) {
            int child = 2 * i + 1;
            if (child + 1 < end && before(keyHi[child], keyLo[child], counts[child], child + 1)) {
                child++; // the lesser of the two
            }
            if (!before(hi, lo, count, child)) break;
            copy(child, i);
            i = child;
        }
        set(i, hi, lo, count);
    }

    private void copy(int from, int to) {
        set(to, keyHi[from], keyLo[from], counts[from]);
    }

    private void set(int i, long hi, long lo, long count) {
        keyHi[i] = hi;
        keyLo[i] = lo;
        counts[i] = count;
    }

    private void enlarge() {
        int length = (int) Math.min(limit, 2L * size);
        keyHi = Arrays.copyOf(keyHi, length);
        keyLo = Arrays.copyOf(keyLo, length);
        counts = Arrays.copyOf(counts, length);
    }
}
