package syntop.cli;

import java.io.IOException;
import java.util.function.Function;
import syntop.analyzer.Analyzer;
import syntop.capture.batch.BatchRing;
import syntop.capture.decode.BatchFiller;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.FrameFilter;

/**
 * One run of the engine, whatever the packets come from: they are decoded on the thread that brings
 * them, and counted on another.
 */
final class Pipeline {
    // Sixteen batches of 1,024 rows are 1.1 MiB: they stay in the cache that both cores share, and
    // are long enough that handing one over costs nothing per row.
    private static final int SLOTS = 16;
    private static final int ROWS = 1024;

    private final BatchRing ring;
    private final BatchFiller filler;
    private final Analyzer analyzer;
    private volatile Throwable failure; // of the counting thread

    /**
     * Prepares the run.
     *
     * @param filter which frames are looked at, or null for all
     * @param counter makes the analyzer that takes what comes from a ring
     */
    Pipeline(FrameDecoder decoder, FrameFilter filter, Function<BatchRing, Analyzer> counter) {
        ring = new BatchRing(SLOTS, ROWS);
        filler = new BatchFiller(ring, decoder, filter);
        analyzer = counter.apply(ring);
    }

    /** Brings frames until there are no more, or until it is told to stop. */
    interface Feed {
        /** Hands frames over on the calling thread. */
        void run(BatchFiller sink) throws IOException, InterruptedException;
    }

    /**
     * Decodes and counts everything; returns when both are done. Once.
     *
     * @param feed runs on the calling thread
     * @param stop makes the feed end soon; called when counting fails
     * @throws IllegalStateException if counting fails
     */
    void run(Feed feed, Runnable stop) throws IOException, InterruptedException {
        Thread counting = new Thread(analyzer, "syntop-analyzer");
        counting.setUncaughtExceptionHandler(
                (thread, e) -> {
                    failure = e;
                    stop.run();
                    drain();
                });
        counting.start();
        Thread capturing = Thread.currentThread();
        String name = capturing.getName();
        capturing.setName("syntop-capture"); // until it has another task, for stack traces
        try {
            feed.run(filler);
        } finally {
            filler.close();
            counting.join();
            capturing.setName(name);
        }
        if (failure != null)
            throw new IllegalStateException("counting failed, " + failure, failure);
    }

    // The feed waits for room in the ring: what failed to count still has to be taken from it.
    private void drain() {
        while (ring.peekWaiting() != null) {
            ring.release();
        }
    }

    /** Asked for snapshots: while this runs through requests. */
    Analyzer analyzer() {
        return analyzer;
    }

    /** Batches handed to the counting thread so far. Any thread. */
    long batches() {
        return ring.published();
    }

    /** How often the counting thread was a full ring behind. Any thread. */
    long fullWaits() {
        return ring.fullWaits();
    }
}
