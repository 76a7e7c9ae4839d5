package syntop.analyzer.handshake;

import java.util.Arrays;

/**
 * What became of each source's requests: open addressing, linear probing. A source is here from the
 * first event after its SYN: a retransmission or an answer. When it is full, the sources with
 * fewest events are forgotten; how many events such a source can have had is {@link #forgotten()}.
 * Analyzer thread only.
 *
 * <p>Memory: 80 bytes a slot, 1.33 to 2.67 slots a source, up to 20 MiB, and half as much again
 * while it grows.
 */
final class SourceFigures {
    static final int RETRANSMISSIONS = 2;
    static final int DUPLICATES = 3;
    static final int ANSWERED = 4;
    static final int COMPLETED = 5;
    static final int ABORTED = 6;
    static final int REFUSED = 7;
    static final int UNSEEN = 8;
    static final int REQUESTS = 9;

    private static final int WORDS = 10; // upper half and lower half of the address, the figures
    private static final int MAX_SLOTS = 1 << 18;

    private final AddressHash hasher;
    private final int maxSlots;
    private long[] slots = new long[WORDS << 8];
    private int size;
    private long forgotten;

    SourceFigures(AddressHash hasher) {
        this(hasher, MAX_SLOTS);
    }

    /** As the other, with another bound, a power of two of at least 256. */
    SourceFigures(AddressHash hasher, int maxSlots) {
        this.hasher = hasher;
        this.maxSlots = maxSlots;
    }

    /** Counts an event of a source. Hot path, but where it grows. */
    void count(long hi, long lo, int figure, long times) {
        int at = find(slots, hi, lo);
        if (isFree(slots, at)) {
            if (size >= slots.length / WORDS / 4 * 3) {
                makeRoom();
                at = find(slots, hi, lo);
            }
            slots[at] = hi;
            slots[at + 1] = lo;
            size++;
        }
        slots[at + figure] += times;
    }

    private static boolean isFree(long[] table, int at) {
        return events(table, at) == 0;
    }

    private static long events(long[] table, int at) {
        long events = 0;
        for (int i = 2; i < WORDS; i++) {
            events += table[at + i];
        }
        return events;
    }

    private int find(long[] table, long hi, long lo) {
        int mask = table.length / WORDS - 1;
        int i = (int) (hasher.address(hi, lo, 1) >>> 32) & mask;
        while (true) {
            int at = i * WORDS;
            if (table[at + 1] == lo && table[at] == hi || isFree(table, at)) return at;
            i = i + 1 & mask;
        }
    }

    private void makeRoom() {
        boolean full = slots.length / WORDS >= maxSlots;
        long least = full ? medianEvents() : 0;
        if (full) forgotten += least;
        long[] old = slots;
        slots = new long[full ? old.length : old.length * 2];
        size = 0;
        for (int at = 0; at < old.length; at += WORDS) {
            if (events(old, at) <= least) continue;
            System.arraycopy(old, at, slots, find(slots, old[at], old[at + 1]), WORDS);
            size++;
        }
    }

    private long medianEvents() {
        long[] events = new long[size];
        int n = 0;
        for (int at = 0; at < slots.length; at += WORDS) {
            long count = events(slots, at);
            if (count > 0) events[n++] = count;
        }
        Arrays.sort(events);
        return events[n / 2];
    }

    /**
     * Events that a source can have had and that are not in its figures, at most; 0 when all are.
     */
    long forgotten() {
        return forgotten;
    }

    /**
     * What is known now, for other threads too: of copies.
     *
     * @param before what was known in an earlier period, with the same hashes; or null
     * @param counted whether requests were counted here; else they follow from the SYNs
     */
    SourceOutcomes outcomes(SourceFigures before, boolean counted) {
        long[] here = slots.clone();
        long[] there = before == null ? null : before.slots.clone();
        return (hi, lo, syns) -> {
            long[] sum = new long[WORDS];
            add(sum, here, hi, lo);
            if (there != null) add(sum, there, hi, lo);
            return counts(sum, counted, syns);
        };
    }

    private void add(long[] sum, long[] table, long hi, long lo) {
        int at = find(table, hi, lo);
        for (int i = 2; i < WORDS; i++) {
            sum[i] += table[at + i];
        }
    }

    private static Counts counts(long[] sum, boolean counted, long syns) {
        long repeats = sum[RETRANSMISSIONS] + sum[DUPLICATES];
        long requests = Math.max(0, syns - repeats);
        return new Counts(
                syns,
                counted ? sum[REQUESTS] : requests,
                sum[RETRANSMISSIONS],
                sum[DUPLICATES],
                sum[ANSWERED],
                sum[COMPLETED],
                sum[ABORTED],
                sum[REFUSED],
                sum[UNSEEN],
                0);
    }
}
