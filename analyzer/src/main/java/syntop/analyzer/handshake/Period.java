package syntop.analyzer.handshake;

import java.util.List;
import syntop.capture.batch.SegmentBatch;

/**
 * What was found in a stretch of time: figures of targets and sources, and what requests look like.
 * Those of two periods make one report. Analyzer thread only.
 */
final class Period {
    private static final int ALL_ID = 0;
    private static final int OUT_ID = 1;
    private static final int STRAYS_ID = 4; // numbers of targets have the second bit

    /** Targets below which nobody is called a scanner. */
    private static final int MIN_CONTACTS = 8;

    private final AddressHash hasher;
    private final SecondBins bins;
    private final boolean countsRequests;
    private final Target all = new Target(ALL_ID);
    private final Target out = new Target(OUT_ID);
    private final Targets targets;
    private final Targets outTargets;
    private final SourceFigures sources;
    private final Contacts contacts = new Contacts();
    private final SourceSample repeatedPeers;
    private final SourceSample answerers;
    private final SourceSample answeredFor;
    private long strays;
    private long strayRefusals;
    private long straysAcknowledged;
    private long straysDenied;
    private long straysRepeated;
    private long plain;
    private long fins;
    private long followed;
    private double variance; // of a count of requests, at most
    private int highestLevel;
    private long probes;
    private long blind; // requests of which nobody knows what becomes of them
    private long lastSecond;

    /**
     * Starts with nothing found.
     *
     * @param countsRequests whether to count the requests of each source, which else follow from
     *     its SYNs
     */
    Period(AddressHash hasher, SecondBins bins, boolean countsRequests) {
        this.hasher = hasher;
        this.bins = bins;
        this.countsRequests = countsRequests;
        targets = new Targets(hasher, bins, all);
        outTargets = new Targets(hasher, bins, out);
        sources = new SourceFigures(hasher);
        repeatedPeers = new SourceSample(hasher);
        answerers = new SourceSample(hasher);
        answeredFor = new SourceSample(hasher);
        all.evidence = new Evidence(hasher);
        all.times = new HandshakeTimes();
        out.evidence = new Evidence(hasher);
        out.times = new HandshakeTimes();
    }

    /** The target of a request. Hot path. */
    Target target(boolean outgoing, long hi, long lo, int port) {
        return (outgoing ? outTargets : targets).get(hi, lo, port);
    }

    /** Counts a SYN, a request or not. Hot path. */
    void syn(Target target) {
        target.figures.syns++;
        target.sum.figures.syns++;
    }

    /** Counts segments that are neither SYN nor RST. */
    void others(long plainSegments, long finSegments) {
        plain += plainSegments;
        fins += finSegments;
    }

    /**
     * Counts a request that is followed. Hot path.
     *
     * @param unseen whether what becomes of it cannot be seen
     */
    void request(
            SegmentBatch batch, int row, Target target, int level, long second, boolean unseen) {
        followed++;
        highestLevel = Math.max(highestLevel, level);
        long weight = 1L << level;
        if (unseen) blind += weight;
        // one of so many is counted so many times over (Horvitz and Thompson, 1952)
        variance += (double) weight * (weight - 1);
        count(target, second, weight, 0, 0);
        if (countsRequests)
            source(batch.srcHi[row], batch.srcLo[row], SourceFigures.REQUESTS, weight);
        lastSecond = second;
        if (target.isSample() || target.sum.isSample()) look(batch, row, target, second, unseen);
    }

    /** Looks at who sends a request, and what it looks like. */
    private void look(SegmentBatch batch, int row, Target target, long second, boolean unseen) {
        long hi = batch.srcHi[row];
        long lo = batch.srcLo[row];
        long sourceHash = hasher.address(hi, lo, 0);
        Evidence evidence = side(target).evidence(target);
        if (evidence != null) evidence.add(batch, row, sourceHash);
        if (target.sum.isSample()) target.sum.evidence.add(batch, row, sourceHash);
        if (unseen) return; // it may not have failed
        boolean outgoing = target.sum == out;
        int port = target.port;
        contacts.add(sourceHash, hi, lo, target.hash, port, Contacts.FAILED, outgoing, second);
    }

    private Targets side(Target target) {
        return target.sum == out ? outTargets : targets;
    }

    private void count(Target target, long second, long requests, long answers, long completions) {
        target.count(bins, second, requests, answers, completions);
        target.sum.count(bins, second, requests, answers, completions);
    }

    private void source(long hi, long lo, int figure, long weight) {
        sources.count(hi, lo, figure, weight);
    }

