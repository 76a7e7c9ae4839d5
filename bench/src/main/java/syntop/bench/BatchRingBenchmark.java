package syntop.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/**
 * Rows a second through the ring between two threads: the benchmark's fills and publishes, another
 * reads every row and releases. The slower side sets the rate. Needs two idle cores.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchRingBenchmark {
    private static final int SLOTS = 8;
    private static final int ROWS = 4096;

    private BatchRing ring;
    private Thread consumer;
    private long sent;
    private volatile long received;

    /** Starts the consumer. */
    @Setup
    public void start() {
        ring = new BatchRing(SLOTS, ROWS);
        consumer = new Thread(this::consume, "consumer");
        consumer.start();
    }

    /** Ends the consumer, and fails when it has not seen every row as it was sent. */
    @TearDown
    public void stop() throws InterruptedException {
        ring.close();
        consumer.join();
        if (received != sent) {
            throw new IllegalStateException("sent=" + sent + " received=" + received);
        }
    }

    /** Hands over one full batch. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void handOver() {
        SegmentBatch out = ring.claimWaiting();
        long base = sent;
        for (int i = 0; i < ROWS; i++) {
            int row = out.newRow();
            out.tsNanos[row] = base + i;
            out.srcHi[row] = 0;
            out.srcLo[row] = SegmentBatch.V4_MAPPED | i;
            out.dstHi[row] = 0;
            out.dstLo[row] = SegmentBatch.V4_MAPPED | 1;
            out.portsSeq[row] = SegmentBatch.portsSeq(40000, 443, i);
            out.ackFlagsWnd[row] = SegmentBatch.ackFlagsWnd(0, SegmentBatch.SYN, 64240);
            out.ttlLen[row] = SegmentBatch.ttlLen(64, 0);
            out.signature[row] = 0;
            out.count(Outcome.SYN, base + i);
        }
        sent = base + ROWS;
        ring.publish();
    }

    private void consume() {
        long rows = 0;
        for (SegmentBatch in = ring.peekWaiting(); in != null; in = ring.peekWaiting()) {
            for (int i = 0; i < in.size(); i++) {
                boolean asSent =
                        in.tsNanos[i] == rows
                                && in.srcLo[i] == (SegmentBatch.V4_MAPPED | i)
                                && in.dstPort(i) == 443
                                && in.flags(i) == SegmentBatch.SYN;
                if (asSent) rows++;
            }
            ring.release();
        }
        received = rows;
    }
}
