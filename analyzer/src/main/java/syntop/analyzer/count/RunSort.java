package syntop.analyzer.count;

import java.util.Arrays;

/**
 * Sorts what a table held. The entries come in the order of keyed hashes, which nobody outside can
 * choose: that makes the simple quicksort of wide entries safe.
 */
final class RunSort {
    private static final int DIGITS = 4; // bytes of a narrow key
    private static final int BUCKETS = 1 << Byte.SIZE;
    private static final int SMALL = 12; // entries that are sorted by insertion

    private final int[] ends = new int[DIGITS * BUCKETS];
    private long[] scratch = new long[0];

    /**
     * Sorts narrow entries by their upper halves, by radix from the lowest digit.
     *
     * @param entries valid up to {@code n}; used up
     * @return an array with the entries in order, valid up to {@code n} and until the next call
     */
    long[] narrow(long[] entries, int n) {
        if (scratch.length < n) scratch = new long[Math.max(n, Math.min(2 * n, entries.length))];
        count(entries, n);
        long[] from = entries;
        long[] to = scratch;
        for (int digit = 0; digit < DIGITS; digit++) {
            int shift = 32 + digit * Byte.SIZE;
            if (n == 0 || ends[bucket(from[0], shift)] == n) continue; // of all the same
            pass(from, to, n, shift);
            long[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private void count(long[] entries, int n) {
        int[] counts = ends;
        Arrays.fill(counts, 0);
        for (int i = 0; i < n; i++) {
            long entry = entries[i];
            counts[bucket(entry, 32)]++;
            counts[bucket(entry, 40)]++;
            counts[bucket(entry, 48)]++;
            counts[bucket(entry, 56)]++;
        }
    }

    /** Those of the lowest digit come first. */
    private static int bucket(long entry, int shift) {
        return (shift - 32) * (BUCKETS / Byte.SIZE) + ((int) (entry >>> shift) & BUCKETS - 1);
    }

    private void pass(long[] from, long[] to, int n, int shift) {
        int[] next = ends;
        int first = (shift - 32) * (BUCKETS / Byte.SIZE);
        int begin = 0;
        for (int b = first; b < first + BUCKETS; b++) {
            int length = next[b];
            next[b] = begin;
            begin += length;
        }
        for (int i = 0; i < n; i++) {
            long entry = from[i];
            to[next[bucket(entry, shift)]++] = entry;
        }
    }

    /** Sorts wide entries in place by their first three longs, unsigned. */
    static void wide(long[] entries, int n) {
        quick(entries, 0, n - 1);
    }

    private static void quick(long[] a, int first, int last) {
        int from = first;
        int to = last;
        while (to - from >= SMALL) {
            int middle = from + to >>> 1;
            long hi = a[4 * middle];
            long lo = a[4 * middle + 1];
            long tag = a[4 * middle + 2];
            int i = from;
            int j = to;
            while (i <= j) {
                while (compare(a, i, hi, lo, tag) < 0) {
                    i++;
                }
                while (compare(a, j, hi, lo, tag) > 0) {
                    j--;
                }
                if (i <= j) swap(a, i++, j--);
            }
            // the smaller part first: so the stack stays as deep as a logarithm
            if (j - from < to - i) {
                quick(a, from, j);
                from = i;
            } else {
                quick(a, i, to);
                to = j;
            }
        }
        insert(a, from, to);
    }

    private static void insert(long[] a, int from, int to) {
        for (int i = from + 1; i <= to; i++) {
            for (int j = i; j > from; j--) {
                if (compare(a, j - 1, a[4 * j], a[4 * j + 1], a[4 * j + 2]) <= 0) break;
                swap(a, j - 1, j);
            }
        }
    }

    private static int compare(long[] a, int i, long hi, long lo, long tag) {
        int order = Long.compareUnsigned(a[4 * i], hi);
        if (order != 0) return order;
        order = Long.compareUnsigned(a[4 * i + 1], lo);
        return order != 0 ? order : Long.compareUnsigned(a[4 * i + 2], tag);
    }

    private static void swap(long[] a, int i, int j) {
        for (int k = 0; k < 4; k++) {
            long kept = a[4 * i + k];
            a[4 * i + k] = a[4 * j + k];
            a[4 * j + k] = kept;
        }
    }
}