    private void outcome(long hi, long lo, Target target, int outcome) {
        contacts.outcome(hasher.address(hi, lo, 0), target.hash, target.port, outcome);
    }

    /** Counts a SYN captured again. The address is the client's, here and below. Hot path. */
    void duplicate(Target target, long hi, long lo, long weight) {
        target.figures.duplicates += weight;
        target.sum.figures.duplicates += weight;
        source(hi, lo, SourceFigures.DUPLICATES, weight);
    }

    /** Counts a SYN sent again. Hot path. */
    void retransmission(Target target, long hi, long lo, long weight) {
        target.figures.retransmissions += weight;
        target.sum.figures.retransmissions += weight;
        source(hi, lo, SourceFigures.RETRANSMISSIONS, weight);
        outcome(hi, lo, target, Contacts.TRIED_AGAIN);
    }

    /**
     * Counts the first answer. Hot path.
     *
     * @param nanos since the SYN, or negative when that is not known
     */
    void answered(Target target, long hi, long lo, long weight, long second, long nanos) {
        target.figures.answered += weight;
        target.sum.figures.answered += weight;
        source(hi, lo, SourceFigures.ANSWERED, weight);
        count(target, second, 0, weight, 0);
        if (nanos < 0) return;
        HandshakeTimes times = side(target).times(target);
        if (times != null) times.answered(nanos);
        target.sum.times.answered(nanos);
    }

    /** Counts a request whose answer was sent again. Hot path. */
    void answeredAgain(Target target, long hi, long lo, long weight) {
        target.figures.answersRepeated += weight;
        target.sum.figures.answersRepeated += weight;
        repeatedPeers.add(hasher.address(hi, lo, 0), hi, lo, 1);
    }

    /**
     * Counts a completed request. Hot path.
     *
     * @param nanos since the answer, or negative when that is not known
     */
    void completed(Target target, long hi, long lo, long weight, long second, long nanos) {
        target.figures.completed += weight;
        target.sum.figures.completed += weight;
        source(hi, lo, SourceFigures.COMPLETED, weight);
        count(target, second, 0, 0, weight);
        outcome(hi, lo, target, Contacts.SUCCEEDED);
        if (nanos < 0) return;
        HandshakeTimes times = side(target).times(target);
        if (times != null) times.completed(nanos);
        target.sum.times.completed(nanos);
    }

    /** Counts a request whose answer was not captured, or with a negative weight takes it back. */
    void unseen(Target target, long hi, long lo, long weight) {
        target.figures.unseen += weight;
        target.sum.figures.unseen += weight;
        source(hi, lo, SourceFigures.UNSEEN, weight);
        if (weight > 0) outcome(hi, lo, target, Contacts.SUCCEEDED);
    }

    /** Counts a request that was answered by RST. Hot path. */
    void refused(Target target, long hi, long lo, long weight) {
        target.figures.refused += weight;
        target.sum.figures.refused += weight;
        source(hi, lo, SourceFigures.REFUSED, weight);
        outcome(hi, lo, target, Contacts.REFUSED);
    }

    /** Counts an answered request that the client reset. Hot path. */
    void aborted(Target target, long hi, long lo, long weight) {
        target.figures.aborted += weight;
        target.sum.figures.aborted += weight;
        source(hi, lo, SourceFigures.ABORTED, weight);
        outcome(hi, lo, target, Contacts.OPEN);
    }

    /** Notes a segment without SYN, RST and ACK: no stack sends one (RFC 9293, 3.10.7.4). */
    void probe(SegmentBatch batch, int row) {
        probes++;
        long hi = batch.srcHi[row];
        long lo = batch.srcLo[row];
        long serverHash = hasher.address(batch.dstHi[row], batch.dstLo[row], 0);
        long clientHash = hasher.address(hi, lo, 0);
        contact(batch, row, clientHash, hi, lo, serverHash, batch.dstPort(row), Contacts.CRAFTED);
    }

    /** Notes one that is not by a SYN. */
    private void contact(
            SegmentBatch batch,
            int row,
            long clientHash,
            long hi,
            long lo,
            long serverHash,
            int port,
            int how) {
        contacts.add(clientHash, hi, lo, serverHash, port, how, false, second(batch, row));
    }

    /** The second of a row; that of the last request where it has no time. */
    private long second(SegmentBatch batch, int row) {
        long tsNanos = batch.tsNanos[row];
        boolean timed = tsNanos != SegmentBatch.NO_TIME;
        return timed ? Math.floorDiv(tsNanos, SecondBins.NANOS) : lastSecond;
    }

