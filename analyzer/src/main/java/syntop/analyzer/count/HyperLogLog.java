package syntop.analyzer.count;

import java.util.SplittableRandom;

/**
 * Estimates how many different keys there were, from 16 KiB: P. Flajolet and others, "HyperLogLog",
 * 2007, with the estimator of O. Ertl, "New cardinality estimation algorithms for HyperLogLog
 * sketches", 2017, which needs no table of corrections. The standard error is {@link #ERROR}; the
 * hash is keyed, for who knows it can make the estimate anything (P. Reviriego and others, 2020).
 *
 * <p>One thread at a time.
 */
final class HyperLogLog {
    private static final int BITS = 14;
    static final int REGISTERS = 1 << BITS;
    private static final int RANKS = Long.SIZE - BITS; // the most zeros that are told apart

    private static final long MOST_KEYS = 1L << 46;

    /** Relative standard error. */
    static final double ERROR = 1.04 / Math.sqrt(REGISTERS);

    private final KeyedHash hash;
    private final long seed;
    private final byte[] registers = new byte[REGISTERS];

    /**
     * Makes an empty one.
     *
     * @param hash of keys of 16 bytes or more; two can be merged only if they share it
     */
    HyperLogLog(KeyedHash hash) {
        this.hash = hash;
        seed = 0;
    }

    private HyperLogLog(KeyedHash hash, long seed) {
        this.hash = hash;
        this.seed = seed;
    }

    /** An empty one whose hash is drawn from a seed. */
    static HyperLogLog ofSeed(long seed) {
        return new HyperLogLog(new KeyedHash(16, new SplittableRandom(seed)), seed);
    }

    /**
     * One that was saved, or null where it cannot be: registers that nothing sets, or more keys
     * than SYNs can be counted, so that the sum of some ten thousand estimates stays in a long.
     */
    static HyperLogLog of(long seed, byte[] registers) {
        HyperLogLog sketch = ofSeed(seed);
        for (int i = 0; i < REGISTERS; i++) {
            if (registers[i] < 0 || registers[i] > RANKS + 1) return null;
            sketch.registers[i] = registers[i];
        }
        return sketch.estimate() <= MOST_KEYS ? sketch : null;
    }

    /** An empty one that can be merged with this one. */
    HyperLogLog empty() {
        return new HyperLogLog(hash, seed);
    }

    /** What the hash was drawn from: secret while anybody still sends what is counted. */
    long seed() {
        return seed;
    }

    /** The registers, to be saved. */
    byte[] registers() {
        return registers.clone();
    }

    /** Adds a key. */
    void add(long hi, long lo) {
        long bits = bits(hash, hi, lo);
        int register = (int) (bits >>> RANKS);
        int rank = Math.min(Long.numberOfLeadingZeros(bits << BITS), RANKS) + 1;
        if (rank > registers[register]) registers[register] = (byte) rank;
    }

    /**
     * The bits that stand for a key. Tabulation alone is linear: of keys that differ in few bytes
     * it makes bits that depend on each other, and the estimate is half as far off again. So they
     * are mixed (D. Stafford, "Better bit mixing", variant 13).
     */
    static long bits(KeyedHash hash, long hi, long lo) {
        long bits = hash.hash(hi, lo);
        bits = (bits ^ bits >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D0_49BB_1331_11EBL;
        return bits ^ bits >>> 31;
    }

    /** Adds all keys of another one. */
    void merge(HyperLogLog other) {
        for (int i = 0; i < REGISTERS; i++) {
            registers[i] = (byte) Math.max(registers[i], other.registers[i]);
        }
    }

    /** How many different keys were added, about. */
    long estimate() {
        int[] counts = new int[RANKS + 2];
        for (byte rank : registers) {
            counts[rank]++;
        }
        double z = REGISTERS * tau(1 - (double) counts[RANKS + 1] / REGISTERS);
        for (int rank = RANKS; rank >= 1; rank--) {
            z = (z + counts[rank]) / 2;
        }
        z += REGISTERS * sigma((double) counts[0] / REGISTERS);
        return Math.round((double) REGISTERS * REGISTERS / (2 * Math.log(2) * z));
    }

    /** The sum of x to the power of 2^k times 2^(k-1), for all k from 1 on, and x; Ertl's (13). */
    private static double sigma(double share) {
        if (share == 1) return Double.POSITIVE_INFINITY;
        double x = share;
        double y = 1;
        double z = share;
        double before;
        do {
            before = z;
            x *= x;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    /** For keys with all bits behind the register zero; Ertl's (19). */
    private static double tau(double share) {
        if (share == 0 || share == 1) return 0;
        double x = share;
        double y = 1;
        double z = 1 - share;
        double before;
        do {
            before = z;
            x = Math.sqrt(x);
            y /= 2;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }
}
