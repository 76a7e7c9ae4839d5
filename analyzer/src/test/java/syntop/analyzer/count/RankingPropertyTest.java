package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankingPropertyTest {
    private record Row(long hi, long lo, long count) {}

    // the order as it is defined, with nothing of the code under test
    private static final Comparator<Row> ORDER =
            Comparator.comparingLong(Row::count)
                    .reversed()
                    .thenComparing(Row::hi, Long::compareUnsigned)
                    .thenComparing(Row::lo, Long::compareUnsigned);

    @ParameterizedTest(name = "limit={0} offered={1} counts={2} seed={3}")
    @CsvSource({
        "1, 1, 1, 1",
        "1, 1000, 3, 2",
        "2, 1000, 1, 3",
        "10, 9, 5, 4",
        "10, 10, 5, 5",
        "10, 11, 5, 6",
        "16, 1000, 2, 7",
        "17, 1000, 1000000, 8",
        "100, 5000, 20, 9",
        "5000, 5000, 20, 10",
        "5001, 5000, 20, 11",
        "2147483647, 5000, 20, 1234567",
    })
    void equalsASortedList(int limit, int offered, int counts, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<List<Long>> keys = new LinkedHashSet<>();
        while (keys.size() < offered) {
            keys.add(List.of(random.nextInt(4) - 2L, random.nextLong(20_000) - 10_000));
        }
        List<Row> rows = new ArrayList<>();
        Ranking ranking = new Ranking(limit);
        for (List<Long> key : keys) {
            Row row = new Row(key.get(0), key.get(1), 1 + random.nextInt(counts));
            rows.add(row);
            ranking.offer(row.hi(), row.lo(), row.count());
        }
        rows.sort(ORDER);
        assertEquals(
                rows.subList(0, Math.min(limit, offered)), rows(ranking.sort()), "seed=" + seed);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listsEqualCountsInAddressOrderWhateverTheOrderOfOffers(boolean upwards) {
        Ranking ranking = new Ranking(3);
        for (int i = 0; i < 10; i++) {
            ranking.offer(0, upwards ? i : 9 - i, 5);
        }
        assertEquals(
                List.of(new Row(0, 0, 5), new Row(0, 1, 5), new Row(0, 2, 5)),
                rows(ranking.sort()));
    }

    @Test
    void ordersAddressesAsUnsignedNumbers() {
        Ranking ranking = new Ranking(10);
        ranking.offer(-1, 0, 1); // ffff::
        ranking.offer(1, -1, 1);
        ranking.offer(1, 1, 1);
        assertEquals(
                List.of(new Row(1, 1, 1), new Row(1, -1, 1), new Row(-1, 0, 1)),
                rows(ranking.sort()));
    }

    @Test
    void theTagIsTheLastPartOfTheOrder() {
        Ranking ranking = new Ranking(4);
        for (long tag : new long[] {3, -1, 2, 1, 0}) {
            ranking.offer(7, 7, tag, 5);
        }
        ranking.sort();
        for (int row = 0; row < 4; row++) {
            assertEquals(row, ranking.tag(row)); // unsigned: -1 is the last, and one too many
        }
        ranking = new Ranking(3);
        ranking.offer(1, 1, 9, 5);
        ranking.offer(1, 0, 8, 5);
        ranking.offer(0, 5, 7, 5);
        ranking.sort();
        assertEquals(List.of(7L, 8L, 9L), List.of(ranking.tag(0), ranking.tag(1), ranking.tag(2)));
    }

    @Test
    void isEmptyWhenNothingWasOffered() {
        assertEquals(0, new Ranking(10).sort().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void rejectsALimitBelowOne(int limit) {
        assertThrows(IllegalArgumentException.class, () -> new Ranking(limit));
    }

    private static List<Row> rows(Ranking ranking) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < ranking.size(); row++) {
            rows.add(new Row(ranking.hi(row), ranking.lo(row), ranking.count(row)));
        }
        return rows;
    }
}
