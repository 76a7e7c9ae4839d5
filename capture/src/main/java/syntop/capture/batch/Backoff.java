package syntop.capture.batch;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for another that works on the same data: it looks again at once for about a
 * microsecond, as the other is mostly nearly there, then sleeps, at first short, then twice as long
 * each time, on an idle line a millisecond at a time, which costs less than one percent of a core.
 * Each sleep costs some microseconds itself: steps that stay small would cost more than counting.
 */
public final class Backoff {
    private static final int SPINS = 64;
    private static final long FIRST_NANOS = 20_000;
    private static final int DOUBLINGS = 6; // to 640 us
    private static final long MAX_NANOS = 1_000_000;

    private Backoff() {}

    /**
     * Waits a little.
     *
     * @param round 0 for the first time, then what the call before returned
     */
    public static int pause(int round) {
        if (round < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(
                    round < SPINS + DOUBLINGS ? FIRST_NANOS << round - SPINS : MAX_NANOS);
        }
        return round + 1;
    }
}
