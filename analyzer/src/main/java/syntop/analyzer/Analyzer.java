package syntop.analyzer;

import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.NO_TIME;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.util.function.LongSupplier;
import syntop.analyzer.count.Ranking;
import syntop.analyzer.count.SecondCounts;
import syntop.analyzer.count.SourceCounts;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/**
 * Takes batches from the ring and counts what they hold.
 *
 * <p>{@link #run()} belongs to the analyzer thread; {@link #snapshot} to the same thread, or to any
 * after that one has ended; {@link #requestSnapshot} to any other at any time. Memory: that of
 * {@link SourceCounts} and {@link SecondCounts}, 512 KiB for the ports, 4 bytes for each row of a
 * batch, some 10 KiB for {@link Delays}. Nothing is allocated for a batch once the tables have
 * grown.
 */
public final class Analyzer implements Runnable {
    /** Parts of {@link Snapshot#series()}: as many as fit beside the totals at 80 columns. */
    private static final int SERIES_PARTS = 24;

    private final BatchRing ring;
    private final long[] outcomes = new long[Outcome.COUNT];
    private final long[] ports = new long[1 << 16];
    private final SourceCounts sources = new SourceCounts();
    private final SecondCounts seconds = new SecondCounts();
    private long batches; // counted so far
    private int[] synRows = new int[0];
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = NO_TIME;
    private final SnapshotRequests requests = new SnapshotRequests();
    private final LongSupplier clock;
    private final Delays delays;

    /** Makes an analyzer that is the one consumer of the ring. */
    public Analyzer(BatchRing ring) {
        this.ring = ring;
        clock = null;
        delays = null;
    }

    /**
     * As the other, for packets that are counted as they come: their delay is recorded.
     *
     * @param clock the time now, ns since 1970-01-01 UTC, by the clock that stamps the packets;
     *     asked once a batch
     */
    public Analyzer(BatchRing ring, LongSupplier clock) {
        this.ring = ring;
        this.clock = clock;
        delays = new Delays();
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
            requests.end(null);
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
     * @throws IllegalStateException if counting has failed
     */
    public Snapshot requestSnapshot(View view, int limit, Interval interval)
            throws InterruptedException {
        return requests.ask(this, ring.published(), view, limit, interval);
    }

    /** Counts one batch. Hot path. */
    void count(SegmentBatch batch) {
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] += batch.count(i);
        }
        firstNanos = Math.min(firstNanos, batch.firstNanos());
        lastNanos = Math.max(lastNanos, batch.lastNanos());
        int n = selectSyns(batch);
        sources.add(batch, synRows, n);
        countPorts(batch, n);
        countSeconds(batch, n);
    }

    private int selectSyns(SegmentBatch batch) {
        if (synRows.length < batch.size()) synRows = new int[batch.tsNanos.length];
        int[] rows = synRows;
        long[] words = batch.ackFlagsWnd;
        int n = 0;
        for (int row = 0; row < batch.size(); row++) {
            if ((words[row] & (SYN | ACK) << 16) == SYN << 16) rows[n++] = row;
        }
        return n;
    }

    private void countPorts(SegmentBatch batch, int n) {
        for (int k = 0; k < n; k++) {
            ports[batch.dstPort(synRows[k])]++;
        }
    }

    private void countSeconds(SegmentBatch batch, int n) {
        for (int k = 0; k < n; k++) {
            long tsNanos = batch.tsNanos[synRows[k]];
            if (tsNanos != NO_TIME) seconds.add(tsNanos);
        }
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
     * What is known now.
     *
     * @param limit rows, at least 1; 0 for all
     * @param interval what is shown as the interval, or null for that of the packets
     */
    public Snapshot snapshot(View view, int limit, Interval interval) {
        Ranking rows = new Ranking(limit == 0 ? Integer.MAX_VALUE : limit);
        if (view == View.SOURCE) {
            sources.rank(rows);
        } else {
            for (int port = 0; port < ports.length; port++) {
                if (ports[port] != 0) rows.offer(0, port, ports[port]);
            }
        }
        Interval shown = interval != null ? interval : new Interval(firstNanos, lastNanos);
        boolean timed = shown.toNanos() != NO_TIME;
        return new Snapshot(
                view,
                shown,
                outcomes.clone(),
                sources.size(),
                seconds.peak(),
                seconds.unplaced(),
                timed
                        ? seconds.series(shown.fromNanos(), shown.toNanos(), SERIES_PARTS)
                        : new long[0],
                rows.sort(),
                delays == null ? null : delays.delay());
    }
}
