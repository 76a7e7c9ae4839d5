package syntop.analyzer;

import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.NO_TIME;
import static syntop.capture.batch.SegmentBatch.OUTGOING;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import syntop.analyzer.baseline.Comparison;
import syntop.analyzer.count.CountOptions;
import syntop.analyzer.count.Counting;
import syntop.analyzer.count.PairCounts;
import syntop.analyzer.count.SecondCounts;
import syntop.analyzer.handshake.Handshakes;
import syntop.analyzer.handshake.Limits;
import syntop.analyzer.verdict.ServerCounts;
import syntop.capture.batch.BatchOutlet;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;

/**
 * Takes batches from the ring and counts what they hold.
 *
 * <p>{@link #run()} belongs to the analyzer thread; {@link #snapshot} to the same thread, or to any
 * after that one has ended; {@link #requestSnapshot} to any other at any time. Memory: that of
 * {@link Counting} and {@link SecondCounts}, 4 bytes for each row of a batch, some 10 KiB for
 * {@link Delays}. Nothing is allocated for a batch once the tables have grown.
 */
public final class Analyzer implements Runnable {
    private final BatchRing ring; // null: batches are handed over by a call
    private final List<Analyzer> siblings = new ArrayList<>();
    private final long[] outcomes = new long[Outcome.COUNT];
    private final Counting counting;
    private final SecondCounts seconds = new SecondCounts();
    private final PairCounts pairs; // null: nobody wants them
    private Handshakes handshakes; // null: nobody wants a verdict; shared by siblings
    private Recorder recorder; // null: nothing is recorded
    private Comparison usual; // null: there is nothing to compare with
    private long batches; // counted so far
    private boolean ended; // nothing more will come
    private int[] synRows = new int[0];
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = NO_TIME;
    private final SnapshotRequests requests = new SnapshotRequests();
    private final LongSupplier clock;
    private final Delays delays;

    /** Makes an analyzer that is the one consumer of the ring. */
    public Analyzer(BatchRing ring) {
        this(ring, null, CountOptions.DEFAULT);
    }

    /**
     * As the other, told what to count.
     *
     * @param clock for packets that are counted as they come, so that their delay is recorded: the
     *     time now, ns since 1970-01-01 UTC, by the clock that stamps the packets; asked once a
     *     batch; or null
     */
    public Analyzer(BatchRing ring, LongSupplier clock, CountOptions options) {
        this(ring, clock, new Counting(options));
    }

    /**
     * As the other, for windows that are handed over one by one.
     *
     * @param view by what they are ranked
     * @param limit rows of each, at least 1; 0 for all
     * @param windows takes each window with a SYN once it is over, the oldest first, on a thread of
     *     its own
     */
    public Analyzer(
            BatchRing ring,
            CountOptions options,
            View view,
            int limit,
            Consumer<Snapshot> windows) {
        this(
                ring,
                null,
                new Counting(
                        options,
                        view.keys(),
                        limit,
                        counted -> windows.accept(Answer.ofWindow(view, counted, options))));
    }

    private Analyzer(BatchRing ring, LongSupplier clock, Counting counting) {
        this.ring = ring;
        this.clock = clock;
        this.counting = counting;
        CountOptions options = counting.options();
        pairs = options.pairs() ? new PairCounts(options) : null;
        delays = clock == null ? null : new Delays();
    }

    /**
     * Has the analyzer follow handshakes, so that snapshots hold a verdict. Before a sibling is
     * made, and before {@link #run()}.
     *
     * @param acksPass whether their acknowledgements are captured if there are any: so that none is
     *     seen means that there is none
     * @return this
     */
    public Analyzer followHandshakes(boolean acksPass) {
        return followHandshakes(acksPass, null, null);
    }

    /**
     * As the other, of a live capture: has the kernel hold back what is not followed.
     *
     * @param limits what load is taken; null: what memory stands
     * @param kernel told what to hold back; null: nothing
     */
    public Analyzer followHandshakes(boolean acksPass, Limits limits, Thinning kernel) {
        // of a file the verdict is on all of it
        long window = clock == null ? 0 : counting.options().windowNanos();
        long memory =
                Math.min(
                        counting.options().memoryBytes() / 4,
                        Runtime.getRuntime().maxMemory() / 16);
        long bytes = Math.min(memory, Handshakes.DEFAULT_BYTES);
        handshakes =
                kernel == null
                        ? new Handshakes(bytes, window)
                        : new Handshakes(bytes, window, limits, kernel);
        if (acksPass) handshakes.expectAcks();
        return this;
    }

    /**
     * Has a recorder learn what is normal; it follows handshakes in place of this one, so snapshots
     * hold no verdict. Before {@link #run()}; not with siblings.
     *
     * @return this
     */
    public Analyzer record(Recorder with) {
        recorder = with;
        handshakes = null;
        return this;
    }

    /**
     * Has snapshots compare with what is usual; null: there is nothing. Before they are asked for.
     */
    public void compareWith(Comparison with) {
        usual = with;
    }

    /**
     * One that another thread runs, or calls, and that counts into the same sum: snapshots of this
     * one are of all. Made before any has begun; as many as {@link CountOptions#threads} says.
     *
     * @param of the ring it takes batches from, or null where {@link #outlet} hands them over
     */
    public Analyzer sibling(BatchRing of) {
        Analyzer sibling = new Analyzer(of, clock, counting.sibling());
        sibling.handshakes = handshakes; // one handshake may be captured by two threads
        siblings.add(sibling);
        return sibling;
    }

    /** Where a thread that brings batches counts them itself. */
    public BatchOutlet outlet(int rows) {
        return new CountingOutlet(this, rows);
    }

