package syntop.analyzer.count;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import syntop.capture.batch.SegmentBatch;

/**
 * Exact count of SYNs for each IPv4 address: open addressing, linear probing, one long a source
 * with the address in the upper and the count in the lower 32 bits. A free slot is 0, for a source
 * that is there has a count of at least 1.
 *
 * <p>The slot is taken from the upper bits of the hash. So when the table doubles, slot i goes to
 * 2i or 2i + 1 or shortly behind, and growing reads and writes memory in order.
 *
 * <p>One thread at a time. Memory: 8 bytes a slot, 1.33 to 2.67 slots a source, and half as much
 * again while it grows. It grows to a limit; before it is full it has to be sealed.
 */
final class Ipv4Table {
    private static final int MIN_BITS = 12;
    private static final long COUNT = 0xFFFF_FFFFL;
    private static final long CARRY = 1L << 31; // moved out of a count that is full

    /** Slots with which a table still stays in a core's second-level cache. */
    private static final int CACHED_SLOTS = 1 << 17;

    private final KeyedHash hash;
    private final int maxSlots;
    private final Map<Integer, Long> carried = new HashMap<>(); // at most one entry per 2^31 SYNs
    long[] slots = new long[1 << MIN_BITS]; // not private: no test can count to 2^32
    private int shift = 64 - MIN_BITS;
    private int size;
    private long added; // SYNs
    private int[] indices = new int[0];

    @SuppressWarnings("UnusedVariable") // written only, to keep a loop
    private long touched;

    /**
     * Makes an empty table.
     *
     * @param hash of keys of 4 bytes
     * @param maxSlots a power of two; it grows up to so many
     */
    Ipv4Table(KeyedHash hash, int maxSlots) {
        this.hash = hash;
        this.maxSlots = maxSlots;
    }

    /** Different sources. */
    int size() {
        return size;
    }

    /**
     * Whether as many further sources should have a place. Hot path.
     *
     * <p>Past the cache each of them is a miss. That pays where sources come back, which then are
     * sealed and merged once; where most are new, two tables that stay in the cache do the same in
     * less time.
     */
    boolean hasRoom(int n) {
        if (size + n <= slots.length / 4 * 3) return true;
        if (slots.length >= CACHED_SLOTS && added < 2L * size) return false;
        return size + n <= maxSlots / 4 * 3;
    }

    /**
     * Counts one SYN for each address. Hot path.
     *
     * <p>A large table misses the cache once for each address. Three passes let the misses overlap:
     * find the slots, read them all without waiting for one another, then count.
     *
     * @param addresses valid up to {@code n}
     */
    void add(int[] addresses, int n) {
        if (size + n > slots.length / 4 * 3) grow(size + n);
        added += n;
        if (indices.length < n) indices = new int[addresses.length];
        int[] home = indices;
        KeyedHash h = hash;
        int bits = shift;
        for (int k = 0; k < n; k++) {
            home[k] = (int) (h.hash(addresses[k]) >>> bits);
        }
        long[] table = slots;
        if (table.length >= CACHED_SLOTS) {
            long sum = 0;
            for (int k = 0; k < n; k++) {
                sum += table[home[k]];
            }
            touched = sum; // kept, or the compiler drops the loop
        }
        int mask = table.length - 1;
        for (int k = 0; k < n; k++) {
            int address = addresses[k];
            int i = home[k];
            long slot = table[i];
            while (slot != 0 && (int) (slot >>> 32) != address) {
                i = i + 1 & mask;
                slot = table[i];
            }
            if (slot == 0) {
                slot = (long) address << 32;
                size++;
            } else if ((slot & COUNT) == COUNT) {
                slot = carry(slot);
            }
            table[i] = slot + 1;
        }
    }

    private long carry(long slot) {
        carried.merge((int) (slot >>> 32), CARRY, Long::sum);
        return slot - CARRY;
    }

    private void grow(int needed) {
        int length = slots.length;
        while (needed > length / 4 * 3) {
            length *= 2;
            shift--;
        }
        long[] table = new long[length];
        int mask = length - 1;
        for (long slot : slots) {
            if (slot == 0) continue;
            int i = (int) (hash.hash((int) (slot >>> 32)) >>> shift);
            while (table[i] != 0) {
                i = i + 1 & mask;
            }
            table[i] = slot;
        }
        slots = table;
    }

    /** Offers every source to a ranking. */
    void rank(Ranking ranking) {
        for (long slot : slots) {
            if (slot == 0) continue;
            int address = (int) (slot >>> 32);
            long syns = slot & COUNT;
            if (!carried.isEmpty()) syns += carried.getOrDefault(address, 0L);
            ranking.offer(0, SegmentBatch.V4_MAPPED | address & 0xFFFF_FFFFL, syns);
        }
    }

    /** Moves everything to a narrow run, and is empty then. */
    void sealTo(Run run, RunSort sort, Chunks chunks) {
        int n = 0;
        for (int i = 0; n < size; i++) {
            long slot = slots[i];
            slots[n] = slot;
            n +=
                    (int)
                            ((slot | -slot)
                                    >>> 63); // 1 if it is taken: whether it is nobody can predict
        }
        long[] sorted = sort.narrow(slots, n);
        if (carried.isEmpty()) run.append(sorted, n, chunks);
        else appendCarried(sorted, n, run, chunks);
        carried.clear();
        Arrays.fill(slots, 0);
        size = 0;
        added = 0;
    }

    private void appendCarried(long[] sorted, int n, Run run, Chunks chunks) {
        for (int i = 0; i < n; i++) {
            int address = (int) (sorted[i] >>> 32);
            long syns = (sorted[i] & COUNT) + carried.getOrDefault(address, 0L);
            run.append(0, address & 0xFFFF_FFFFL, 0, syns, chunks);
        }
    }
}
