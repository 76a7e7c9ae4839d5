package syntop.analyzer;

import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.FIN;
import static syntop.capture.batch.SegmentBatch.RST;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.util.function.Consumer;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Handshakes;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** Makes the segments of connections, in the order of the calls, and has them followed. */
public final class Conversation {
    /** 2023-11-14 22:13:20 UTC. */
    public static final long START = 1_700_000_000_000_000_000L;

    /** Options of a current Linux, as far as they matter here: any value but none at all. */
    public static final long LINUX = 0x0204_0304_0800_05B4L;

    /** No options. */
    public static final long BARE = 15L << 56;

    private static final int ROWS = 512;

    private final Handshakes handshakes; // null: another follows them
    private final Consumer<SegmentBatch> batches;
    private final SegmentBatch batch = new SegmentBatch(ROWS);
    private long nanos = START;
    private long signature = LINUX;
    private int ttl = 57;
    private int rcvWnd = 64_240;
    private int mark;

    /** Starts with everything known and exact. */
    public Conversation() {
        this(new Handshakes());
    }

    /** Starts with others. */
    public Conversation(Handshakes handshakes) {
        this.handshakes = handshakes;
        batches = handshakes::add;
    }

    /** Hands batches to others; there is no {@link #report} then. */
    public Conversation(Consumer<SegmentBatch> batches) {
        handshakes = null;
        this.batches = batches;
    }

    /** A client's end and a server's, and the first numbers of both. */
    public record Link(
            long srcHi, long src, int srcPort, long dst, int dstPort, int isn, int serverIsn) {}

    /** Between IPv4 addresses. */
    public static Link link(int src, int srcPort, int dst, int dstPort) {
        long from = SynBatches.mapped(src);
        int isn = (src * 31 + srcPort) * 0x9E37_79B9;
        return new Link(0, from, srcPort, SynBatches.mapped(dst), dstPort, isn, ~isn * 7);
    }

    /** The time of what comes next, in seconds since the start. */
    public Conversation at(double seconds) {
        nanos = START + Math.round(seconds * 1e9);
        return this;
    }

    /** What SYNs look like from now on. */
    public Conversation look(long options, int hops, int window) {
        signature = options;
        ttl = hops;
        rcvWnd = window;
        return this;
    }

    /** Whether SYNs are of a host of ours from now on. */
    public Conversation outgoing(boolean out) {
        mark = out ? SegmentBatch.OUTGOING : 0;
        return this;
    }

    /** The client asks. */
    public Conversation syn(Link link) {
        Outcome outcome = mark == 0 ? Outcome.SYN : Outcome.OTHER_NET;
        return client(link, outcome, SYN | mark, link.isn, 0);
    }

    /** The server answers. */
    public Conversation answer(Link link) {
        return server(link, Outcome.SYN_ACK, SYN | ACK | mark, link.serverIsn, link.isn + 1);
    }

    /** The client acknowledges. */
    public Conversation ack(Link link) {
        return client(link, Outcome.OTHER_TCP, ACK, link.isn + 1, link.serverIsn + 1);
    }

    /** The client resets. */
    public Conversation abort(Link link) {
        return client(link, Outcome.RST, RST, link.isn + 1, 0);
    }

    /** The server refuses. */
    public Conversation refuse(Link link) {
        return server(link, Outcome.RST, RST | ACK, 0, link.isn + 1);
    }

    /** The server resets what belongs to no connection, an acknowledgement say. */
    public Conversation disown(Link link) {
        return server(link, Outcome.RST, RST, 77, 0);
    }

    /** The client ends. */
    public Conversation fin(Link link, int sent) {
        return client(link, Outcome.FIN, FIN | ACK, link.isn + 1 + sent, link.serverIsn + 1);
    }

    /** A segment with other flags from the client. */
    public Conversation probe(Link link, int flags) {
        return client(link, (flags & FIN) != 0 ? Outcome.FIN : Outcome.OTHER_TCP, flags, 77, 0);
    }

    /** A whole handshake of so many ms between two of its segments. */
    public Conversation shake(Link link, double seconds, double millis) {
        at(seconds).syn(link);
        at(seconds + millis / 1000).answer(link);
        return at(seconds + 2 * millis / 1000).ack(link);
    }

    private Conversation client(Link link, Outcome outcome, int flags, int seq, int ack) {
        int row = row(outcome);
        batch.srcHi[row] = link.srcHi;
        batch.srcLo[row] = link.src;
        batch.dstHi[row] = 0;
        batch.dstLo[row] = link.dst;
        batch.portsSeq[row] = SegmentBatch.portsSeq(link.srcPort, link.dstPort, seq);
        batch.ackFlagsWnd[row] = SegmentBatch.ackFlagsWnd(ack, flags, rcvWnd);
        return this;
    }

    private Conversation server(Link link, Outcome outcome, int flags, int seq, int ack) {
        int row = row(outcome);
        batch.srcHi[row] = 0;
        batch.srcLo[row] = link.dst;
        batch.dstHi[row] = link.srcHi;
        batch.dstLo[row] = link.src;
        int from = link.dstPort;
        int to = link.srcPort;
        batch.portsSeq[row] = SegmentBatch.portsSeq(from, to, seq);
        batch.ackFlagsWnd[row] = SegmentBatch.ackFlagsWnd(ack, flags, 65_160);
        return this;
    }

    private int row(Outcome outcome) {
        if (batch.isFull()) flush();
        int row = batch.newRow();
        batch.tsNanos[row] = nanos;
        batch.ttlLen[row] = SegmentBatch.ttlLen(ttl, 0);
        batch.signature[row] = signature;
        batch.count(outcome, nanos);
        return row;
    }

    /** Hands over what there is. */
    public void flush() {
        batches.accept(batch);
        batch.clear();
    }

    /** What is known of all so far. */
    public HandshakeReport report() {
        flush();
        return handshakes.report();
    }
}
