package syntop.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.SegmentBatch;

class DelaysTest {
    private static final long NOW = 1_795_183_392_000_000_000L;

    private final Delays delays = new Delays();
    private final SegmentBatch batch = new SegmentBatch(1_024);

    private void rows(int n, long delayNanos) {
        for (int i = 0; i < n; i++) {
            SynBatches.synV4(batch, NOW - delayNanos, i, 80);
        }
    }

    private static void assertWithin(long exact, long actual) {
        assertTrue(actual >= exact, actual + " is below " + exact);
        assertTrue(actual <= exact * 1.01 + 1_000, actual + " is above " + exact);
    }

    @Test
    void nothingRecordedIsAllZero() {
        assertEquals(new Delay(0, 0, 0, 0, 0), delays.delay());
    }

    @Test
    void tellsTheLongestOfManyShortOnes() {
        rows(992, 50_000); // a multiple of the rows that count as one
        rows(16, 7_000_000);
        delays.record(batch, NOW);
        Delay delay = delays.delay();
        assertEquals(1_008, delay.packets());
        assertWithin(50_000, delay.p50());
        assertWithin(7_000_000, delay.p99());
        assertWithin(7_000_000, delay.max());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noFigureIsBelowTheExactOne(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] exact = new long[1_000];
        for (int i = 0; i < exact.length; i++) {
            exact[i] = random.nextLong(1, 1L << random.nextInt(11, 36));
            rows(1, exact[i]);
        }
        delays.record(batch, NOW);
        Arrays.sort(exact);
        Delay delay = delays.delay();
        assertTrue(delay.p50() >= exact[499], "seed=" + seed);
        assertTrue(delay.p99() >= exact[989], "seed=" + seed);
        assertTrue(delay.p999() >= exact[998], "seed=" + seed);
        assertWithin(exact[999], delay.max());
    }

    @Test
    void aClockThatWasSetGivesNoImpossibleDelay() {
        rows(16, -5_000_000_000L); // set back since the packet came
        rows(16, 2 * Delays.HIGHEST_NANOS); // set forward
        SynBatches.synV4(batch, SegmentBatch.NO_TIME, 1, 80);
        delays.record(batch, NOW);
        Delay delay = delays.delay();
        assertEquals(32, delay.packets());
        assertEquals(0, delay.p50() / 2_000);
        assertWithin(Delays.HIGHEST_NANOS, delay.max());
    }

    @Test
    void recordingAllocatesNothing() {
        rows(1_024, 123_456);
        Allocation.assertNoneOnceGrown(() -> delays.record(batch, NOW));
    }
}
