package syntop.analyzer.count;

import java.util.Arrays;

/**
 * Exact count of SYNs for each key that is wider than an IPv4 address: open addressing, linear
 * probing, four longs a slot: upper half, lower half, tag, count. A free slot has the count 0. IPv6
 * sources have the tag 0, targets their port. Grows as {@link Ipv4Table} does.
 *
 * <p>One thread at a time. Memory: 32 bytes a slot, 1.33 to 2.67 slots a key, and half as much
 * again while it grows.
 */
final class WideTable {
    private static final int MIN_BITS = 10;
    private static final int STRIDE = Run.WIDE;

    /** Slots past which a table does not stay in a core's second-level cache. */
    private static final int CACHED_SLOTS = 1 << 14;

    private final KeyedHash hash;
    private final int maxSlots;
    private long[] slots = new long[STRIDE << MIN_BITS];
    private int capacity = 1 << MIN_BITS;
    private int shift = 64 - MIN_BITS;
    private int size;
    private int[] indices = new int[0];

    @SuppressWarnings("UnusedVariable") // written only, to keep a loop
    private long touched;

    /**
     * Makes an empty table.
     *
     * @param hash of keys of 18 bytes
     * @param maxSlots a power of two; it grows up to so many
     */
    WideTable(KeyedHash hash, int maxSlots) {
        this.hash = hash;
        this.maxSlots = maxSlots;
    }

    /** Different keys. */
    int size() {
        return size;
    }

    /** Whether as many further keys have a place. Hot path. */
    boolean hasRoom(int n) {
        return size + n <= maxSlots / 4 * 3;
    }

    /**
     * Counts one SYN for each key, in three passes as {@link Ipv4Table#add}. Hot path.
     *
     * @param hi upper halves, valid up to {@code n}
     * @param lo lower halves, valid up to {@code n}
     * @param tags 0 to 65535, valid up to {@code n}
     */
    void add(long[] hi, long[] lo, int[] tags, int n) {
        if (size + n > capacity / 4 * 3) grow(size + n);
        if (indices.length < n) indices = new int[hi.length];
        int[] home = indices;
        KeyedHash h = hash;
        int bits = shift;
        for (int k = 0; k < n; k++) {
            home[k] = (int) (h.hash(hi[k], lo[k], tags[k]) >>> bits);
        }
        long[] table = slots;
        if (capacity > CACHED_SLOTS) {
            long sum = 0;
            for (int k = 0; k < n; k++) {
                sum += table[home[k] * STRIDE];
            }
            touched = sum; // kept, or the compiler drops the loop
        }
        for (int k = 0; k < n; k++) {
            int at = find(table, home[k], hi[k], lo[k], tags[k]);
            if (table[at + 3] == 0) {
                table[at] = hi[k];
                table[at + 1] = lo[k];
                table[at + 2] = tags[k];
                size++;
            }
            table[at + 3]++;
        }
    }

    private int find(long[] table, int home, long hi, long lo, long tag) {
        int mask = capacity - 1;
        int i = home;
        while (true) {
            int at = i * STRIDE;
            if (table[at + 3] == 0
                    || table[at + 1] == lo && table[at] == hi && table[at + 2] == tag) return at;
            i = i + 1 & mask;
        }
    }

    private void grow(int needed) {
        long[] old = slots;
        while (needed > capacity / 4 * 3) {
            capacity *= 2;
            shift--;
        }
        long[] table = new long[capacity * STRIDE];
        for (int at = 0; at < old.length; at += STRIDE) {
            if (old[at + 3] == 0) continue;
            long tag = old[at + 2];
            int home = (int) (hash.hash(old[at], old[at + 1], (int) tag) >>> shift);
            System.arraycopy(old, at, table, find(table, home, old[at], old[at + 1], tag), STRIDE);
        }
        slots = table;
    }

    /** Offers every key to a ranking. */
    void rank(Ranking ranking) {
        for (int at = 0; at < slots.length; at += STRIDE) {
            if (slots[at + 3] == 0) continue;
            ranking.offer(slots[at], slots[at + 1], slots[at + 2], slots[at + 3]);
        }
    }

    /** Moves everything to a run, and is empty then. */
    void sealTo(Run run, Chunks chunks) {
        int n = 0;
        for (int at = 0; at < slots.length && n < size; at += STRIDE) {
            if (slots[at + 3] == 0) continue;
            if (at != n * STRIDE) System.arraycopy(slots, at, slots, n * STRIDE, STRIDE);
            n++;
        }
        RunSort.wide(slots, n);
        for (int at = 0; at < n * STRIDE; at += STRIDE) {
            run.append(slots[at], slots[at + 1], slots[at + 2], slots[at + 3], chunks);
        }
        Arrays.fill(slots, 0);
        size = 0;
    }
}
