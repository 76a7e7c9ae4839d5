package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.analyzer.count.SecondCounts.Peak;

class SecondCountsPropertyTest {
    private static final long NANOS = 1_000_000_000L;

    @ParameterizedTest(name = "span={0} s, seed={1}")
    @CsvSource({"1, 1", "3, 2", "100, 3", "5000, 4", "20000, 5", "4000000000, 6", "300, 1234567"})
    void equalsAMapForTimesInAnyOrder(long spanSeconds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SecondCounts seconds = new SecondCounts();
        TreeMap<Long, Long> expected = new TreeMap<>();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (int step = 0; step < 50_000; step++) {
            long nanos = random.nextLong(-spanSeconds * NANOS / 2, spanSeconds * NANOS / 2);
            seconds.add(nanos);
            expected.merge(Math.floorDiv(nanos, NANOS), 1L, Long::sum);
            first = Math.min(first, nanos);
            last = Math.max(last, nanos);
        }
        assertEquals(peak(expected), seconds.peak(), "seed=" + seed);
        for (int parts : new int[] {1, 2, 24, 1_000}) {
            long sum = Arrays.stream(seconds.series(first, last, parts)).sum();
            assertEquals(50_000, sum, "seed=" + seed + " parts=" + parts);
        }
        long from = random.nextLong(first, last);
        long inside =
                expected.tailMap(Math.floorDiv(from, NANOS)).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        assertEquals(inside, Arrays.stream(seconds.series(from, last, 24)).sum(), "seed=" + seed);
    }

    private static Peak peak(SortedMap<Long, Long> counts) {
        Peak best = new Peak(0, 0);
        for (Map.Entry<Long, Long> entry : counts.entrySet()) {
            if (entry.getValue() > best.syns()) best = new Peak(entry.getKey(), entry.getValue());
        }
        return best;
    }
}
