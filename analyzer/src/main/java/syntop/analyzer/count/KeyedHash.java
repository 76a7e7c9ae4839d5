package syntop.analyzer.count;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Simple tabulation hashing (Zobrist; Patrascu and Thorup, "The Power of Simple Tabulation
 * Hashing", 2011): the XOR of one random word for each byte of the key. With linear probing it
 * takes expected constant time for any set of keys that was chosen without knowing the tables, and
 * the tables are fresh for each object, so no sender can choose collisions.
 *
 * <p>Memory: 2 KiB for each byte of the key. Immutable.
 */
final class KeyedHash {
    private final long[] tables;

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
    }

    /** Hash of a 4-byte key. Hot path. */
    long hash(int key) {
        long[] t = tables;
        return t[key & 0xFF]
                ^ t[256 + (key >>> 8 & 0xFF)]
                ^ t[512 + (key >>> 16 & 0xFF)]
                ^ t[768 + (key >>> 24)];
    }

    /** Hash of a 16-byte key. Hot path. */
    long hash(long hi, long lo) {
        return half(hi, 0) ^ half(lo, 8 << 8);
    }

    /**
     * Hash of an 18-byte key. Hot path.
     *
     * @param tag 0 to 65535
     */
    long hash(long hi, long lo, int tag) {
        long[] t = tables;
        return half(hi, 0) ^ half(lo, 8 << 8) ^ t[4096 + (tag & 0xFF)] ^ t[4352 + (tag >>> 8)];
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
