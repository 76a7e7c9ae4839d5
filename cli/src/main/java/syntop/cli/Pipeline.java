package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    private final List<BatchRing> rings = new ArrayList<>();
    private final List<BatchFiller> fillers = new ArrayList<>();
    private final List<Analyzer> analyzers = new ArrayList<>();
    private volatile Throwable failure; // of the counting thread

    /**
     * Prepares the run.
     *
     * @param filter which frames are looked at, or null for all
     * @param counter makes the analyzer that takes what comes from a ring
     */
    Pipeline(FrameDecoder decoder, FrameFilter filter, Function<BatchRing, Analyzer> counter) {
        this(List.of(decoder), Collections.singletonList(filter), counter);
    }

    /**
     * As the other, for frames that several threads bring: each with a ring and a counting thread
     * of its own.
     *
     * @param decoders one for each thread
     * @param filters as many; null for none
     * @param counter makes the first analyzer, for so many threads
     */
    Pipeline(
            List<FrameDecoder> decoders,
            List<? extends FrameFilter> filters,
            Function<BatchRing, Analyzer> counter) {
        for (int i = 0; i < decoders.size(); i++) {
            BatchRing ring = new BatchRing(SLOTS, ROWS);
            rings.add(ring);
            fillers.add(new BatchFiller(ring, decoders.get(i), filters.get(i)));
            analyzers.add(i == 0 ? counter.apply(ring) : analyzers.get(0).sibling(ring));
        }
    }

    /** Brings frames until there are no more, or until it is told to stop. */
    interface Feed {
        /** Hands frames over on the calling thread. */
        void run(Lanes sink) throws IOException, InterruptedException;
    }

    /**
     * Decodes and counts everything; returns when both are done. Once.
     *
     * @param feed runs on the calling thread
     * @param stop makes the feed end soon; called when counting fails
     * @throws IllegalStateException if counting fails
     */
    void run(Feed feed, Runnable stop) throws IOException, InterruptedException {
        List<Thread> counting = new ArrayList<>();
        for (int i = 0; i < analyzers.size(); i++) {
            BatchRing ring = rings.get(i);
            Thread thread =
                    new Thread(analyzers.get(i), "syntop-analyzer" + (i == 0 ? "" : "-" + (i + 1)));
            thread.setUncaughtExceptionHandler(
                    (failed, e) -> {
                        failure = e;
                        stop.run();
                        drain(ring);
                    });
            counting.add(thread);
            thread.start();
        }
        Thread capturing = Thread.currentThread();
        String name = capturing.getName();
        capturing.setName("syntop-capture"); // until it has another task, for stack traces
        try {
            feed.run(new Lanes(fillers));
        } finally {
            fillers.forEach(BatchFiller::close);
            for (Thread thread : counting) {
                thread.join();
            }
            capturing.setName(name);
        }
        if (failure != null)
            throw new IllegalStateException("counting failed, " + failure, failure);
    }

    // The feed waits for room in the ring: what failed to count still has to be taken from it.
    private static void drain(BatchRing ring) {
        while (ring.peekWaiting() != null) {
            ring.release();
        }
    }

    /** Asked for snapshots: while this runs through requests. */
    Analyzer analyzer() {
        return analyzers.get(0);
    }

    /** Batches handed to the counting thread so far. Any thread. */
    long batches() {
        return rings.stream().mapToLong(BatchRing::published).sum();
    }

    /** How often the counting thread was a full ring behind. Any thread. */
    long fullWaits() {
        return rings.stream().mapToLong(BatchRing::fullWaits).sum();
    }
}
