package syntop.analyzer.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;

/**
 * Handshakes behind a kernel that holds back what it is told to, a while after it was told, and
 * whose packets are read a while after they came: the figures stay those of all handshakes.
 */
class ThinnedHandshakesTest {
    private static final long START = 1_700_000_000_000_000_000L;
    private static final double COMPLETE = 0.3;
    private static final Limits LIMITS = new Limits(200, 1 << 18, 2, 2);

    /** A segment; the time is in ns since the start. */
    private record Segment(long nanos, int client, int port, int isn, int flags, int behind) {}

    private final SegmentBatch row = new SegmentBatch(1);
    private SplittableRandom random;
    private PriorityQueue<Segment> wire;
    private Queue<Segment> ring; // passed by the kernel, not yet read
    private Handshakes handshakes;
    private HandshakeSample sample;
    private Thinning thinning;
    private long now;
    private int level; // of the kernel
    private int asked; // of the kernel
    private long swapAt;
    private long readLagNanos;
    private long swapLagNanos;

    private void start(long seed) {
        random = new SplittableRandom(seed);
        wire = new PriorityQueue<>(Comparator.comparingLong(Segment::nanos));
        ring = new ArrayDeque<>();
        sample = new HandshakeSample(seed);
        thinning = new Thinning(sample, 1, () -> START + now);
        thinning.opened(0);
        Sampling sampling = new Sampling(LIMITS, thinning);
        handshakes = new Handshakes(1 << 20, 0, new AddressHash(seed), sampling);
        handshakes.expectAcks();
        level = 0;
        asked = 0;
        readLagNanos = random.nextLong(1_500_000_000L);
        swapLagNanos = random.nextLong(2_000_000_000L);
    }

    /** Requests of which some complete: at once, or heard of only behind their data. */
    private int send(double from, double to, double perSecond) {
        int requests = 0;
        for (double at = from; at < to; at += 1 / perSecond, requests++) {
            long nanos = (long) (at * 1e9);
            int client = random.nextInt();
            int port = 1_024 + random.nextInt(60_000);
            int isn = random.nextInt();
            long trip = random.nextLong(400_000_000);
            wire.add(new Segment(nanos, client, port, isn, SYN, 0));
            wire.add(new Segment(nanos + trip, client, port, isn, SYN | ACK, 1));
            if (random.nextDouble() >= COMPLETE) continue;
            int data = random.nextBoolean() ? 0 : random.nextInt(HandshakeSample.REACH - 1);
            wire.add(new Segment(nanos + 2 * trip, client, port, isn, ACK, 1 + data));
        }
        return requests;
    }

    private void run() {
        while (!wire.isEmpty()) {
            Segment segment = wire.remove();
            now = segment.nanos;
            read(now - readLagNanos);
            swap();
            fill(segment);
            boolean syn = segment.flags == SYN;
            if (syn || sample.leastNumber(row, 0) < HandshakeSample.bound(level)) ring.add(segment);
        }
        read(Long.MAX_VALUE);
    }

    private void swap() {
        if (thinning.wanted() != asked) {
            asked = thinning.wanted();
            swapAt = now + swapLagNanos;
        }
        if (asked == level || now < swapAt) return;
        level = asked;
        thinning.swapped(0, level);
    }

    private void read(long until) {
        while (!ring.isEmpty() && ring.element().nanos <= until) {
            fill(ring.remove());
            handshakes.add(row);
        }
    }

    private void fill(Segment segment) {
        row.clear();
        int at = row.newRow();
        long client = SynBatches.mapped(segment.client);
        long server = SynBatches.mapped(0xCB00_7107);
        boolean answer = segment.flags == (SYN | ACK);
        row.tsNanos[at] = START + segment.nanos;
        row.srcLo[at] = answer ? server : client;
        row.dstLo[at] = answer ? client : server;
        int serverIsn = ~segment.isn * 7;
        int from = answer ? 443 : segment.port;
        int to = answer ? segment.port : 443;
        int seq = answer ? serverIsn : segment.isn + segment.behind;
        int ack = answer ? segment.isn + 1 : segment.flags == SYN ? 0 : serverIsn + 1;
        row.portsSeq[at] = SegmentBatch.portsSeq(from, to, seq);
        row.ackFlagsWnd[at] = SegmentBatch.ackFlagsWnd(ack, segment.flags, 512);
        Outcome outcome =
                answer ? Outcome.SYN_ACK : segment.flags == SYN ? Outcome.SYN : Outcome.OTHER_TCP;
        row.count(outcome, row.tsNanos[at]);
    }

    /** Up, and back again, with the kernel behind each time. */
    @Test
    void theFiguresAreThoseOfAllHandshakes() {
        int seeds = 60;
        double sum = 0;
        double squares = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            start(seed);
            int requests = send(0, 4, 300);
            requests += send(4, 9, 2_500);
            requests += send(9, 60, 20);
            requests += send(60, 62, 900);
            requests += send(62, 100, 20);
            run();
            String what = "seed=" + seed;
            assertEquals(0, thinning.wanted(), what); // it has come back
            assertTrue(thinning.highest() >= 2, what);
            HandshakeReport report = handshakes.report();
            Counts counts = report.all().counts();
            assertEquals(requests, counts.syns(), what);
            double told = report.precision().shareError() / 2;
            double error = (counts.completion() - COMPLETE) / told;
            assertTrue(Math.abs(error) < 4, what + " error=" + error);
            // whatever is followed is followed to its end
            assertEquals(report.precision().followed(), report.all().serverTimes().count(), what);
            sum += error;
            squares += error * error;
        }
        assertEquals(0, sum / seeds, 0.4, "mean");
        double deviation = Math.sqrt(squares / seeds);
        assertTrue(deviation < 1.1, "deviation=" + deviation);
    }

    /** While SYNs alone pass, requests are counted, and nothing is said of what becomes of them. */
    @Test
    void whatIsNotSeenIsSaidToBeUnknown() {
        start(1);
        int requests = send(0, 30, 100);
        for (int second = 0; second < 30; second++) {
            wire.add(new Segment(second * 1_000_000_000L, 1, 1, 1, 0, 0)); // a mark
        }
        int pressed = 0;
        while (!wire.isEmpty()) {
            Segment segment = wire.remove();
            now = segment.nanos;
            if (segment.flags == 0) {
                thinning.press();
                pressed++;
                continue;
            }
            swap();
            fill(segment);
            boolean syn = segment.flags == SYN;
            if (syn || sample.leastNumber(row, 0) < HandshakeSample.bound(level)) {
                handshakes.add(row);
            }
        }
        assertEquals(30, pressed);
        assertEquals(Thinning.SYNS, thinning.highest());
        HandshakeReport report = handshakes.report();
        assertEquals(requests, report.all().counts().syns());
        assertTrue(report.precision().blind() > 0);
    }
}
