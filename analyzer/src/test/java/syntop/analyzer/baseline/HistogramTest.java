package syntop.analyzer.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    @Test
    void everyNumberLiesInTheBucketThatBeginsAtOrBelowIt() {
        for (int bucket = 0; bucket < Histogram.BUCKETS; bucket++) {
            long least = Histogram.least(bucket);
            assertEquals(bucket, Histogram.bucket(least));
            assertTrue(Histogram.isLeast(least));
            if (least > 0) assertEquals(bucket - 1, Histogram.bucket(least - 1));
        }
        assertEquals(Histogram.BUCKETS - 1, Histogram.bucket(Long.MAX_VALUE));
        assertFalse(Histogram.isLeast(33));
        assertFalse(Histogram.isLeast(-1));
        assertFalse(Histogram.isLeast(1L << 40));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void quantilesAreThoseOfSortedNumbersToThreePercent(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = random.longs(5_000, 0, 1 << 1 + random.nextInt(20)).toArray();
        Histogram histogram = new Histogram();
        for (long value : values) histogram.add(value, 1);
        Arrays.sort(values);
        for (double share : new double[] {0.05, 0.5, 0.95, 0.99, 1}) {
            double exact = values[(int) Math.ceil(share * values.length) - 1];
            double told = histogram.quantile(share);
            assertEquals(exact, told, 0.032 * exact + 1e-9, "seed=" + seed + " share=" + share);
        }
    }

    @Test
    void deviationIsTheMedianDistanceFromTheMedian() {
        Histogram histogram = new Histogram();
        for (int value : new int[] {1, 3, 3, 7, 15}) histogram.add(value, 1);
        assertEquals(Math.log(4), histogram.medianLog(), 1e-12);
        assertEquals(Math.log(2), histogram.medianLogDeviation(), 1e-12);
    }

    @Test
    void nothingCountedHasNoQuantile() {
        assertTrue(Double.isNaN(new Histogram().quantile(0.5)));
        assertTrue(Double.isNaN(new Histogram().medianLogDeviation()));
    }
}
