package syntop.analyzer.handshake;

import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.NO_TIME;
import static syntop.capture.batch.SegmentBatch.RST;
import static syntop.capture.batch.SegmentBatch.SYN;

import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;

/**
 * Follows each request from its SYN to its end: tells requests from retransmissions, and what
 * became of them, in total, for each target and for each source. Any thread; where several count,
 * one handshake may be captured by two of them.
 *
 * <p>Exact up to 32,768 new requests in a second with 64 MiB of {@link PendingTable}, a third of
 * which they then fill in 35 s. Past that {@link Sampling} picks connections, and all figures but
 * the SYNs become estimates; the SYNs that are left out cost one hash each.
 *
 * <p>The file is long because every step that a handshake can take stands in this one place.
 *
 * <p>Figures are of everything, or of the last one to two lengths of a window. Memory: that of
 * {@link PendingTable}, by default up to 64 MiB, of {@link SecondBins} and for each of at most two
 * periods that of {@link Targets}, {@link SourceFigures} and {@link Contacts}, each bounded; 12
 * bytes for each row of a batch. Nothing is allocated for a batch once the tables have grown, but
 * when a period ends.
 */
public final class Handshakes {
    /** What pending requests may take by default. */
    public static final long DEFAULT_BYTES = 64L << 20;

    private static final long DUPLICATE_NANOS = 200_000_000; // below the least time to retransmit

    private final AddressHash hasher;
    private final PendingTable pending;
    private final Sampling sampling;
    private final SecondBins bins = new SecondBins();
    private final long periodSeconds; // 0: one over everything
    private Period now;
    private Period before; // null: none
    private long periodFrom = Long.MIN_VALUE; // second where this one began
    private long beforeFrom = Long.MIN_VALUE;
    private boolean acksPass;
    private long lastNanos;
    private long second;
    private long secondFrom = 1; // an empty range: the first row opens one
    private long secondTo;
    private long[] hashes = new long[0];
    private int[] rows = new int[0];

    /** Makes one that keeps pending requests in 64 MiB and knows one period. */
    public Handshakes() {
        this(DEFAULT_BYTES, 0);
    }

    /**
     * Makes one.
     *
     * @param pendingBytes memory for pending requests, at least 64 KiB
     * @param windowNanos what is reported is of one to two of this length, a second at least; 0:
     *     everything
     */
    public Handshakes(long pendingBytes, long windowNanos) {
        this(
                pendingBytes,
                windowNanos,
                new AddressHash(),
                new Sampling(Limits.of(pendingBytes), new HandshakeSample()));
    }

    /**
     * As the other, of a live capture: has the kernel hold back what is not followed.
     *
     * @param limits what load is taken; null: what the memory stands
     */
    public Handshakes(long pendingBytes, long windowNanos, Limits limits, Thinning kernel) {
        this(
                pendingBytes,
                windowNanos,
                new AddressHash(),
                new Sampling(limits == null ? Limits.of(pendingBytes) : limits, kernel));
    }

    /** As the others, with a hash and a sample that a test knows. */
    Handshakes(long pendingBytes, long windowNanos, AddressHash hasher, Sampling sampling) {
        this.hasher = hasher;
        this.sampling = sampling;
        pending = new PendingTable(pendingBytes);
        periodSeconds = (windowNanos + SecondBins.NANOS - 1) / SecondBins.NANOS;
        now = newPeriod();
    }

    private Period newPeriod() {
        return new Period(hasher, bins, periodSeconds > 0);
    }

    /** Tells that acknowledgements are captured if there are any. */
    public void expectAcks() {
        acksPass = true;
    }

    /** Follows the rows of a batch. Hot path. */
    public synchronized void add(SegmentBatch batch) {
        int n = batch.size();
        if (batch.lastNanos() != NO_TIME) {
            long last = Math.floorDiv(batch.lastNanos(), SecondBins.NANOS);
            sampling.now(last);
            if (periodSeconds > 0) turn(last);
        }
        long plain = batch.count(Outcome.OTHER_TCP.ordinal());
        long fins = batch.count(Outcome.FIN.ordinal());
        long answers = batch.count(Outcome.SYN_ACK.ordinal()) + batch.count(Outcome.RST.ordinal());
        long others = plain + fins + answers;
        sampling.came(others, others + batch.count(Outcome.SYN.ordinal()));
        now.others(plain, fins);
        if (n == 0) return;
        if (hashes.length < n) {
            hashes = new long[batch.tsNanos.length];
            rows = new int[batch.tsNanos.length];
        }
        int k = select(batch, n);
        pending.touch(hashes, k);
        long requests = 0;
        for (int i = 0; i < k; i++) {
            requests += segment(batch, rows[i], hashes[i]);
        }
        sampling.used(requests);
    }