    /**
     * Notes a RST without ACK: the answer to an acknowledgement of no connection (RFC 9293,
     * 3.10.7.1). From the port of a service it tells that somebody tries ports with such segments;
     * from another it may be a client that has given up.
     */
    void unconnected(SegmentBatch batch, int row) {
        int port = batch.srcPort(row);
        if (port >= Contacts.SYSTEM_PORTS) return;
        long hi = batch.dstHi[row];
        long lo = batch.dstLo[row];
        long serverHash = hasher.address(batch.srcHi[row], batch.srcLo[row], 0);
        long clientHash = hasher.address(hi, lo, 0);
        contact(batch, row, clientHash, hi, lo, serverHash, port, Contacts.UNCONNECTED);
    }

    /**
     * Counts an answer to a SYN that was not captured, unless a probe explains it, or a target sent
     * it whose SYNs are captured else, so that this one was lost.
     *
     * @return whether it is one
     */
    boolean stray(SegmentBatch batch, int row, int level) {
        long fromHash = hasher.address(batch.srcHi[row], batch.srcLo[row], 0);
        long toHash = hasher.address(batch.dstHi[row], batch.dstLo[row], 0);
        int port = batch.srcPort(row);
        if (probes > 0 && contacts.mayKnow(toHash, fromHash, port)) return false;
        if (batch.isOutgoing(row)) return false; // a host of ours answers what came before
        if (targets.has(batch.srcHi[row], batch.srcLo[row], port)) return false;
        strays += 1L << level;
        bins.add(STRAYS_ID, second(batch, row), 1L << level, 0, 0);
        if ((batch.flags(row) & SegmentBatch.SYN) == 0) strayRefusals += 1L << level;
        answerers.add(fromHash, batch.srcHi[row], batch.srcLo[row], 1);
        answeredFor.add(toHash, batch.dstHi[row], batch.dstLo[row], 1);
        return true;
    }

    /** Counts a stray answer that came again: nobody acknowledged it. */
    void strayAgain(long weight) {
        strays += weight;
        straysRepeated += weight;
    }

    /** Counts a stray answer whose receiver acknowledged it: only the SYN is missing. */
    void strayAcknowledged(long weight) {
        straysAcknowledged += weight;
    }

    /** Counts a stray answer whose receiver reset it. */
    void strayDenied(long weight) {
        straysDenied += weight;
    }

    /** Takes back a stray answer: its SYN was captured later. */
    void expected(long weight) {
        strays -= weight;
    }

    /**
     * What became of the requests of each source in this period and the one before.
     *
     * @param before may be null
     */
    SourceOutcomes sources(Period before) {
        return sources.outcomes(before == null ? null : before.sources, countsRequests);
    }

    /**
     * What is known of this period and the one before.
     *
     * @param before may be null
     * @param fromSecond where the earlier one begins
     * @param givenUp requests that were forgotten
     * @param acksPass whether acknowledgements would have been captured
     */
    HandshakeReport report(Period before, long fromSecond, long givenUp, boolean acksPass) {
        Period other = before == null ? new Period(hasher, bins, countsRequests) : before;
        Sources receivers = answeredFor.and(other.answeredFor).sources();
        return new HandshakeReport(
                fromSecond,
                Directions.direction(bins, all, targets, other.all, other.targets),
                Directions.direction(bins, out, outTargets, other.out, other.outTargets),
                contacts.and(other.contacts).most(MIN_CONTACTS),
                Math.max(contacts.level(), other.contacts.level()) == 0,
                new HandshakeReport.Strays(
                        strays + other.strays,
                        strayRefusals + other.strayRefusals,
                        straysAcknowledged + other.straysAcknowledged,
                        straysDenied + other.straysDenied,
                        straysRepeated + other.straysRepeated,
                        answerers.and(other.answerers).sources().estimated(),
                        receivers.estimated(),
                        receivers.isDrawn(),
                        bins.timelines(List.of(STRAYS_ID)).get(STRAYS_ID)),
                plain + other.plain,
                fins + other.fins,
                acksPass,
                repeatedPeers.and(other.repeatedPeers).sources(),
                new HandshakeReport.Precision(
                        followed + other.followed,
                        Math.max(highestLevel, other.highestLevel),
                        shareError(variance + other.variance, all, other.all),
                        givenUp,
                        sources.forgotten() + other.sources.forgotten(),
                        blind + other.blind));
    }

    private static double shareError(double variance, Target all, Target otherAll) {
        Figures figures = new Figures();
        figures.add(all.figures);
        figures.add(otherAll.figures);
        return Math.min(1, 2 * Math.sqrt(variance) / Math.max(1, figures.counts().requests()));
    }
}
