package syntop.analyzer.handshake;

import java.util.Arrays;

/**
 * A sample of sources with all their requests: those whose hash ends in a number of zero bits,
 * which grows whenever the sample is full. So what is said of sources, as how many requests each
 * sends, is exact until then, and unbiased after. Analyzer thread only. Memory: 24 bytes a slot,
 * two slots a source, up to 1,024 slots, twice.
 */
final class SourceSample {
    private static final int MAX_SOURCES = 512;
    private static final int FIRST_SLOTS = 32;

    private final AddressHash hasher;
    private long[] slots = new long[3 * FIRST_SLOTS]; // upper half, lower half, requests
    private long[] spare = new long[0]; // empty, to be filled next
    private int size;
    private int level;

    /** Makes an empty sample of sources whose hashes are {@code hasher.address(hi, lo, 0)}. */
    SourceSample(AddressHash hasher) {
        this.hasher = hasher;
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
        level = 0;
    }

    /** Counts requests, at least one. Hot path, but where it grows. */
    void add(long hash, long hi, long lo, long requests) {
        if ((hash & (1L << level) - 1) != 0) return;
        int at = find(slots, hash, hi, lo);
        slots[at + 2] += requests;
        if (slots[at + 2] == requests) {
            slots[at] = hi;
            slots[at + 1] = lo;
            if (++size > slots.length / 6) makeRoom();
        }
    }

    private static int find(long[] table, long hash, long hi, long lo) {
        int mask = table.length / 3 - 1;
        int i = (int) (hash >>> 32) & mask;
        while (table[3 * i + 2] != 0 && (table[3 * i] != hi || table[3 * i + 1] != lo)) {
            i = i + 1 & mask;
        }
        return 3 * i;
    }

    private void makeRoom() {
        long[] old = slots;
        boolean full = size > MAX_SOURCES;
        if (full) level++;
        int length = full ? old.length : old.length * 2;
        slots = spare.length == length ? spare : new long[length];
        spare = old;
        size = 0;
        for (int at = 0; at < old.length; at += 3) {
            if (old[at + 2] == 0) continue;
            long hash = hasher.address(old[at], old[at + 1], 0);
            if ((hash & (1L << level) - 1) != 0) continue;
            System.arraycopy(old, at, slots, find(slots, hash, old[at], old[at + 1]), 3);
            size++;
        }
        Arrays.fill(old, 0);
    }

    /** This sample and another with the same hashes as one. */
    SourceSample and(SourceSample other) {
        SourceSample both = new SourceSample(hasher);
        both.level = Math.max(level, other.level);
        for (long[] from : new long[][] {slots, other.slots}) {
            for (int at = 0; at < from.length; at += 3) {
                if (from[at + 2] == 0) continue;
                long hash = hasher.address(from[at], from[at + 1], 0);
                both.add(hash, from[at], from[at + 1], from[at + 2]);
            }
        }
        return both;
    }

    /** What is known of the sources now. */
    Sources sources() {
        long[] hi = new long[size];
        long[] lo = new long[size];
        long[] requests = new long[size];
        int n = 0;
        for (int at = 0; at < slots.length; at += 3) {
            if (slots[at + 2] == 0) continue;
            hi[n] = slots[at];
            lo[n] = slots[at + 1];
            requests[n++] = slots[at + 2];
        }
        return Sources.of(hi, lo, requests, level);
    }
}
