package syntop.capture.live;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

    @Override
    public void close() {
        source.close();
        executor.shutdownNow();
    }
}
