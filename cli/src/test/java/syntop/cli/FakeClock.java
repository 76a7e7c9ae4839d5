package syntop.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Time that passes only when somebody waits for it. */
final class FakeClock implements Clock {
    /** 2026-11-20 14:03:12 UTC. */
    static final long START = 1_795_183_392L * 1_000_000_000L;

    private static final long LONGEST_SECONDS = 60;

    private long nanos;
    private BooleanSupplier beforeWait = () -> false;

    /**
     * Sets what has to be done before time may pass; it tells whether what is waited for is about
     * to happen, so that no time passes.
     */
    void beforeWait(BooleanSupplier action) {
        beforeWait = action;
    }

    @Override
    public synchronized long epochNanos() {
        return START + nanos;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /** Lets time pass. */
    synchronized void pass(long duration) {
        nanos += duration;
    }

    @Override
    public boolean await(CountDownLatch latch, long duration) throws InterruptedException {
        if (Thread.currentThread().getName().equals("syntop-capture")) {
            pass(duration); // it waits to open its interface again
            return latch.getCount() == 0;
        }
        boolean ends = beforeWait.getAsBoolean();
        if (latch.getCount() == 0) return true;
        if (ends) {
            if (latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) return true;
            throw new IllegalStateException("the run does not end");
        }
        pass(duration);
        return false;
    }
}
