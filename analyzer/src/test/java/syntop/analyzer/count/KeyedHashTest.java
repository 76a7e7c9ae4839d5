package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import syntop.analyzer.SynBatches;

class KeyedHashTest {
    private static final int BITS = 16;
    private static final int KEYS = (1 << BITS) / 4 * 3; // the highest load of the tables

    // Random hashing takes 2.5 probes on average at three quarters (Knuth, TAOCP 3, 6.4); with the
    // seeds below the longest of all was 168.
    private static final double MAX_MEAN = 3;
    private static final int MAX_LONGEST = 256;

    @Test
    void twoObjectsHashDifferently() {
        KeyedHash one = new KeyedHash(16);
        KeyedHash other = new KeyedHash(16);
        long sameV4 = IntStream.range(0, 1000).filter(k -> one.hash(k) == other.hash(k)).count();
        long sameV6 =
                IntStream.range(0, 1000).filter(k -> one.hash(k, 1) == other.hash(k, 1)).count();
        assertEquals(0, sameV4 + sameV6);
    }

    @Test
    void oneObjectHashesAKeyAlwaysTheSame() {
        KeyedHash hash = new KeyedHash(16);
        for (int key = -1000; key < 1000; key++) {
            assertEquals(hash.hash(key), hash.hash(key));
            assertEquals(hash.hash(key, ~key), hash.hash(key, ~key));
        }
    }

    @Test
    void everyByteOfTheKeyCounts() {
        KeyedHash hash = new KeyedHash(16, new Random(1));
        long zero = hash.hash(0, 0);
        for (int bit = 0; bit < 64; bit++) {
            assertTrue(hash.hash(1L << bit, 0) != zero, "upper half, bit " + bit);
            assertTrue(hash.hash(0, 1L << bit) != zero, "lower half, bit " + bit);
        }
        for (int bit = 0; bit < 32; bit++) {
            assertTrue(hash.hash(1 << bit) != hash.hash(0), "bit " + bit);
        }
    }

    /** IPv4-mapped addresses have a short way to the same hash. */
    @Test
    void allAddressesHashAlike() {
        KeyedHash hash = new KeyedHash(18, new Random(1));
        long ofTagZero = hash.hash(5, 5, 0) ^ hash.hash(5, 5);
        for (int address : new int[] {0, 1, -1, 0xC633_6407, 0x0102_0304}) {
            long lo = SynBatches.mapped(address);
            assertEquals(hash.hash(0, lo, 0) ^ ofTagZero, hash.hash(0, lo));
            assertEquals(hash.hash(1, lo, 0) ^ ofTagZero, hash.hash(1, lo));
        }
    }

    @Test
    void everyTagHasAHashOfItsOwn() {
        KeyedHash hash = new KeyedHash(18, new Random(1));
        long different =
                IntStream.range(0, 1 << 16).mapToLong(t -> hash.hash(1, 2, t)).distinct().count();
        assertEquals(1 << 16, different);
    }

    @ParameterizedTest(name = "{0}, seed={2}")
    @MethodSource("structuredKeys")
    void structuredKeysKeepProbesShortAtTheHighestLoad(
            String name, IntUnaryOperator key, long seed) {
        KeyedHash hash = new KeyedHash(4, new Random(seed));
        Probes probes = new Probes(BITS);
        for (int i = 0; i < KEYS; i++) {
            probes.insert(hash.hash(key.applyAsInt(i)));
        }
        probes.assertShorter(MAX_MEAN, MAX_LONGEST, "seed=" + seed);
    }

    @ParameterizedTest(name = "{0}, seed={2}")
    @MethodSource("structuredKeys")
    void structuredKeysInTheLowerHalfOfIpv6KeepProbesShort(
            String name, IntUnaryOperator key, long seed) {
        KeyedHash hash = new KeyedHash(16, new Random(seed));
        Probes probes = new Probes(BITS);
        for (int i = 0; i < KEYS; i++) {
            probes.insert(hash.hash(0x2001_0db8_0000_0000L, key.applyAsInt(i) & 0xFFFF_FFFFL));
        }
        probes.assertShorter(MAX_MEAN, MAX_LONGEST, "seed=" + seed);
    }

    static Stream<Arguments> structuredKeys() {
        return Stream.of(1L, 2L, 3L, 1_234_567L)
                .flatMap(
                        seed ->
                                Stream.of(
                                        keys("sequential", i -> 0x0A00_0000 + i, seed),
                                        keys("one host in each /24", i -> i << 8 | 1, seed),
                                        keys("one host in each /16", i -> i << 16 | i >>> 8, seed),
                                        keys("steps of 4,096", i -> i << 12 | i >>> 20, seed),
                                        keys("bits reversed", Integer::reverse, seed),
                                        keys("random", i -> mix(i), seed)));
    }

    private static Arguments keys(String name, IntUnaryOperator key, long seed) {
        return Arguments.of(name, key, seed);
    }

    private static int mix(int i) {
        return new SplittableRandom(i).nextInt();
    }

