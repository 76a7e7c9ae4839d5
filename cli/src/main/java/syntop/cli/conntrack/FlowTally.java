package syntop.cli.conntrack;

import java.security.SecureRandom;
import syntop.analyzer.count.Ranking;

/**
 * Counts connections by a key of 128 bits: open addressing, linear probing. The hash is keyed for
 * each object with secret bits, so no sender can choose keys that collide. One thread.
 *
 * <p>Memory: 24 bytes a slot, 1.33 to 2.67 slots a key, and half as much again while it grows:
 * nothing for a connection whose key is known.
 */
final class FlowTally {
    private static final int MIN_SLOTS = 1 << 10;

    private final long secretHi;
    private final long secretLo;
    private long[] keys = new long[2 * MIN_SLOTS]; // upper and lower half of slot i at 2i, 2i + 1
    private int[] counts = new int[2 * MIN_SLOTS]; // connections, 0 in a free slot; unreplied ones
    private int size;

    FlowTally() {
        SecureRandom random = new SecureRandom();
        secretHi = random.nextLong();
        secretLo = random.nextLong();
    }

    /** Different keys. */
    int size() {
        return size;
    }

    /** Counts a connection. Hot path. */
    void add(long hi, long lo, boolean replied) {
        if (size >= counts.length / 8 * 3) grow();
        int at = 2 * slot(hi, lo);
        if (counts[at] == 0) {
            keys[at] = hi;
            keys[at + 1] = lo;
            size++;
        }
        counts[at]++;
        if (!replied) counts[at + 1]++;
    }

    /** Connections of a key that got no reply. */
    long unreplied(long hi, long lo) {
        return counts[2 * slot(hi, lo) + 1];
    }

    /** Offers every key to a ranking. */
    void rank(Ranking ranking) {
        for (int at = 0; at < counts.length; at += 2) {
            if (counts[at] != 0) ranking.offer(keys[at], keys[at + 1], counts[at]);
        }
    }

    /** The slot of a key, or the free one where it belongs. */
    private int slot(long hi, long lo) {
        int mask = counts.length / 2 - 1;
        int i = (int) mix(mix(lo ^ secretLo) + (hi ^ secretHi)) & mask;
        while (counts[2 * i] != 0 && (keys[2 * i] != hi || keys[2 * i + 1] != lo)) i = i + 1 & mask;
        return i;
    }

    /** The finalizer of MurmurHash3: each bit of the input changes half of those of the result. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new long[Math.multiplyExact(2, oldKeys.length)];
        counts = new int[keys.length];
        for (int from = 0; from < oldCounts.length; from += 2) {
            if (oldCounts[from] == 0) continue;
            int to = 2 * slot(oldKeys[from], oldKeys[from + 1]);
            keys[to] = oldKeys[from];
            keys[to + 1] = oldKeys[from + 1];
            counts[to] = oldCounts[from];
            counts[to + 1] = oldCounts[from + 1];
        }
    }
}
