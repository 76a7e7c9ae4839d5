package syntop.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C and SIGTERM while a command runs: the command is told to stop and prints what it has; only
 * then does the JVM end, with the exit status of the signal (130 for Ctrl-C).
 */
final class Interruption {
    private Interruption() {}

    /**
     * Runs {@code body} to its end.
     *
     * @param stop called on a thread of its own when a signal comes; makes {@code body} end soon
     */
    static <T> T guard(Runnable stop, Callable<T> body) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = hook(stop, done);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return body.call();
        } finally {
            done.countDown();
            remove(hook);
        }
    }

    /** The thread that a signal starts: tells the command to stop, then waits until it has. */
    static Thread hook(Runnable stop, CountDownLatch done) {
        return new Thread(
                () -> {
                    try {
                        stop.run();
                    } finally {
                        await(done);
                    }
                },
                "syntop-interruption");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is ending and waits for the hook, which waits no longer
        }
    }
}
