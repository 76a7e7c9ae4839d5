package syntop.analyzer;

import java.util.List;
import syntop.analyzer.baseline.Comparison;
import syntop.analyzer.baseline.Expectation;
import syntop.analyzer.baseline.Mark;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.count.Counted;
import syntop.analyzer.count.Details;
import syntop.analyzer.count.PrefixRollup;
import syntop.analyzer.count.Ranking;
import syntop.analyzer.count.SecondCounts.Peak;
import syntop.analyzer.count.Targets;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.SourceOutcomes;
import syntop.analyzer.handshake.TargetReport;
import syntop.analyzer.verdict.Judge;
import syntop.analyzer.verdict.ServerCounts;
import syntop.analyzer.verdict.Verdict;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** What the analyzer knows at one moment: all that a renderer may see. Immutable. */
public final class Snapshot {
    private final View view;
    private final Interval interval;
    private final long[] outcomes;
    private final Counted counted;
    private final Peak peak;
    private final long unplaced;
    private final long[] series;
    private final Ranking rows;
    private final Delay delay;
    private final Window window;
    private final double targetShare;
    private final long[] targets; // by row; empty: not known
    private final HandshakeReport handshakes;
    private final SourceOutcomes sources;
    private final ServerCounts server; // null: not known
    private final List<Verdict> verdicts;
    private final Comparison comparison; // null: none

    Snapshot(
            View view,
            Interval interval,
            long[] outcomes,
            Counted counted,
            Peak peak,
            long unplaced,
            long[] series,
            Delay delay,
            Window window,
            List<Targets> pairs,
            HandshakeReport handshakes,
            SourceOutcomes sources,
            ServerCounts server,
            boolean ended,
            Comparison usual) {
        this.view = view;
        this.interval = interval;
        this.outcomes = outcomes;
        this.counted = counted;
        this.peak = peak;
        this.unplaced = unplaced;
        this.series = series;
        this.delay = delay;
        this.window = window;
        rows = counted.rows();
        targetShare = pairs.stream().mapToDouble(Targets::share).min().orElse(1);
        int known = pairs.isEmpty() ? 0 : Math.min(rows.size(), Details.MOST);
        long since = window == null ? SegmentBatch.NO_TIME : interval.fromNanos();
        targets = Targets.count(pairs, rows, known, since);
        this.handshakes = handshakes;
        this.sources = sources;
        this.server = server;
        comparison = isComparable(usual, handshakes) ? usual : null;
        verdicts =
                handshakes == null ? List.of() : Judge.judge(handshakes, server, ended, comparison);
    }

    /** A capture of other hosts says nothing about what is usual on this one. */
    private static boolean isComparable(Comparison usual, HandshakeReport handshakes) {
        if (usual == null || handshakes == null) return false;
        List<TargetReport> targets = handshakes.targets();
        return targets.isEmpty()
                || targets.stream().anyMatch(target -> usual.knows(target.hi(), target.lo()));
    }

    /** By what the rows are ranked. */
    public View view() {
        return view;
    }

    /** Whether any frame had a time; without it there is no interval and no rate. */
    public boolean hasInterval() {
        return interval.toNanos() != SegmentBatch.NO_TIME;
    }

    /** What the SYNs, sources and rows are of. */
    public Interval interval() {
        return interval;
    }

    /**
     * Where the interval begins, ns since 1970-01-01 UTC: that of the window; without one live the
     * start of capturing, else the time of the earliest frame.
     */
    public long fromNanos() {
        return interval.fromNanos();
    }

    /**
     * Where the interval ends, ns since 1970-01-01 UTC: that of the window; without one live now or
     * the end of capturing, else the time of the latest frame.
     */
    public long toNanos() {
        return interval.toNanos();
    }

    /** Length of the interval in seconds; 0 when all frames have one time, or none. */
    public double seconds() {
        if (!hasInterval()) return 0;
        long from = interval.fromNanos();
        long to = interval.toNanos();
        long nanos = to - from;
        // two hostile times can be further apart than a long holds; then the exact value is no
        // matter
        return nanos >= 0 ? nanos / 1e9 : ((double) to - (double) from) / 1e9;
    }

    /** The window that the interval, the SYNs, sources and rows are of; null: it is everything. */
    public Window window() {
        return window;
    }

    /** Frames with this outcome, in a window or not. */
    public long outcome(Outcome outcome) {
        return outcomes[outcome.ordinal()];
    }

    /** All frames: the sum of the outcomes. */
    public long frames() {
        long sum = 0;
        for (long count : outcomes) {
            sum += count;
        }
        return sum;
    }

    /** SYNs that were counted, those of the window if there is one; exact. */
    public long syns() {
        return window == null ? outcome(Outcome.SYN) : counted.syns();
    }

    /**
     * Requests among them: SYNs without retransmissions and duplicates. Of a window and under
     * sampling an estimate; -1 when nothing is known of them.
     */
    public long requests() {
        if (handshakes == null) return -1;
        if (window == null) return handshakes.all().counts().requests();
        if (!hasInterval()) return 0;
        long from = Math.floorDiv(interval.fromNanos(), 1_000_000_000L);
        long to = Math.floorDiv(interval.toNanos() - 1, 1_000_000_000L);
        return Math.min(syns(), handshakes.all().timeline().requests(from, to));
    }

