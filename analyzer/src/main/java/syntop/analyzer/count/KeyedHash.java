package syntop.analyzer.count;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import syntop.capture.batch.SegmentBatch;

/**
 * Simple tabulation hashing (Zobrist; Patrascu and Thorup, "The Power of Simple Tabulation
 * Hashing", 2011): the XOR of one random word for each byte of the key. With linear probing it
 * takes expected constant time for any set of keys that was chosen without knowing the tables, and
 * the tables are fresh for each object, so no sender can choose collisions.
 *
 * <p>Memory: 2 KiB for each byte of the key. Immutable.
 */
final class KeyedHash {
    private static final int V4_LEVEL = 8 << 8; // the table of the lowest byte of a lower half

    private final long[] tables;
    private final long v4; // what the 12 bytes before each IPv4-mapped address come to

    /**
     * Draws the tables.
     *
     * @param keyBytes length of the keys, 1 to 18
     */
    KeyedHash(int keyBytes) {
        // nothing that a sender sees depends on the tables, so 64 secret bits can only be guessed;
        // drawing every word from SecureRandom takes 15 ms at start
        this(keyBytes, new SplittableRandom(new SecureRandom().nextLong()));
    }

    /** Draws the tables from a source that the test knows. */
    KeyedHash(int keyBytes, RandomGenerator random) {
        tables = new long[keyBytes << 8];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = random.nextLong();
        }
        v4 =
                keyBytes < 16
                        ? 0
                        : half(0, 0) ^ half(SegmentBatch.V4_MAPPED, V4_LEVEL) ^ hash(0, V4_LEVEL);
    }

    /** Hash of a 4-byte key. Hot path. */
    long hash(int key) {
        return hash(key, 0);
    }

    private long hash(int key, int base) {
        long[] t = tables;
        return t[base + (key & 0xFF)]
                ^ t[base + 256 + (key >>> 8 & 0xFF)]
                ^ t[base + 512 + (key >>> 16 & 0xFF)]
                ^ t[base + 768 + (key >>> 24)];
    }

    /** Hash of a 16-byte key. Hot path. */
    long hash(long hi, long lo) {
        if (Addresses.isV4(hi, lo)) return v4 ^ hash((int) lo, V4_LEVEL);
        return half(hi, 0) ^ half(lo, V4_LEVEL);
    }

    /**
     * Hash of an 18-byte key. Hot path.
     *
     * @param tag 0 to 65535
     */
    long hash(long hi, long lo, int tag) {
        long[] t = tables;
        return half(hi, 0) ^ half(lo, V4_LEVEL) ^ t[4096 + (tag & 0xFF)] ^ t[4352 + (tag >>> 8)];
    }

    private long half(long key, int base) {
        long[] t = tables;
        long hash = 0;
        for (int i = 0; i < 8; i++) {
            hash ^= t[base + (i << 8) + (int) (key >>> (i << 3) & 0xFF)];
        }
        return hash;
    }
}
