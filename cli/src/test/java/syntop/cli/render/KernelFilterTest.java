package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Thinning;

class KernelFilterTest {
    private final Thinning thinning = new Thinning(new HandshakeSample(1), 1, () -> 0);

    private KernelFilter now() {
        return KernelFilter.of(thinning);
    }

    @Test
    void isFullAtFirst() {
        thinning.opened(0);
        assertEquals("filter full", now().brief());
        assertFalse(now().isWorthSaying());
        assertNull(now().refusal());
    }

    @Test
    void tellsWhatPassesAndWhatPassed() {
        thinning.opened(0);
        thinning.swapped(0, 6);
        assertEquals("filter 1 in 64", now().brief());
        assertEquals("kernel filter 1 in 64; every SYN passed", now().line());
        thinning.swapped(0, Thinning.SYNS);
        assertEquals("kernel filter SYNs alone: completion unknown", now().line());
        thinning.swapped(0, HandshakeSample.MAX_LEVEL);
        String longest = "kernel filter 1 in 32,768 now, for a time SYNs alone: completion unknown";
        assertEquals(longest, now().line());
    }

    @Test
    void saysWhyItIsNotSwapped() {
        assertEquals("not with this backend and link type", now().refusal());
        thinning.opened(0);
        thinning.refused("the kernel has not enough memory");
        assertEquals("the kernel has not enough memory", now().refusal());
    }
}