    /** Whether {@link #requests} is exact. */
    public boolean hasExactRequests() {
        if (handshakes == null || !handshakes.precision().isExact()) return false;
        // they are kept by the second
        return window == null
                || interval.fromNanos() == window.run().fromNanos()
                || interval.fromNanos() % 1_000_000_000L == 0;
    }

    /** Different source addresses of them; exact, or as {@link #sourceError} says. */
    public long sources() {
        return counted.sources();
    }

    /** What part of itself {@link #sources} may be off, with 95 % confidence; 0: it is exact. */
    public double sourceError() {
        return counted.sourceError();
    }

    /**
     * No row is too high; none is more than this too low, and there is a row, if so many were asked
     * for, for every key with more SYNs. 0: all are exact.
     */
    public long error() {
        return counted.error();
    }

    /** The second of UTC with most SYNs; its count is 0 when no SYN had a time. */
    public Peak peak() {
        return peak;
    }

    /** SYNs whose second could not be kept: {@link #peak()} may be that much too low. */
    public long unplaced() {
        return unplaced;
    }

    /** SYNs in equal parts of the interval, oldest first; empty without an interval. */
    public long[] series() {
        return series.clone();
    }

    /** From the time stamps of packets until they were counted; null of files. */
    public Delay delay() {
        return delay;
    }

    /**
     * When the rows sent their SYNs. A part of time may begin before the interval, and end after
     * it.
     */
    public Details details() {
        return counted.details();
    }

    /** Different targets of a source, an estimate if {@link #targetShare} is not 1; -1: unknown. */
    public long targets(int row) {
        return row < targets.length ? targets[row] : -1;
    }

    /** What part of the pairs of source and target {@link #targets} is made of. */
    public double targetShare() {
        return targetShare;
    }

    /** What became of the requests; null of a window that was handed over by itself. */
    public HandshakeReport handshakes() {
        return handshakes;
    }

    /** What the kernel of the host that was watched counted; null where there is no such host. */
    public ServerCounts server() {
        return server;
    }

    /** What the requests mean, the worst first; empty where {@link #handshakes} is null. */
    public List<Verdict> verdicts() {
        return verdicts;
    }

    /**
     * What became of the requests of a row; null when that is not known. When the followed
     * connections are a sample, an estimate; with a window, of one to two of its length.
     */
    public Counts counts(int row) {
        return sources == null ? null : sources.counts(rows.hi(row), rows.lo(row), rows.count(row));
    }

    /** What this is compared with; null: with nothing, as there is no baseline that fits. */
    public Comparison comparison() {
        return comparison;
    }

    /** What is usual for all targets together at the time of the peak; null: not known. */
    public Usual usual() {
        if (comparison == null) return null;
        Expectation all = comparison.all();
        return all == null ? null : all.at(atSecond());
    }

    /** The second to compare at. */
    private long atSecond() {
        if (peak.syns() > 0) return peak.second();
        return hasInterval() ? Math.floorDiv(toNanos(), 1_000_000_000L) : 0;
    }

    /** What is usual for the target of a verdict, when it happened; null: not known. */
    public Usual usual(Verdict verdict) {
        if (comparison == null || verdict.episode() == null) return null;
        TargetReport target = verdict.target();
        Expectation expectation =
                target == null
                        ? comparison.all()
                        : comparison.target(target.hi(), target.lo(), target.port());
        return expectation == null ? null : expectation.at(verdict.episode().peakSecond());
    }

    /** How a row compares with the baseline; null: there is none. */
    public Mark mark(int row) {
        if (comparison == null) return null;
        // what came in less than a minute is no less in a minute
        double perMinute = syns(row) / Math.max(1, seconds() / 60);
        long hi = keyHi(row);
        long lo = keyLo(row);
        return switch (view) {
            case SOURCE -> comparison.prefix(hi, lo, isPrefix(row) ? 64 : 128, perMinute);
            case PREFIX -> comparison.prefix(hi, lo, prefixBits(row), perMinute);
            case TARGET -> comparison.target(hi, lo, port(row), perMinute, atSecond());
            case PORT -> comparison.port((int) lo, perMinute, atSecond());
            case SIGNATURE -> comparison.signature(hi, lo, perMinute);
        };
    }

    /** Number of rows. */
    public int rowCount() {
        return rows.size();
    }

    /** The key of a row, upper half: of the address, or 0; of a signature, the options. */
    public long keyHi(int row) {
        return rows.hi(row);
    }

    /**
     * The key of a row, lower half: of the address, or the port; of a signature, {@link
     * syntop.analyzer.count.SynStyle}.
     */
    public long keyLo(int row) {
        return rows.lo(row);
    }

    /** SYNs of a row. */
    public long syns(int row) {
        return rows.count(row);
    }

    /** Of a target, its port. */
    public int port(int row) {
        return (int) rows.tag(row);
    }

    /** Whether a source stands for the /64 that it begins. */
    public boolean isPrefix(int row) {
        return view == View.SOURCE && rows.tag(row) != 0;
    }

    /** Of a prefix, its length in bits of 128, IPv4 as IPv4-mapped. */
    public int prefixBits(int row) {
        return PrefixRollup.bits(rows.tag(row));
    }

    /** Of a prefix, how many of its addresses were seen, those that were dropped left out. */
    public long hosts(int row) {
        return PrefixRollup.hosts(rows.tag(row));
    }
}
