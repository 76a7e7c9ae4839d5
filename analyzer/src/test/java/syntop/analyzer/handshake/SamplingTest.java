package syntop.analyzer.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Thinning;

/** When the level changes, here and in the kernel, second by second. */
class SamplingTest {
    private static final long START = 1_700_000_000L;
    private static final long NANOS = 1_000_000_000L;
    private static final Limits LIMITS = new Limits(1_000, 10_000, 3, 10);

    private long second = START;
    private final Thinning kernel = new Thinning(new HandshakeSample(1), 1, () -> second * NANOS);
    private final Sampling sampling = new Sampling(LIMITS, kernel);

    /** A second with so much to do. */
    private void pass(long requests, long others, long packets) {
        sampling.now(second);
        sampling.used(requests);
        sampling.came(others, packets);
        second++;
        sampling.now(second);
    }

    private void pass(int seconds, long others) {
        for (int i = 0; i < seconds; i++) pass(0, others, 2 * others);
    }

    private int level() {
        return sampling.level(second * NANOS);
    }

    private void swap() {
        kernel.swapped(0, kernel.wanted());
    }

    @Test
    void theKernelIsToldOnceWhatWasFollowedHasEnded() {
        kernel.opened(0);
        pass(1_500, 0, 0);
        assertEquals(1, level());
        assertEquals(0, kernel.wanted());
        pass(2, 0);
        assertEquals(0, kernel.wanted());
        pass(1, 0);
        assertEquals(1, kernel.wanted());
    }

    /** The kernel has narrowed its filter, and is asked to widen it. */
    private void narrowUntilCalm() {
        kernel.opened(0);
        pass(1_500, 0, 0);
        pass(5, 0);
        swap();
        pass(6, 0);
        assertEquals(0, kernel.wanted());
    }

    @Test
    void stepsBackOnceTheKernelHasDoneIt() {
        narrowUntilCalm();
        assertEquals(1, level());
        pass(5, 0);
        assertEquals(1, level());
        swap();
        pass(1, 0);
        assertEquals(0, level());
        long swapped = (second - 1) * NANOS;
        assertEquals(1, sampling.level(swapped)); // on its way through the old filter, perhaps
        assertFalse(sampling.followsAll());
        pass(4, 0);
        assertTrue(sampling.followsAll());
    }

    @Test
    void loadThatComesAgainKeepsTheLevel() {
        narrowUntilCalm();
        pass(1_500, 0, 0);
        assertEquals(2, level());
        swap(); // late, and wider than is needed
        pass(4, 0);
        assertEquals(2, kernel.wanted());
    }

    @Test
    void afterASilenceItIsAllBackAtOnce() {
        kernel.opened(0);
        for (int i = 0; i < 6; i++) pass(1_500, 0, 0);
        assertEquals(6, level());
        pass(5, 0);
        swap();
        second += 100;
        pass(0, 0, 0);
        assertEquals(0, kernel.wanted());
        swap();
        pass(1, 0);
        assertEquals(0, level());
    }

    @Test
    void otherSegmentsRaiseByAsMuchAsTheyAreTooMany() {
        kernel.opened(0);
        pass(1, 65_000);
        assertEquals(3, level());
        pass(20, 65_000); // until the kernel holds them back, no more
        assertEquals(3, level());
        swap();
        pass(30, 65_000 / 8);
        assertEquals(3, level());
    }

    @Test
    void whereTheKernelHelpsNotTheyRaiseNothing() {
        pass(1, 65_000);
        assertEquals(0, level());
        kernel.opened(0);
        kernel.refused("cannot allocate memory");
        kernel.press();
        pass(1, 65_000);
        assertEquals(0, level());
        assertEquals(0, kernel.wanted());
        pass(1_500, 0, 0);
        assertEquals(1, level());
        pass(12, 65_000);
        assertEquals(0, level());
    }

    @Test
    void lossesRaiseUntilSynsAlonePass() {
        kernel.opened(0);
        for (int level = 3; level <= Sampling.TOP; level += 3) {
            kernel.press();
            pass(1, 100);
            assertEquals(level, level());
            pass(4, 100);
            assertEquals(level, kernel.wanted());
            swap();
        }
        assertFalse(sampling.isBlind(second * NANOS));
        kernel.press();
        pass(0, 0, 100);
        assertTrue(sampling.isBlind(second * NANOS));
        assertEquals(Sampling.TOP, kernel.wanted());
        pass(4, 0);
        assertEquals(Thinning.SYNS, kernel.wanted());
        swap();
        pass(11, 0);
        assertEquals(Sampling.TOP, kernel.wanted());
        assertTrue(sampling.isBlind(second * NANOS));
        swap();
        pass(1, 0);
        assertTrue(sampling.isBlind((second - 1) * NANOS));
        assertFalse(sampling.isBlind(second * NANOS));
    }

    @Test
    void lossesOfSynsRaiseNothing() {
        kernel.opened(0);
        kernel.press();
        pass(0, 100, 10_000);
        assertEquals(0, level());
    }
}
