package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {
    private static final int SIGTERM_STATUS = 128 + 15;
    private static final long PATIENCE_MILLIS = 60_000;

    @Test
    void returnsWhatTheBodyReturnsAndStopsNothing() throws Exception {
        AtomicInteger stops = new AtomicInteger();
        assertEquals("done", Interruption.guard(stops::incrementAndGet, () -> "done"));
        assertEquals(0, stops.get());
    }

    @Test
    void throwsWhatTheBodyThrows() {
        IOException thrown = new IOException("gone");
        assertSame(
                thrown,
                assertThrows(
                        IOException.class,
                        () ->
                                Interruption.guard(
                                        () -> {},
                                        () -> {
                                            throw thrown;
                                        })));
    }

    @Test
    void theHookStopsTheCommandAndEndsOnlyAfterIt() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = Interruption.hook(stopped::countDown, done, PATIENCE_MILLIS);
        hook.start();
        stopped.await();
        assertTrue(hook.isAlive());
        done.countDown();
        hook.join();
    }

    @Test
    void theHookWaitsEvenWhenStoppingFails() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch failing = new CountDownLatch(1);
        Thread hook =
                Interruption.hook(
                        () -> {
                            failing.countDown();
                            throw new IllegalStateException("cannot stop, as the test wants it");
                        },
                        done,
                        PATIENCE_MILLIS);
        hook.start();
        failing.await();
        assertTrue(hook.isAlive());
        done.countDown();
        hook.join();
    }

    @Test
    void theHookGivesUpOnWhatCannotBeStopped() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Thread hook = Interruption.hook(() -> awaitForEver(never), never, 1);
        hook.start();
        hook.join();
        never.countDown();
    }

    private static void awaitForEver(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSignalBeforeTheBodyEndsTheJvmWithoutIt() throws IOException, InterruptedException {
        Process process = start("late");
        try (BufferedReader out = process.inputReader()) {
            assertEquals("ready", out.readLine());
            process.toHandle().destroy();
            assertEquals("waits", out.readLine());
            assertNull(out.readLine());
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(SIGTERM_STATUS, process.exitValue());
    }

    @Test
    void aSignalStopsTheBodyWhichStillPrints() throws IOException, InterruptedException {
        Process process = start("wait");
        try (BufferedReader out = process.inputReader()) {
            assertEquals("ready", out.readLine());
            process.toHandle().destroy(); // SIGTERM; destroy() itself closes the streams
            assertEquals("stopped", out.readLine());
            assertEquals("summary", out.readLine());
            assertNull(out.readLine());
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(SIGTERM_STATUS, process.exitValue());
    }

    @Test
    void aSignalAfterTheBodyStopsNothing() throws IOException, InterruptedException {
        Process process = start("return");
        try (BufferedReader out = process.inputReader()) {
            assertEquals("summary", out.readLine());
            assertEquals("ready", out.readLine());
            process.toHandle().destroy();
            assertNull(out.readLine());
        }
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(SIGTERM_STATUS, process.exitValue());
    }

    private static Process start(String mode) throws IOException {
        return new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Guarded.class.getName(),
                                mode))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The program that gets the signals. */
    static final class Guarded {
        private Guarded() {}

        public static void main(String[] args) throws Exception {
            if (args[0].equals("late")) {
                Runtime.getRuntime().addShutdownHook(new Thread(Guarded::guardTooLate));
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            CountDownLatch stop = new CountDownLatch(1);
            Interruption.guard(
                    () -> {
                        System.out.println("stopped");
                        stop.countDown();
                    },
                    () -> {
                        if (args[0].equals("wait")) {
                            System.out.println("ready");
                            stop.await();
                        }
                        System.out.println("summary");
                        return null;
                    });
            if (args[0].equals("return")) {
                System.out.println("ready");
                stop.await();
            }
        }

        /** Comes to the guard when the JVM is ending already. */
        private static void guardTooLate() {
            Thread guarding =
                    new Thread(
                            () -> {
                                try {
                                    Interruption.guard(() -> {}, () -> "body");
                                    System.out.println("went on");
                                } catch (Exception e) {
                                    System.out.println(e);
                                }
                            });
            guarding.start();
            while (guarding.getState() != Thread.State.WAITING) Thread.onSpinWait();
            System.out.println("waits");
        }
    }
}
