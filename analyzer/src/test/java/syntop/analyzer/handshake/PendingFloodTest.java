package syntop.analyzer.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.SYN;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import syntop.analyzer.SynBatches;
import syntop.analyzer.verdict.Judge;
import syntop.analyzer.verdict.Kind;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** More requests than can be followed, from sources that are all different. */
class PendingFloodTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final long SERVER = SynBatches.mapped(0xCB00_7107);
    private static final int ROWS = 1_024;

    private final SegmentBatch batch = new SegmentBatch(ROWS);
    private Handshakes handshakes;

    /** One of 2^32 different sources, as if drawn at random. */
    private static int source(long number) {
        return (int) number * 0x9E37_79B1;
    }

    /** Requests, of which some are answered and completed at once. */
    private void send(long from, long requests, double perSecond, long seed, int percent) {
        for (long i = from; i < from + requests; i++) {
            long tsNanos = START + Math.round(i / perSecond * 1e9);
            row(i, tsNanos, Outcome.SYN, SYN, 0);
            if (Math.floorMod(source(i + seed) >>> 7, 100) >= percent) continue;
            row(i, tsNanos, Outcome.SYN_ACK, SYN | ACK, 1);
            row(i, tsNanos, Outcome.OTHER_TCP, ACK, 2);
        }
    }

    private void row(long number, long tsNanos, Outcome outcome, int flags, int step) {
        if (batch.isFull()) flush();
        int row = batch.newRow();
        long client = SynBatches.mapped(source(number));
        int port = 1_024 + (int) (number % 60_000);
        int isn = source(number + 77);
        boolean answer = step == 1;
        batch.tsNanos[row] = tsNanos + 1_000L * step;
        batch.srcHi[row] = 0;
        batch.srcLo[row] = answer ? SERVER : client;
        batch.dstHi[row] = 0;
        batch.dstLo[row] = answer ? client : SERVER;
        int seq = answer ? ~isn : step == 0 ? isn : isn + 1;
        batch.portsSeq[row] = SegmentBatch.portsSeq(answer ? 443 : port, answer ? port : 443, seq);
        int ack = step == 0 ? 0 : answer ? isn + 1 : ~isn + 1;
        batch.ackFlagsWnd[row] = SegmentBatch.ackFlagsWnd(ack, flags, 512);
        batch.ttlLen[row] = SegmentBatch.ttlLen(64, 0);
        batch.signature[row] = 15L << 56; // no option
        batch.count(outcome, batch.tsNanos[row]);
    }

    private void flush() {
        handshakes.add(batch);
        batch.clear();
    }

    private HandshakeReport report() {
        flush();
        return handshakes.report();
    }

    private static Handshakes sampled(long seed) {
        Sampling sampling = new Sampling(Limits.of(64 << 10), new HandshakeSample(seed));
        return new Handshakes(64 << 10, 0, new AddressHash(seed), sampling);
    }

    /** All within the 35 s in which any of them might be sent again. */
    @Test
    void fiftyMillionPendingTakeTheMemoryOfTheBudget() {
        handshakes = new Handshakes(Handshakes.DEFAULT_BYTES, 0);
        handshakes.expectAcks();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        send(0, 50_000_000, 1_500_000, 0, 5);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // doubling, the table was made anew up to its size: twice that together
        assertTrue(allocated < 3 * Handshakes.DEFAULT_BYTES, () -> allocated + " bytes");

        HandshakeReport report = report();
        Counts counts = report.all().counts();
        assertEquals(50_000_000, counts.syns());
        assertEquals(50_000_000, counts.requests());
        double error = 2 * report.precision().shareError(); // four standard errors
        assertEquals(0.05, counts.completion(), error);
        assertTrue(error < 0.01, () -> report.precision().toString());
        assertEquals(Kind.FLOOD_FORGED, Judge.judge(report, null, true).get(0).kind());
    }

    /** With so many seeds the errors show what they are: no larger than is told, and about 0. */
    @Test
    void theErrorOfASampleIsTheOneThatIsTold() {
        for (int percent : new int[] {5, 50, 80}) {
            int seeds = 334; // of each, a thousand in all
            double sum = 0;
            double squares = 0;
            for (int seed = 1; seed <= seeds; seed++) {
                handshakes = sampled(seed);
                send(0, 3_000, 2_000, seed, percent);
                HandshakeReport report = report();
                double error = report.all().counts().completion() - percent / 100.0;
                double told = report.precision().shareError() / 2;
                String what = "seed=" + seed + " percent=" + percent + " error=" + error / told;
                assertTrue(report.precision().level() > 2, what);
                assertTrue(Math.abs(error) < 4 * told, what);
                sum += error / told;
                squares += error / told * error / told;
            }
            assertEquals(0, sum / seeds, 0.2, "mean, percent=" + percent);
            double deviation = Math.sqrt(squares / seeds);
            assertTrue(deviation < 1.1, "deviation=" + deviation + " percent=" + percent);
        }
    }
}
