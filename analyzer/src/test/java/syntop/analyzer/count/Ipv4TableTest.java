package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Allocation;
import syntop.analyzer.SynBatches;

class Ipv4TableTest {
    private final Ipv4Table table = new Ipv4Table(new KeyedHash(4, new Random(1)), 1 << 20);

    @Test
    void keepsTheLowestAndTheHighestAddress() {
        table.add(new int[] {0, -1, 0, 0x7FFF_FFFF, 0x8000_0000, -1, 0}, 7);
        assertEquals(4, table.size());
        assertEquals(3, count(0));
        assertEquals(2, count(-1));
        assertEquals(1, count(0x7FFF_FFFF));
        assertEquals(1, count(0x8000_0000));
    }

    @Test
    void ignoresWhatTheArrayHoldsPastN() {
        table.add(new int[] {1, 2, 3}, 2);
        assertEquals(2, table.size());
        assertEquals(0, count(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {3_071, 3_072, 3_073, 6_143, 6_144, 6_145, 12_289, 100_000})
    void growsAtThreeQuartersWithoutLosingASource(int sources) {
        int[] keys = IntStream.range(0, sources).toArray();
        table.add(keys, sources); // at once: over several doublings
        for (int key : keys) {
            table.add(new int[] {key}, 1);
        }
        assertEquals(sources, table.size());
        Ranking ranking = ranking();
        assertEquals(sources, ranking.size());
        for (int row = 0; row < sources; row++) {
            assertEquals(SynBatches.mapped(row), ranking.lo(row));
            assertEquals(2, ranking.count(row));
        }
    }

    @Test
    void growsOneSourceAtATime() {
        for (int key = 0; key < 20_000; key++) {
            table.add(new int[] {key * 4096}, 1);
        }
        assertEquals(20_000, table.size());
    }

    @Test
    void carriesWhenACountOfThirtyTwoBitsIsFull() {
        table.add(new int[] {0, 7, -1}, 3);
        for (int i = 0; i < table.slots.length; i++) {
            if (table.slots[i] != 0) table.slots[i] += 0xFFFF_FFFDL; // one below the last
        }
        table.add(new int[] {7, 7, 7, 0, -1, -1}, 6);
        assertEquals(0xFFFF_FFFEL + 1, count(0));
        assertEquals(0xFFFF_FFFEL + 3, count(7));
        assertEquals(0xFFFF_FFFEL + 2, count(-1));
        assertEquals(3, table.size());
    }

    @Test
    void carriesTwiceAndKeepsWhatWasCarriedWhenItGrows() {
        int[] seven = {7};
        table.add(seven, 1);
        for (int time = 0; time < 2; time++) {
            for (int i = 0; i < table.slots.length; i++) {
                if (table.slots[i] != 0) table.slots[i] |= 0xFFFF_FFFFL;
            }
            table.add(seven, 1); // carries 2^31 and leaves 2^31
        }
        table.add(IntStream.range(100, 10_100).toArray(), 10_000);
        assertEquals(3L << 31, count(7));
        assertEquals(1, count(100));
    }

    @Test
    void hasRoomForThreeQuartersOfItsSlots() {
        Ipv4Table small = new Ipv4Table(new KeyedHash(4, new Random(1)), 1 << 13);
        assertTrue(small.hasRoom(6_144));
        assertFalse(small.hasRoom(6_145));
        small.add(IntStream.range(0, 6_000).toArray(), 6_000);
        assertTrue(small.hasRoom(144));
        assertFalse(small.hasRoom(145));
    }

    /** It is large enough where nearly every source is new: sealed it costs less than grown. */
    @Test
    void hasRoomPastTheCacheOnlyWhereSourcesComeBack() {
        int[] keys = {0};
        int full = (1 << 17) / 4 * 3;
        for (; keys[0] < full; keys[0]++) {
            table.add(keys, 1);
        }
        assertTrue(table.hasRoom(0));
        assertFalse(table.hasRoom(1));
        int most = (1 << 20) / 4 * 3;
        table.add(keys, 1); // makes it twice as large, with room for as many again
        assertTrue(table.hasRoom(full - 1));
        assertFalse(table.hasRoom(full));
        for (keys[0] = 0; keys[0] < full; keys[0]++) {
            table.add(keys, 1);
        }
        assertFalse(table.hasRoom(full)); // all but one came twice
        table.add(keys, 1);
        assertTrue(table.hasRoom(full));
        assertTrue(table.hasRoom(most - full - 1));
        assertFalse(table.hasRoom(most - full));
        table.sealTo(new Run(Run.NARROW), new RunSort(), new Chunks(1 << 24));
        for (keys[0] = 0; keys[0] < 2 * full; keys[0]++) {
            table.add(keys, 1);
        }
        assertFalse(table.hasRoom(1)); // what came before it was sealed does not count
    }

    @Test
    void allocatesNothingOnceGrown() {
        int[] keys = IntStream.range(0, 200_000).map(i -> i * 7).toArray();
        int[] batch = new int[1_000];
        Allocation.assertNoneOnceGrown(
                () -> {
                    for (int from = 0; from < keys.length; from += batch.length) {
                        System.arraycopy(keys, from, batch, 0, batch.length);
                        table.add(batch, batch.length);
                    }
                });
        assertEquals(Allocation.RUNS, count(7));
    }

    private long count(int address) {
        Ranking ranking = ranking();
        for (int row = 0; row < ranking.size(); row++) {
            if (ranking.lo(row) == SynBatches.mapped(address)) return ranking.count(row);
        }
        return 0;
    }

    private Ranking ranking() {
        Ranking ranking = new Ranking(Integer.MAX_VALUE);
        table.rank(ranking);
        return ranking.sort();
    }
}
