package syntop.analyzer.count;

/**
 * Exact count of SYNs for each IPv6 source: open addressing, linear probing, three longs a source:
 * upper half, lower half, count. A free slot has the count 0. Grows as {@link Ipv4Table} does.
 *
 * <p>Analyzer thread only. Memory: 24 bytes a slot, 1.33 to 2.67 slots a source, and half as much
 * again while it grows.
 */
final class Ipv6Table {
    private static final int MIN_BITS = 10;
    private static final int STRIDE = 3;

    /** Slots past which a table does not stay in a core's second-level cache. */
    private static final int CACHED_SLOTS = 1 << 14;

    private final KeyedHash hash;
    private long[] slots = new long[STRIDE << MIN_BITS];
    private int capacity = 1 << MIN_BITS;
    private int shift = 64 - MIN_BITS;
    private int size;
    private int[] indices = new int[0];

    @SuppressWarnings("UnusedVariable") // written only, to keep a loop
    private long touched;

    Ipv6Table(KeyedHash hash) {
        this.hash = hash;
    }

    /** Different sources. */
    int size() {
        return size;
    }

    /**
     * Counts one SYN for each address, in three passes as {@link Ipv4Table#add}. Hot path.
     *
     * @param hi upper halves, valid up to {@code n}
     * @param lo lower halves, valid up to {@code n}
     */
    void add(long[] hi, long[] lo, int n) {
        if (size + n > capacity / 4 * 3) grow(size + n);
        if (indices.length < n) indices = new int[hi.length];
        int[] home = indices;
        KeyedHash h = hash;
        int bits = shift;
        for (int k = 0; k < n; k++) {
            home[k] = (int) (h.hash(hi[k], lo[k]) >>> bits);
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
            int at = find(table, home[k], hi[k], lo[k]);
            if (table[at + 2] == 0) {
                table[at] = hi[k];
                table[at + 1] = lo[k];
                size++;
            }
            table[at + 2]++;
        }
    }

    private int find(long[] table, int home, long hi, long lo) {
        int mask = capacity - 1;
        int i = home;
        while (true) {
            int at = i * STRIDE;
            if (table[at + 2] == 0 || table[at] == hi && table[at + 1] == lo) return at;
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
            if (old[at + 2] == 0) continue;
            int home = (int) (hash.hash(old[at], old[at + 1]) >>> shift);
            System.arraycopy(old, at, table, find(table, home, old[at], old[at + 1]), STRIDE);
        }
        slots = table;
    }

    /** Offers every source to a ranking. */
    void rank(Ranking ranking) {
        for (int at = 0; at < slots.length; at += STRIDE) {
            if (slots[at + 2] != 0) ranking.offer(slots[at], slots[at + 1], slots[at + 2]);
        }
    }
}
