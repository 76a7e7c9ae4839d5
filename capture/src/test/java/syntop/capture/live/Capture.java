package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import syntop.capture.decode.LiveSink;

/** A live source that runs on a thread in a namespace. */
final class Capture implements AutoCloseable {
    private static final long SECONDS = 20;

    private final ExecutorService executor;
    final LiveSource source;
    private Future<?> run;

    /** Opens a source; frames wait in its buffer until {@link #start}. */
    Capture(String namespace, LiveOptions options) throws Exception {
        executor = TestNetwork.executorIn(namespace);
        LiveSource opened = null;
        try {
            opened =
                    executor.submit(() -> LiveSources.open(options)).get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            if (opened == null) executor.shutdownNow();
        }
        source = opened;
    }

    Capture start(LiveSink sink) {
        run =
                executor.submit(
                        () -> {
                            source.run(sink);
                            return null;
                        });
        return this;
    }

    /** Frames that the kernel has taken for the source, as it counts them. */
    long accepted() throws IOException {
        return source instanceof CountedSource counted
                ? counted.counts().accepted()
                : source.losses().received();
    }

    /** Waits until the kernel has taken so many; that they were sent is not enough. */
    void awaitAccepted(long frames) throws IOException {
        long start = System.nanoTime();
        while (accepted() < frames) {
            if (System.nanoTime() - start > SECONDS * 1_000_000_000) {
                fail("the kernel took " + accepted() + " frames, " + frames + " were to come");
            }
            LockSupport.parkNanos(1_000_000); // until the next look
        }
    }

    /** Waits for the end of the run. */
    void await() throws Exception {
        try {
            run.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Stops the run and waits for its end. */
    Losses stop() throws Exception {
        source.stop();
        await();
        return source.losses();
    }

    /** As {@link #stop}, once the kernel has taken so many frames. */
    Losses stopAfter(long frames) throws Exception {
        awaitAccepted(frames);
        return stop();
    }

    @Override
    public void close() {
        source.close();
        executor.shutdownNow();
    }
}
