package syntop.cli;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Time as live commands see it; tests put another in its place. */
interface Clock {
    /** The machine's own. */
    Clock SYSTEM =
            new Clock() {
                @Override
                public long epochNanos() {
                    // the instant does not leave this method, so compiled code makes no object
                    Instant now = Instant.now();
                    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
                }

                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public boolean await(CountDownLatch latch, long nanos) throws InterruptedException {
                    return latch.await(nanos, TimeUnit.NANOSECONDS);
                }
            };

    /** The time of day, ns since 1970-01-01 UTC; may be set, so may jump. */
    long epochNanos();

    /** Time that only passes, ns from any point. */
    long nanos();

    /**
     * Waits for something that ends a run.
     *
     * @param nanos at the most, 0 or more
     * @return whether it has happened
     */
    boolean await(CountDownLatch latch, long nanos) throws InterruptedException;
}