    /** Tells the time when nothing comes, ns since 1970-01-01 UTC. */
    public synchronized void tick(long tsNanos) {
        sampling.now(Math.floorDiv(tsNanos, SecondBins.NANOS));
    }

    /** Begins a new period when this one is over; what is older than two is forgotten. */
    private void turn(long atSecond) {
        if (periodFrom == Long.MIN_VALUE) periodFrom = atSecond;
        if (atSecond - periodFrom < periodSeconds) return;
        before = atSecond - periodFrom < 2 * periodSeconds ? now : null;
        beforeFrom = periodFrom;
        now = newPeriod();
        periodFrom = atSecond;
    }

    /** Counts the SYNs, and picks the rows of connections that are followed. */
    private int select(SegmentBatch batch, int n) {
        long[] h = hashes;
        boolean all = sampling.followsAll();
        int k = 0;
        for (int row = 0; row < n; row++) {
            long flags = batch.ackFlagsWnd[row] >>> 16;
            boolean syn = (flags & (SYN | ACK)) == SYN;
            if (syn) now.syn(target(batch, row));
            if (!all && !(syn ? sampling.followsSyn(batch, row) : sampling.mayFollow(batch, row))) {
                continue;
            }
            boolean fromServer = (flags & ACK) != 0 && (flags & (SYN | RST)) != 0;
            rows[k] = row;
            h[k++] = fromServer ? fromServer(batch, row) : fromClient(batch, row);
        }
        return k;
    }

    private Target target(SegmentBatch batch, int row) {
        return now.target(
                batch.isOutgoing(row), batch.dstHi[row], batch.dstLo[row], batch.dstPort(row));
    }

    private long fromClient(SegmentBatch b, int row) {
        int ports = (int) (b.portsSeq[row] >>> 32);
        return hasher.connection(b.srcHi[row], b.srcLo[row], b.dstHi[row], b.dstLo[row], ports);
    }

    private long fromServer(SegmentBatch b, int row) {
        int ports = Integer.rotateLeft((int) (b.portsSeq[row] >>> 32), 16);
        return hasher.connection(b.dstHi[row], b.dstLo[row], b.srcHi[row], b.srcLo[row], ports);
    }

    /** Follows one; 1 for a request, else 0. */
    private int segment(SegmentBatch batch, int row, long hash) {
        long tsNanos = batch.tsNanos[row];
        if (tsNanos == NO_TIME) tsNanos = lastNanos;
        else lastNanos = tsNanos;
        int flags = batch.flags(row);
        if ((flags & (SYN | ACK)) == SYN) return syn(batch, row, hash, tsNanos);
        if ((flags & SYN) != 0) answer(batch, row, hash, tsNanos);
        else if ((flags & RST) != 0) reset(batch, row, hash, tsNanos);
        else if ((flags & ACK) != 0) acknowledgement(batch, row, hash, tsNanos);
        else now.probe(batch, row);
        return 0;
    }

    private long secondOf(long tsNanos) {
        if (tsNanos < secondFrom || tsNanos >= secondTo) {
            second = Math.floorDiv(tsNanos, SecondBins.NANOS);
            secondFrom = second * SecondBins.NANOS;
            secondTo = secondFrom + SecondBins.NANOS;
        }
        return second;
    }

    private int syn(SegmentBatch batch, int row, long hash, long tsNanos) {
        Target target = target(batch, row);
        int slot = pending.findSyn(hash, batch.seq(row), batch.payloadLen(row), tsNanos);
        if (slot >= 0 && isStray(slot)) {
            overtaken(batch, row, slot, target, tsNanos);
            return 0;
        }
        if (slot >= 0) {
            repeated(slot, target, batch.srcHi[row], batch.srcLo[row], tsNanos);
            return 0;
        }
        int level = sampling.level(tsNanos);
        pending.add(hash, batch.seq(row), tsNanos, level, batch.isOutgoing(row));
        boolean blind = sampling.isBlind(tsNanos);
        now.request(batch, row, target, level, secondOf(tsNanos), blind);
        return 1;
    }

    private boolean isStray(int slot) {
        return (pending.state(slot) & PendingTable.PHASE) == PendingTable.STRAY;
    }

    /** Whether nothing has become of a stray answer yet; from now on something has. */
    private boolean isOpen(int slot) {
        int state = pending.state(slot);
        pending.setState(slot, state | PendingTable.REPEATED);
        return (state & PendingTable.REPEATED) == 0;
    }

