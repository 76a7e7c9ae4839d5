package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    void manyAtOnceCountAsOneByOne() {
        seconds.add(3 * NANOS, 5);
        seconds.add(4 * NANOS - 1, 2);
        seconds.add(4 * NANOS, 4);
        seconds.add(3 * NANOS);
        assertArrayEquals(new long[] {3, 8, 4, 4}, seconds.sorted());
        seconds.addSecond(4, 10);
        seconds.addSecond(-7, 1);
        seconds.add(4 * NANOS + 5); // time goes on where it was
        assertArrayEquals(new long[] {-7, 1, 3, 8, 4, 15}, seconds.sorted());
    }

    @Test
    void aCopyHoldsAllAndGoesItsOwnWay() {
        SecondCounts few = new SecondCounts(2);
        few.add(1 * NANOS);
        few.add(2 * NANOS);
        few.add(3 * NANOS);
        few.addUnplaced(4);
        SecondCounts copy = few.copy();
        few.add(1 * NANOS);
        assertEquals(5, copy.unplaced());
        assertArrayEquals(new long[] {1, 1, 2, 1}, copy.sorted());
        copy.addAll(few);
        assertEquals(10, copy.unplaced());
        assertArrayEquals(new long[] {1, 3, 2, 2}, copy.sorted());
        assertArrayEquals(new long[] {1, 2, 2, 1}, few.sorted());
    }

    @Test
    void thePeakOfAnIntervalIsThatOfItsSeconds() {
        seconds.add(1 * NANOS, 9);
        seconds.add(2 * NANOS, 5);
        seconds.add(3 * NANOS, 7);
        assertEquals(new Peak(1, 9), seconds.peak(1 * NANOS, 3 * NANOS));
        assertEquals(new Peak(1, 9), seconds.peak(2 * NANOS - 1, 3 * NANOS));
        assertEquals(new Peak(3, 7), seconds.peak(2 * NANOS, 3 * NANOS));
        assertEquals(new Peak(2, 5), seconds.peak(2 * NANOS, 3 * NANOS - 1));
        assertEquals(0, seconds.peak(4 * NANOS, 5 * NANOS).syns());
    }

    @Test
    void twoTimesAreInOneSecondFromItsBeginToBeforeTheNext() {
        for (long start : new long[] {-NANOS, 0, 1_700_000_000 * NANOS}) {
            assertTrue(SecondCounts.isOne(start, start));
            assertTrue(SecondCounts.isOne(start, start + NANOS - 1));
            assertFalse(SecondCounts.isOne(start, start + NANOS));
            assertFalse(SecondCounts.isOne(start - 1, start));
            assertFalse(SecondCounts.isOne(start + 1, start), "in order");
        }
        assertFalse(SecondCounts.isOne(MIN_TIME, Long.MAX_VALUE), "further apart than a long");
        assertFalse(SecondCounts.isOne(Long.MAX_VALUE, MIN_TIME));
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
