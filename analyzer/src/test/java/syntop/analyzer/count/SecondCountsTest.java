package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Allocation;
import syntop.analyzer.count.SecondCounts.Peak;

class SecondCountsTest {
    private static final long NANOS = 1_000_000_000L;
    private static final long MIN_TIME = Long.MIN_VALUE + 1; // the smallest itself means no time

    private final SecondCounts seconds = new SecondCounts();

    @Test
    void hasNoPeakWhenEmpty() {
        assertEquals(new Peak(0, 0), seconds.peak());
        assertEquals(0, seconds.unplaced());
        assertArrayEquals(new long[10], seconds.series(0, 10 * NANOS - 1, 24));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_700_000_000, -1, 0, 1, 1_700_000_000})
    void aSecondBeginsAtItsFirstNanosecond(long second) {
        long start = second * NANOS;
        seconds.add(start - 1);
        seconds.add(start);
        seconds.add(start + 1);
        seconds.add(start + NANOS - 1);
        seconds.add(start + NANOS);
        assertEquals(new Peak(second, 3), seconds.peak());
        assertArrayEquals(new long[] {1, 3, 1}, seconds.series(start - 1, start + NANOS, 24));
    }

    @Test
    void peakIsTheEarliestOfEqualSecondsInWhateverOrderTheyCome() {
        for (long second : new long[] {9, 3, -4, 7, 3, -4, 9}) {
            seconds.add(second * NANOS);
        }
        assertEquals(new Peak(-4, 2), seconds.peak());
    }

    @Test
    void peakMayBeAskedForAgainAndAgain() {
        seconds.add(5);
        assertEquals(1, seconds.peak().syns());
        seconds.add(6);
        assertEquals(2, seconds.peak().syns());
        assertEquals(2, seconds.peak().syns());
    }

    @Test
    void countsFurtherSecondsAsUnplacedOnceFull() {
        SecondCounts few = new SecondCounts(100);
        for (long second = 0; second < 100; second++) {
            few.add(second * NANOS);
        }
        few.add(100 * NANOS);
        few.add(100 * NANOS);
        few.add(7 * NANOS); // a second that has its place
        few.add(101 * NANOS);
        assertEquals(new Peak(7, 2), few.peak());
        assertEquals(3, few.unplaced());
        assertEquals(101, Arrays.stream(few.series(0, 200 * NANOS, 24)).sum());
    }

    @Test
    void takesTheEndsOfTime() {
        seconds.add(Long.MAX_VALUE);
        seconds.add(MIN_TIME);
        seconds.add(Long.MAX_VALUE - 1);
        seconds.add(MIN_TIME);
        seconds.add(MIN_TIME);
        assertEquals(new Peak(Math.floorDiv(MIN_TIME, NANOS), 3), seconds.peak());
        long[] series = seconds.series(MIN_TIME, Long.MAX_VALUE, 24);
        assertEquals(24, series.length);
        assertEquals(3, series[0]);
        assertEquals(2, series[23]);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, NANOS, Long.MAX_VALUE, MIN_TIME})
    void oneInstantIsOnePart(long instant) {
        seconds.add(instant);
        assertArrayEquals(new long[] {1}, seconds.series(instant, instant, 24));
    }

    @Test
    void seriesLeavesOutWhatLiesOutsideTheInterval() {
        seconds.add(-1);
        seconds.add(0);
        seconds.add(10 * NANOS);
        seconds.add(11 * NANOS);
        assertArrayEquals(
                new long[] {1, 0, 0, 0, 0, 1},
                seconds.series(0, 10 * NANOS, 7)); // two seconds a part
    }

    @Test
    void seriesHasAtMostThePartsAskedFor() {
        for (int last = 0; last < 500; last++) {
            for (int most = 1; most < 30; most++) {
                int parts = seconds.series(0, last * NANOS, most).length;
                assertTrue(parts >= 1 && parts <= most, "last=" + last + " most=" + most);
            }
        }
    }

    @Test
    void allocatesNothingOnceGrown() {
        Allocation.assertNoneOnceGrown(
                () -> {
                    for (long i = 0; i < 200_000; i++) {
                        seconds.add(i * 7 % 10_007 * NANOS);
                    }
                });
        assertEquals(20 * Allocation.RUNS, seconds.peak().syns());
    }
}