    /** Ends counting on the thread that has counted. */
    void end() {
        counting.finish();
        ended = true;
        requests.end(null);
    }

    /** Counts until the ring is closed and empty, and answers requests in between. */
    @Override
    public void run() {
        try {
            while (!ring.isDrained()) {
                SegmentBatch batch = ring.peekBriefly();
                if (batch != null) {
                    count(batch);
                    if (delays != null) delays.record(batch, clock.getAsLong());
                    ring.release();
                    batches++;
                }
                requests.answer(this, batches);
            }
            end();
        } catch (RuntimeException | Error e) {
            requests.end(e);
            throw e;
        }
    }

    /**
     * What is known now, while {@link #run()} goes on: the analyzer thread answers between two
     * batches, once it has counted all that were published before the call. Any other thread.
     *
     * @param interval what is shown as the interval, or null for that of the packets
     * @param server what the kernel counted meanwhile, or null
     * @throws IllegalStateException if counting has failed
     */
    public Snapshot requestSnapshot(View view, int limit, Interval interval, ServerCounts server)
            throws InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (Analyzer each : siblings) {
            parts.add(each.requests.ask(each, each.published(), Analyzer::part));
        }
        return requests.ask(
                this,
                published(),
                analyzer -> new Answer(analyzer, view, limit, server, parts).begin(interval));
    }

    private long published() {
        return ring == null ? 0 : ring.published();
    }

    /** What this one alone has counted by now, that others can add. Its thread, as {@link #run}. */
    private Callable<Part> part() {
        counting.flush();
        Part part =
                new Part(
                        outcomes.clone(),
                        firstNanos,
                        lastNanos,
                        seconds.copy(),
                        pairs == null ? null : pairs.targets(),
                        delays == null ? null : delays.copy());
        return () -> part;
    }

    private List<Part> partsOfSiblings() throws Exception {
        List<Part> parts = new ArrayList<>();
        for (Analyzer each : siblings) {
            parts.add(each.part().call());
        }
        return parts;
    }

    /** What this one counts, as it stands: the seconds go on to be changed. */
    Part totals() {
        return new Part(outcomes.clone(), firstNanos, lastNanos, seconds, null, null);
    }

    /** The sum of this one and its siblings, once all have ended. */
    Part total() {
        List<Part> others = new ArrayList<>();
        for (Analyzer each : siblings) {
            others.add(each.totals());
        }
        return totals().plus(others);
    }

    /** Adds what was counted elsewhere, but for what {@link #counting} holds. */
    void addTotals(Part part) {
        Part.add(part.outcomes(), outcomes);
        seconds.addAll(part.seconds());
        firstNanos = Math.min(firstNanos, part.firstNanos());
        lastNanos = Math.max(lastNanos, part.lastNanos());
    }

    /** What counts by source and the like. */
    Counting counting() {
        return counting;
    }

    /** Counts one batch. Hot path. */
    void count(SegmentBatch batch) {
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] += batch.count(i);
        }
        firstNanos = Math.min(firstNanos, batch.firstNanos());
        lastNanos = Math.max(lastNanos, batch.lastNanos());
        int n = selectSyns(batch);
        counting.add(batch, synRows, n);
        if (pairs != null) pairs.add(batch, synRows, n);
        countSeconds(batch, n);
        if (handshakes != null) handshakes.add(batch);
        if (recorder != null) recorder.add(batch, synRows, n);
    }

    private int selectSyns(SegmentBatch batch) {
        if (synRows.length < batch.size()) synRows = new int[batch.tsNanos.length];
        int[] rows = synRows;
        long[] words = batch.ackFlagsWnd;
        int n = 0;
        for (int row = 0; row < batch.size(); row++) {
            if ((words[row] & (SYN | ACK | OUTGOING) << 16) == SYN << 16) rows[n++] = row;
        }
        return n;
    }

    private void countSeconds(SegmentBatch batch, int n) {
        if (n > 0 && batch.isTimed() && isOneSecond(batch)) {
            seconds.add(batch.firstNanos(), n);
            return;
        }
        for (int k = 0; k < n; k++) {
            long tsNanos = batch.tsNanos[synRows[k]];
            if (tsNanos != NO_TIME) seconds.add(tsNanos);
        }
    }

    private static boolean isOneSecond(SegmentBatch batch) {
        return SecondCounts.isOne(batch.firstNanos(), batch.lastNanos());
    }

    /**
     * What is known now.
     *
     * @param limit rows, at least 1; 0 for all
     */
    public Snapshot snapshot(View view, int limit) {
        return snapshot(view, limit, null);
    }

    /**
     * What is known now: with a window, of the latest one, or of the busiest where that is kept.
     *
     * @param limit rows, at least 1; 0 for all
     * @param interval what is shown as the interval, or null for that of the packets; the latest
     *     window ends with it
     * @throws IllegalStateException if counting has failed
     */
    public Snapshot snapshot(View view, int limit, Interval interval) {
        try {
            return new Answer(this, view, limit, null, partsOfSiblings()).begin(interval).call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while counts were put together", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error) throw (Error) e.getCause(); // memory, say
            throw new IllegalStateException("counting has failed", e.getCause());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("counting has failed", e);
        }
    }

    /** What this one and its siblings follow handshakes with; null: nobody wants a verdict. */
    Handshakes handshakes() {
        return handshakes;
    }

    /** Targets of sources; null: nobody wants them. */
    PairCounts pairs() {
        return pairs;
    }

    /** How long packets waited; null: of a file nobody knows. */
    Delays delays() {
        return delays;
    }

    /** What is usual; null: there is nothing to compare with. */
    Comparison usual() {
        return usual;
    }

    /** Whether nothing more will come. */
    boolean hasEnded() {
        return ended;
    }
}