    /** A SYN that was captured after its answer. */
    private void overtaken(SegmentBatch batch, int row, int slot, Target target, long tsNanos) {
        long weight = pending.weight(slot);
        long at = secondOf(tsNanos);
        if (isOpen(slot)) now.expected(weight);
        now.request(batch, row, target, pending.level(slot), at, false);
        now.answered(target, batch.srcHi[row], batch.srcLo[row], weight, at, -1);
        pending.setOutgoing(slot, batch.isOutgoing(row));
        pending.setState(slot, PendingTable.ANSWERED | PendingTable.REPEATED);
    }

    private void repeated(int slot, Target target, long srcHi, long srcLo, long tsNanos) {
        long weight = pending.weight(slot);
        long age = Math.abs(tsNanos - pending.timeNanos(slot));
        if (age < DUPLICATE_NANOS) {
            now.duplicate(target, srcHi, srcLo, weight);
            return;
        }
        now.retransmission(target, srcHi, srcLo, weight);
        pending.setState(slot, pending.state(slot) | PendingTable.REPEATED);
        pending.setTime(slot, tsNanos);
    }

    /** The target of a pending request, from a segment that the server sent. */
    private Target sender(SegmentBatch batch, int row, int slot) {
        boolean outgoing = pending.isOutgoing(slot);
        return now.target(outgoing, batch.srcHi[row], batch.srcLo[row], batch.srcPort(row));
    }

    /** The target of a pending request, from a segment that the client sent. */
    private Target receiver(SegmentBatch batch, int row, int slot) {
        boolean outgoing = pending.isOutgoing(slot);
        return now.target(outgoing, batch.dstHi[row], batch.dstLo[row], batch.dstPort(row));
    }

    /** A SYN-ACK. */
    private void answer(SegmentBatch batch, int row, long hash, long tsNanos) {
        int slot = pending.findAnswered(hash, batch.ack(row));
        if (slot < 0) {
            stray(batch, row, hash, tsNanos);
            return;
        }
        int state = pending.state(slot);
        if (isStray(slot)) {
            boolean again = tsNanos - pending.timeNanos(slot) >= DUPLICATE_NANOS;
            if (again && !pending.isOutgoing(slot)) now.strayAgain(pending.weight(slot));
            if (again) pending.setTime(slot, tsNanos);
            return;
        }
        Target target = sender(batch, row, slot);
        if ((state & PendingTable.PHASE) != PendingTable.ASKED) {
            answeredAgain(batch, row, slot, target, tsNanos);
            return;
        }
        long hi = batch.dstHi[row];
        long lo = batch.dstLo[row];
        long weight = pending.weight(slot);
        long at = secondOf(tsNanos);
        boolean acknowledged = (state & PendingTable.MARKED) != 0; // captured in the wrong order
        boolean repeated = (state & PendingTable.REPEATED) != 0;
        int next = acknowledged ? PendingTable.DONE : PendingTable.ANSWERED;
        long nanos = repeated || acknowledged ? -1 : tsNanos - pending.timeNanos(slot);
        int serverNext = batch.seq(row) + 1;
        pending.answer(slot, batch.ack(row), serverNext, next | state & PendingTable.REPEATED);
        pending.setTime(slot, tsNanos);
        now.answered(target, hi, lo, weight, at, nanos);
        if (acknowledged) {
            now.unseen(target, hi, lo, -weight);
            now.completed(target, hi, lo, weight, at, -1);
        }
    }

    private void answeredAgain(SegmentBatch batch, int row, int slot, Target target, long tsNanos) {
        // captured twice, it comes again at once; sent again, not before 0.2 s
        if (Math.abs(tsNanos - pending.timeNanos(slot)) < DUPLICATE_NANOS) return;
        int state = pending.state(slot);
        if ((state & PendingTable.MARKED) == 0) {
            now.answeredAgain(target, batch.dstHi[row], batch.dstLo[row], pending.weight(slot));
        }
        // a cookie made anew has another number
        int serverNext = batch.seq(row) + 1;
        pending.answer(slot, pending.clientSeq(slot), serverNext, state | PendingTable.MARKED);
        pending.setTime(slot, tsNanos);
    }

