package syntop.analyzer.count;

import java.util.Arrays;
import syntop.capture.batch.SegmentBatch;

/**
 * Counts keys of two words, up to a number of different ones: open addressing, linear probing. What
 * comes once it is full counts only as {@link #left}. One thread. Memory: 48 bytes for each key
 * there may be, at most.
 */
public final class KeyCounts {
    private final KeyedHash hash = new KeyedHash(16);
    private final int capacity;
    private final long[] slots; // upper half, lower half, count; 0: free
    private int size;
    private long left;

    /**
     * Makes room.
     *
     * @param capacity different keys, a power of two
     */
    public KeyCounts(int capacity) {
        this.capacity = capacity;
        slots = new long[3 * 2 * capacity];
    }

    /** Takes the counts. */
    @FunctionalInterface
    public interface Counts {
        /** Takes one. */
        void take(long hi, long lo, long count);
    }

    /** Counts a key. Hot path. */
    public void add(long hi, long lo) {
        long[] table = slots;
        int mask = table.length / 3 - 1;
        int i = (int) hash.hash(hi, lo) & mask;
        while (true) {
            int at = 3 * i;
            if (table[at + 2] == 0) {
                if (size == capacity) {
                    left++;
                    return;
                }
                table[at] = hi;
                table[at + 1] = lo;
                size++;
            }
            if (table[at] == hi && table[at + 1] == lo) {
                table[at + 2]++;
                return;
            }
            i = i + 1 & mask;
        }
    }

    /** Counts the looks of the SYN of a row: its options and {@link SynStyle}. Hot path. */
    public void addSignature(SegmentBatch batch, int row) {
        add(batch.signature[row], SynStyle.of(batch, row));
    }

    /** Tells all counts, in no order. */
    public void forEach(Counts counts) {
        for (int at = 0; at < slots.length; at += 3) {
            if (slots[at + 2] > 0) counts.take(slots[at], slots[at + 1], slots[at + 2]);
        }
    }

    /** How often a key came that had no place. */
    public long left() {
        return left;
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        left = 0;
    }
}
