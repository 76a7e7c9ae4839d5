package syntop.capture.live;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A host that sends SYNs of one source without a pause, until it is closed. */
final class Noise implements AutoCloseable {
    private static final int SOURCE = 50_000;

    /** The address of the source, as {@link Tally} writes it. */
    static final String ADDRESS = Syns.address(SOURCE);

    private final ExecutorService executor;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Future<?> sending;
    private volatile boolean closed;

    /** Starts it; returns when it sends. */
    Noise(String namespace, String interfaceName) throws Exception {
        executor = TestNetwork.executorIn(namespace);
        sending =
                executor.submit(
                        () -> {
                            try (FrameSender sender = new FrameSender(interfaceName)) {
                                byte[] frame = Syns.ipv4(SOURCE);
                                while (!closed) {
                                    sender.send(frame);
                                    started.countDown();
                                }
                                sender.send(Syns.ipv4(Syns.MARKER));
                            }
                            return null;
                        });
        if (!started.await(20, TimeUnit.SECONDS)) throw new IllegalStateException("sent nothing");
    }

    /** Sends the marker and returns when nothing more is sent. */
    void end() {
        closed = true;
        try {
            sending.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    @Override
    public void close() {
        end();
    }
}
