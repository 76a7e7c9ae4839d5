package syntop.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM while a command runs: the command is told to stop and prints what it has; only
 * then does the JVM end, with the exit status of the signal (130 for Ctrl-C).
 */
final class Interruption {
    /** How long a command may take to stop and print: more than a slow disk takes. */
    private static final long PATIENCE_MILLIS = 30_000;

    private Interruption() {}

    /**
     * Runs {@code body} to its end. A signal that came before ends the JVM without it.
     *
     * @param stop called on a thread of its own when a signal comes; makes {@code body} end soon
     */
    static <T> T guard(Runnable stop, Callable<T> body) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = hook(stop, done, PATIENCE_MILLIS);
        add(hook);
        try {
            return body.call();
        } finally {
            done.countDown();
            remove(hook);
        }
    }

    /**
     * The thread that a signal starts: tells the command to stop, then waits until it has.
     *
     * @param patienceMillis the longest wait. Whatever blocks the command, such as a reader of its
     *     output that reads no more, must not keep the user from ending it
     */
    static Thread hook(Runnable stop, CountDownLatch done, long patienceMillis) {
        return new Thread(
                () -> {
                    // closing a file on a dead network drive may block as well
                    Thread stopping = new Thread(stop, "syntop-stop");
                    stopping.setDaemon(true);
                    stopping.start();
                    await(done, patienceMillis);
                },
                "syntop-interruption");
    }

    private static void await(CountDownLatch done, long millis) {
        try {
            if (!done.await(millis, TimeUnit.MILLISECONDS)) {
                System.err.println("syntop: could not be stopped; what was counted is lost");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void add(Thread hook) throws InterruptedException {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) { // the JVM is ending already, by a signal
            new CountDownLatch(1).await(); // it will not take long, and there is nothing to print
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