    private void stray(SegmentBatch batch, int row, long hash, long tsNanos) {
        // of others nobody knows whether there was a SYN
        if (!sampling.follows(batch, row, batch.ack(row) - 1)) return;
        int level = sampling.level(tsNanos);
        boolean counted = now.stray(batch, row, level);
        if ((batch.flags(row) & SYN) == 0) return; // the RST that ends it
        int seq = batch.ack(row) - 1;
        if (pending.findSyn(hash, seq, 0, tsNanos) >= 0) return;
        // one of ours is kept for the SYN that may come behind it, and counts as nothing
        int slot = pending.add(hash, seq, tsNanos, level, !counted);
        int open = counted ? 0 : PendingTable.REPEATED;
        int state = PendingTable.STRAY | PendingTable.MARKED | open;
        pending.answer(slot, batch.ack(row), batch.seq(row) + 1, state);
    }

    private void reset(SegmentBatch batch, int row, long hash, long tsNanos) {
        boolean acknowledges = (batch.flags(row) & ACK) != 0;
        if (acknowledges && refused(batch, row, hash, tsNanos)) return;
        long clientHash = acknowledges ? fromClient(batch, row) : hash;
        int slot = pending.findClient(clientHash, batch.seq(row));
        if (slot >= 0) {
            if (isStray(slot)) {
                if (isOpen(slot)) now.strayDenied(pending.weight(slot));
                return;
            }
            if ((pending.state(slot) & PendingTable.PHASE) != PendingTable.ANSWERED) return;
            pending.setState(slot, PendingTable.DONE);
            Target target = receiver(batch, row, slot);
            now.aborted(target, batch.srcHi[row], batch.srcLo[row], pending.weight(slot));
            return;
        }
        // the answer to a SYN to a closed port has the number 0 (RFC 9293, 3.10.7.1)
        if (!acknowledges) now.unconnected(batch, row);
        else if (batch.seq(row) == 0) stray(batch, row, hash, tsNanos);
    }

    private boolean refused(SegmentBatch batch, int row, long hash, long tsNanos) {
        int slot = pending.findAnswered(hash, batch.ack(row));
        if (slot < 0) return false;
        int state = pending.state(slot);
        if ((state & PendingTable.PHASE) != PendingTable.ASKED) return true; // reset later on
        pending.answer(slot, batch.ack(row), 0, PendingTable.DONE | state & PendingTable.REPEATED);
        pending.setTime(slot, tsNanos);
        Target target = sender(batch, row, slot);
        now.refused(target, batch.dstHi[row], batch.dstLo[row], pending.weight(slot));
        return true;
    }

    /** A segment with ACK, perhaps the first of a client after the answer. */
    private void acknowledgement(SegmentBatch batch, int row, long hash, long tsNanos) {
        int slot = pending.findClient(hash, batch.seq(row));
        if (slot < 0) return;
        int state = pending.state(slot);
        int phase = state & PendingTable.PHASE;
        if (phase == PendingTable.DONE) return;
        long hi = batch.srcHi[row];
        long lo = batch.srcLo[row];
        long weight = pending.weight(slot);
        if (phase == PendingTable.ASKED) {
            if ((state & PendingTable.MARKED) != 0) return;
            pending.setState(slot, state | PendingTable.MARKED);
            now.unseen(receiver(batch, row, slot), hi, lo, weight);
            return;
        }
        int ahead = batch.ack(row) - pending.serverSeq(slot) & 0xFFFF;
        if (ahead >= 0x4000) return; // acknowledges something else: not this handshake
        if (phase == PendingTable.STRAY) {
            if (isOpen(slot)) now.strayAcknowledged(weight);
            return;
        }
        boolean first = ahead == 0 && (batch.seq(row) & 0xFFFF) == pending.clientSeq(slot);
        boolean timed = first && (state & (PendingTable.MARKED | PendingTable.REPEATED)) == 0;
        long nanos = timed ? tsNanos - pending.timeNanos(slot) : -1;
        pending.setState(slot, PendingTable.DONE | state & ~PendingTable.PHASE);
        now.completed(receiver(batch, row, slot), hi, lo, weight, secondOf(tsNanos), nanos);
    }

    /**
     * What is known of the period in hand, which ends with this; another begins. For who cuts time
     * into stretches of their own: with no window.
     *
     * @param keepFromSecond what came in earlier seconds is forgotten, also of timelines
     */
    public synchronized HandshakeReport cut(long keepFromSecond) {
        HandshakeReport report = now.report(null, Long.MIN_VALUE, pending.givenUp(), acksPass);
        bins.keepFrom(keepFromSecond);
        now = newPeriod();
        return report;
    }

    /** What became of the requests of each source; when connections are sampled, an estimate. */
    public synchronized SourceOutcomes sources() {
        return now.sources(before);
    }

    /** What is known now. */
    public synchronized HandshakeReport report() {
        long from = before == null ? periodFrom : beforeFrom;
        return now.report(before, from, pending.givenUp(), acksPass);
    }
}
