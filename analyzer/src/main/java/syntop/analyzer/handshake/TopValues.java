package syntop.analyzer.handshake;

import java.util.Arrays;

/**
 * The most frequent of a stream of words, after Misra and Gries, "Finding Repeated Elements"
 * (1982): no count is too high, and each is too low by at most n / (capacity + 1). Analyzer thread
 * only. Memory: 12 bytes for each word.
 */
final class TopValues {
    private static final int CAPACITY = 15;

    private final long[] values = new long[CAPACITY];
    private final int[] counts = new int[CAPACITY]; // 0: a free place
    private int last; // where the value before was found
    private long total;

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /** Counts a word. Hot path. */
    void add(long value) {
        total++;
        if (values[last] == value && counts[last] > 0) {
            if (counts[last] < Integer.MAX_VALUE) counts[last]++;
            return;
        }
        int free = -1;
        for (int i = 0; i < CAPACITY; i++) {
            if (counts[i] == 0) {
                free = i;
            } else if (values[i] == value) {
                if (counts[i] < Integer.MAX_VALUE) counts[i]++;
                last = i;
                return;
            }
        }
        if (free >= 0) {
            values[free] = value;
            counts[free] = 1;
            last = free;
            return;
        }
        for (int i = 0; i < CAPACITY; i++) {
            counts[i]--;
        }
    }

    /**
     * A word and its part.
     *
     * @param value the word; any when none is more frequent than others
     * @param share its share of all, at least; 0 to 1
     */
    record Top(long value, double share) {}

    /** The most frequent word of two streams, the least of several. */
    static Top top(TopValues one, TopValues other) {
        long value = 0;
        long most = 0;
        for (TopValues side : new TopValues[] {one, other}) {
            for (int i = 0; i < CAPACITY; i++) {
                if (side.counts[i] == 0) continue;
                long count = one.count(side.values[i]) + other.count(side.values[i]);
                if (count < most || count == most && side.values[i] >= value) continue;
                value = side.values[i];
                most = count;
            }
        }
        long all = one.total + other.total;
        return new Top(value, all == 0 ? 0 : (double) most / all);
    }

    private long count(long value) {
        for (int i = 0; i < CAPACITY; i++) {
            if (counts[i] > 0 && values[i] == value) return counts[i];
        }
        return 0;
    }

    /** How often any word was counted. */
    long total() {
        return total;
    }
}
