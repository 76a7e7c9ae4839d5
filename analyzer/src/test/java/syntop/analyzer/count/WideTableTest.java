package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Allocation;

class WideTableTest {
    private final WideTable table = new WideTable(new KeyedHash(18, new Random(1)), 1 << 20);

    @Test
    void keepsTheUnspecifiedAndTheHighestAddress() {
        long[] hi = {0, -1, 0, 0, -1, 0};
        long[] lo = {0, -1, 0, -1, 0, 0};
        table.add(hi, lo, new int[6], 6);
        Ranking ranking = ranking();
        assertEquals(4, table.size());
        assertEquals(4, ranking.size());
        assertEquals(0, ranking.hi(0) | ranking.lo(0));
        assertEquals(3, ranking.count(0));
    }

    @Test
    void keepsHalvesApart() {
        table.add(new long[] {1, 2}, new long[] {2, 1}, new int[2], 2);
        assertEquals(2, table.size());
    }

    @Test
    void keepsTagsApart() {
        table.add(new long[3], new long[3], new int[] {0, 65_535, 255}, 3);
        table.add(new long[1], new long[1], new int[] {255}, 1);
        assertEquals(3, table.size());
        assertEquals(2, ranking().count(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {767, 768, 769, 1_535, 1_536, 1_537, 3_073, 50_000})
    void growsAtThreeQuartersWithoutLosingASource(int sources) {
        long[] hi = LongStream.range(0, sources).map(i -> i / 2).toArray();
        long[] lo = LongStream.range(0, sources).map(i -> i % 2).toArray();
        table.add(hi, lo, new int[sources], sources); // at once: over several doublings
        for (int i = 0; i < sources; i++) {
            table.add(new long[] {hi[i]}, new long[] {lo[i]}, new int[1], 1);
        }
        assertEquals(sources, table.size());
        Ranking ranking = ranking();
        assertEquals(sources, ranking.size());
        for (int row = 0; row < sources; row++) {
            assertEquals(hi[row], ranking.hi(row));
            assertEquals(lo[row], ranking.lo(row));
            assertEquals(2, ranking.count(row));
        }
    }

    @Test
    void hasRoomForThreeQuartersOfItsSlots() {
        WideTable small = new WideTable(new KeyedHash(18, new Random(1)), 1 << 11);
        assertTrue(small.hasRoom(1_536));
        assertFalse(small.hasRoom(1_537));
        small.add(LongStream.range(0, 1_000).toArray(), new long[1_000], new int[1_000], 1_000);
        assertTrue(small.hasRoom(536));
        assertFalse(small.hasRoom(537));
    }

    @Test
    void allocatesNothingOnceGrown() {
        long[] hi = new long[1_000];
        long[] lo = new long[1_000];
        int[] tags = new int[1_000];
        Allocation.assertNoneOnceGrown(
                () -> {
                    for (int from = 0; from < 100_000; from += hi.length) {
                        for (int i = 0; i < hi.length; i++) {
                            hi[i] = 0x2001_0db8_0000_0000L + (from >> 10);
                            lo[i] = (long) from + i;
                        }
                        table.add(hi, lo, tags, hi.length);
                    }
                });
        assertEquals(100_000, table.size());
    }

    private Ranking ranking() {
        Ranking ranking = new Ranking(Integer.MAX_VALUE);
        table.rank(ranking);
        return ranking.sort();
    }
}
