package syntop.analyzer.count;

import java.util.Arrays;

/**
 * The N largest of the counts that were offered, largest first, equal counts in the order of their
 * keys, so the same input gives the same table. Kept as a heap with the least on top: a candidate
 * below it costs one comparison.
 *
 * <p>One thread. Memory: 32 bytes a row, allocated as rows come.
 */
public final class Ranking {
    private final int limit;
    private long[] keyHi;
    private long[] keyLo;
    private long[] tags;
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
        tags = new long[first];
        counts = new long[first];
    }

    /** Offers a key with its count; each key at most once. */
    public void offer(long hi, long lo, long count) {
        offer(hi, lo, 0, count);
    }

    /** As the other, of a key with a tag, which is the last part of its order. */
    public void offer(long hi, long lo, long tag, long count) {
        if (size == limit) {
            if (!before(hi, lo, tag, count, 0)) return;
            sink(0, size, hi, lo, tag, count);
            return;
        }
        if (size == counts.length) enlarge();
        int i = size++;
        while (i > 0 && !before(hi, lo, tag, count, (i - 1) / 2)) {
            copy((i - 1) / 2, i);
            i = (i - 1) / 2;
        }
        set(i, hi, lo, tag, count);
    }

    /** Ends the offers: afterwards row 0 is the largest. */
    public Ranking sort() {
        for (int end = size - 1; end > 0; end--) {
            long hi = keyHi[end];
            long lo = keyLo[end];
            long tag = tags[end];
            long count = counts[end];
            copy(0, end);
            sink(0, end, hi, lo, tag, count);
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

    /** What stands beside the key of a row. */
    public long tag(int row) {
        return tags[row];
    }

    /** The count of a row. */
    public long count(int row) {
        return counts[row];
    }

    /** Whether this candidate ranks before row i. */
    private boolean before(long hi, long lo, long tag, long count, int i) {
        if (count != counts[i]) return count > counts[i];
        int order = Addresses.compare(hi, lo, keyHi[i], keyLo[i]);
        return order != 0 ? order < 0 : Long.compareUnsigned(tag, tags[i]) < 0;
    }

    /** Puts an entry in at row i of the heap of {@code end} rows, moving lesser ones up. */
    private void sink(int i, int end, long hi, long lo, long tag, long count) {
        while (2 * i + 1 < end) {
            int child = 2 * i + 1;
            if (child + 1 < end && isBefore(child, child + 1)) child++; // the lesser of the two
            if (!before(hi, lo, tag, count, child)) break;
            copy(child, i);
            i = child;
        }
        set(i, hi, lo, tag, count);
    }

    private boolean isBefore(int one, int other) {
        return before(keyHi[one], keyLo[one], tags[one], counts[one], other);
    }

    private void copy(int from, int to) {
        set(to, keyHi[from], keyLo[from], tags[from], counts[from]);
    }

    private void set(int i, long hi, long lo, long tag, long count) {
        keyHi[i] = hi;
        keyLo[i] = lo;
        tags[i] = tag;
        counts[i] = count;
    }

    private void enlarge() {
        int length = (int) Math.min(limit, 2L * size);
        keyHi = Arrays.copyOf(keyHi, length);
        keyLo = Arrays.copyOf(keyLo, length);
        tags = Arrays.copyOf(tags, length);
        counts = Arrays.copyOf(counts, length);
    }
}