    /**
     * What an attacker who knows the tables can do: the hash is the XOR of one word for each byte,
     * so an upper and a lower half of the address whose words agree in the upper bits make a key
     * for slot 0.
     */
    private static int[] keysForSlotZero(KeyedHash known, int wanted) {
        int[] upperOfSlot = new int[1 << BITS];
        Arrays.fill(upperOfSlot, -1);
        for (int upper = 0; upper < 1 << 16; upper++) {
            upperOfSlot[(int) (known.hash(upper << 16) >>> 64 - BITS)] = upper;
        }
        return IntStream.range(0, 1 << 16)
                .map(
                        lower -> {
                            long rest = known.hash(lower) ^ known.hash(0);
                            int upper = upperOfSlot[(int) (rest >>> 64 - BITS)];
                            return upper < 0 ? 0 : upper << 16 | lower;
                        })
                .filter(key -> key != 0)
                .limit(wanted)
                .toArray();
    }

    @Test
    void keysChosenAgainstKnownTablesCollideOnlyThere() {
        int[] keys = keysForSlotZero(new KeyedHash(4, new Random(42)), 10_000);
        Probes known = new Probes(BITS);
        KeyedHash same = new KeyedHash(4, new Random(42));
        for (int key : keys) {
            known.insert(same.hash(key));
        }
        assertEquals(keys.length, known.longest, "all keys in one run");
        for (long seed = 43; seed < 53; seed++) {
            KeyedHash fresh = new KeyedHash(4, new Random(seed));
            Probes probes = new Probes(BITS);
            Probes random = new Probes(BITS);
            for (int i = 0; i < keys.length; i++) {
                probes.insert(fresh.hash(keys[i]));
                random.insert(fresh.hash(mix(i)));
            }
            probes.assertShorter(1.2 * random.sum / random.keys, 64, "seed=" + seed);
        }
    }

    /** The same with IPv6: two words of the lower half make keys for one slot. */
    @Test
    void ipv6KeysChosenAgainstKnownTablesCollideOnlyThere() {
        int keyBytes = 18;
        KeyedHash known = new KeyedHash(keyBytes, new Random(42));
        long network = 0x2001_0db8_0000_0007L;
        Map<Long, Long> upperOfSlot = new HashMap<>();
        for (long upper = 0; upper < 1 << 16; upper++) {
            upperOfSlot.put(known.hash(network, upper << 16, 0) >>> 64 - BITS, upper);
        }
        List<Long> keys = new ArrayList<>();
        for (long lower = 0; lower < 1 << 16; lower++) {
            long rest = known.hash(network, lower, 0) ^ known.hash(network, 0, 0);
            Long upper = upperOfSlot.get(rest >>> 64 - BITS);
            if (upper != null) keys.add(upper << 16 | lower);
        }
        assertTrue(keys.size() > 30_000, "an attack of " + keys.size());
        for (long seed = 42; seed < 48; seed++) {
            KeyedHash fresh = new KeyedHash(keyBytes, new Random(seed));
            Probes probes = new Probes(BITS);
            Probes random = new Probes(BITS);
            for (int i = 0; i < keys.size(); i++) {
                if (seed == 42 && i == 2_000) break; // each costs as many steps as came before
                probes.insert(fresh.hash(network, keys.get(i), 0));
                random.insert(fresh.hash(network, mix(i), 0));
            }
            if (seed == 42) assertEquals(2_000, probes.longest, "where the tables are known");
            else probes.assertShorter(1.2 * random.sum / random.keys, 64, "seed=" + seed);
        }
    }

    @Test
    void tablesCountRightWhenEveryKeyCollides() {
        int[] keys = keysForSlotZero(new KeyedHash(4, new Random(42)), 2_000);
        Ipv4Table table = new Ipv4Table(new KeyedHash(4, new Random(42)), 1 << 20);
        table.add(keys, keys.length);
        table.add(keys, keys.length);
        assertEquals(keys.length, table.size());
        Ranking ranking = new Ranking(Integer.MAX_VALUE);
        table.rank(ranking);
        for (int row = 0; row < ranking.size(); row++) {
            assertEquals(2, ranking.count(row));
        }
    }

    /** Linear probing from the upper bits, as in the tables. */
    private static final class Probes {
        final boolean[] taken;
        final int shift;
        long sum;
        int keys;
        int longest;

        Probes(int bits) {
            taken = new boolean[1 << bits];
            shift = 64 - bits;
        }

        void insert(long hash) {
            int i = (int) (hash >>> shift);
            int length = 1;
            while (taken[i]) {
                i = i + 1 & taken.length - 1;
                length++;
            }
            taken[i] = true;
            sum += length;
            keys++;
            longest = Math.max(longest, length);
        }

        void assertShorter(double maxMean, int maxLongest, String message) {
            double mean = (double) sum / keys;
            assertTrue(mean < maxMean, message + " mean=" + mean);
            assertTrue(longest < maxLongest, message + " longest=" + longest);
        }
    }
}
