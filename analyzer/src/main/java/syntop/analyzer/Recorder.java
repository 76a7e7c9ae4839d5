package syntop.analyzer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Lesson;
import syntop.analyzer.baseline.Lesson.Figures;
import syntop.analyzer.baseline.Lesson.OfTarget;
import syntop.analyzer.baseline.Lesson.Sighting;
import syntop.analyzer.baseline.Prefixes;
import syntop.analyzer.count.KeyCounts;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Handshakes;
import syntop.analyzer.handshake.TargetReport;
import syntop.analyzer.handshake.Timeline;
import syntop.analyzer.verdict.Judge;
import syntop.analyzer.verdict.Kind;
import syntop.analyzer.verdict.Verdict;
import syntop.capture.batch.SegmentBatch;

/**
 * Cuts what is captured into stretches of a minute, judges each, and has a baseline learn those
 * that are normal: not those with an alarm, not the one before it, nor what comes in the five
 * minutes after it. An alarm is a verdict of a flood, of failing handshakes or of a single client;
 * where nobody knows better, also a jump of the rate. Scans and backscatter alone are none: on the
 * Internet they never end.
 *
 * <p>The analyzer thread hands batches over; any thread may bring the time and ask for the
 * baseline. Memory: 1 MiB beside that of {@link Handshakes} and {@link Baseline}. A batch with more
 * than a minute in it makes a longer stretch.
 */
public final class Recorder {
    private static final long STRETCH = 60; // seconds
    private static final long LAG = 3; // in which late segments and completions come
    private static final long LONGEST_GAP = 120; // of silence; of a longer one nobody knows
    private static final long LONGEST_STEP_BACK = 5; // of a clock, that changes nothing
    private static final long FREEZE = 300; // after an alarm
    private static final long HISTORY = 3 * 3600; // for the judgement
    private static final int FULL_MINUTE = 75; // longest stretch that counts as one
    private static final int MOST_PREFIXES = 1 << 14;
    private static final int MOST_SIGNATURES = 1 << 10;
    private static final int NOTED = 64; // of the signatures of a stretch
    private static final long NONE = Long.MIN_VALUE;

    private final Baseline baseline;
    private final Handshakes handshakes;
    private final KeyCounts prefixes = new KeyCounts(MOST_PREFIXES);
    private final KeyCounts signatures = new KeyCounts(MOST_SIGNATURES);
    private final Map<Kind, Long> alarms = new EnumMap<>(Kind.class);
    private long from = NONE; // first second of the stretch in hand
    private long last; // latest second met
    private Lesson held; // normal so far; learnt unless the next one alarms
    private long frozen; // seconds in which nothing is learnt
    private long learnt; // seconds, in this run
    private long leftOut;

    /**
     * Makes one.
     *
     * @param baseline what is to learn; nobody else touches it until the end
     * @param acksPass as of {@link Analyzer#followHandshakes}
     */
    public Recorder(Baseline baseline, boolean acksPass) {
        this.baseline = baseline;
        long memory = Math.min(Handshakes.DEFAULT_BYTES, Runtime.getRuntime().maxMemory() / 16);
        handshakes = new Handshakes(memory, 0);
        if (acksPass) handshakes.expectAcks();
    }

    /** Takes a batch. Analyzer thread. */
    synchronized void add(SegmentBatch batch, int[] synRows, int n) {
        long lastNanos = batch.lastNanos();
        if (lastNanos == SegmentBatch.NO_TIME) return; // nobody knows to which hour it belongs
        long earliest = second(batch.firstNanos());
        long latest = second(lastNanos);
        pass(earliest, latest);
        handshakes.add(batch);
        for (int k = 0; k < n; k++) {
            int row = synRows[k];
            long hi = batch.srcHi[row];
            long lo = batch.srcLo[row];
            prefixes.add(Prefixes.fineHi(hi, lo), Prefixes.fineLo(hi, lo));
            signatures.addSignature(batch, row);
        }
        last = Math.max(last, latest);
        cutIfDue();
    }

    private static long second(long nanos) {
        return Math.floorDiv(nanos, 1_000_000_000L);
    }

    /**
     * Tells the time where silence means that nobody asks: live. Any thread.
     *
     * @param nanos since 1970-01-01 UTC
     */
    public synchronized void tick(long nanos) {
        long second = second(nanos);
        pass(second, second);
        last = Math.max(last, second);
        cutIfDue();
    }

    /** Ends the stretch in hand where time has jumped, and begins one where there is none. */
    private void pass(long earliest, long latest) {
        boolean jumped = earliest > last + LONGEST_GAP || latest < last - LONGEST_STEP_BACK;
        if (from != NONE && jumped) {
            cut(last - 1, Long.MAX_VALUE, false);
            from = NONE;
        }
        if (from != NONE) return;
        from = earliest + 1; // this second may have begun before
        last = earliest;
    }

    private void cutIfDue() {
        if (last >= from + STRETCH + LAG) cut(last - LAG, last - HISTORY, false);
    }

    /** Learns what there is to learn. Once nothing comes any more. */
    public synchronized void end() {
        if (from == NONE) return;
        cut(last - 1, Long.MAX_VALUE, true);
        from = NONE;
        learnHeld();
    }

    /** Ends the stretch with a second, and begins the next. */
    private void cut(long to, long keepFrom, boolean ended) {
        HandshakeReport report = handshakes.cut(keepFrom);
        long[] seconds = watched(report.all().timeline(), to);
        if (seconds.length > 0) judge(report, seconds, ended);
        prefixes.clear();
        signatures.clear();
        from = to + 1;
    }

    /** The seconds up to one that were watched: all but those of long silence. */
    private long[] watched(Timeline timeline, long to) {
        List<Long> seconds = new ArrayList<>();
        long next = from;
        for (int i = 0; i <= timeline.size(); i++) {
            long second = i < timeline.size() ? timeline.seconds()[i] : to;
            if (second < next) continue;
            if (second > to) second = to;
            if (second - next > LONGEST_GAP) next = second;
            for (; next <= second; next++) {
                seconds.add(next);
            }
            if (second == to) break;
        }
        return seconds.stream().mapToLong(Long::longValue).toArray();
    }

    private void judge(HandshakeReport report, long[] seconds, boolean ended) {
        Verdict worst = Judge.judge(report, null, ended).get(0);
        if (isAlarm(worst.kind(), report, seconds[0])) {
            alarms.merge(worst.kind(), 1L, Long::sum);
            if (held != null) leaveOut(held.seconds().length);
            held = null;
            leaveOut(seconds.length);
            frozen = FREEZE;
            return;
        }
        if (frozen > 0) {
            frozen = Math.max(0, frozen - seconds.length);
            leaveOut(seconds.length);
            return;
        }
        learnHeld();
        held = lesson(report, seconds);
    }

    private static boolean isAlarm(Kind kind, HandshakeReport report, long since) {
        return switch (kind) {
            case NORMAL, BUSY -> false;
            case NOT_ENOUGH_EVIDENCE, SCAN, BACKSCATTER -> Judge.hasJumped(report, since);
            default -> true;
        };
    }

    private void leaveOut(long seconds) {
        leftOut += seconds;
        baseline.leaveOut(seconds);
    }

    private void learnHeld() {
        if (held == null) return;
        baseline.learn(held);
        learnt += held.seconds().length;
        held = null;
    }

    private Lesson lesson(HandshakeReport report, long[] seconds) {
        List<OfTarget> targets = new ArrayList<>();
        for (TargetReport each : report.targets()) {
            Figures figures = figures(each, report, seconds);
            targets.add(new OfTarget(each.hi(), each.lo(), each.port(), figures));
        }
        List<Sighting> sources = new ArrayList<>();
        prefixes.forEach((hi, lo, count) -> sources.add(new Sighting(hi, lo, count)));
        List<Sighting> looks = new ArrayList<>();
        signatures.forEach((hi, lo, count) -> looks.add(new Sighting(hi, lo, count)));
        looks.sort((one, other) -> Long.compare(other.syns(), one.syns()));
        return new Lesson(
                seconds,
                figures(report.all(), report, seconds),
                targets,
                targets.size() == report.in().knownTargets(),
                sources,
                looks.subList(0, Math.min(NOTED, looks.size())),
                prefixes.left());
    }

    private static Figures figures(TargetReport target, HandshakeReport report, long[] seconds) {
        long[] perSecond = new long[seconds.length];
        Timeline timeline = target.timeline();
        int at = 0;
        for (int i = 0; i < timeline.size(); i++) {
            while (at < seconds.length && seconds[at] < timeline.seconds()[i]) {
                at++;
            }
            boolean same = at < seconds.length && seconds[at] == timeline.seconds()[i];
            if (same) perSecond[at] = timeline.requests()[i];
        }
        boolean known = report.acksCaptured() && target.counts().unseen() == 0;
        boolean minute = seconds.length >= STRETCH && seconds.length <= FULL_MINUTE;
        return new Figures(
                perSecond,
                target.counts().requests(),
                known ? target.counts().completed() : -1,
                minute ? target.profile().sources().estimated() : -1,
                target.counts().retransmissions());
    }

    /** Does something with the baseline while nothing is learnt. Any thread. */
    public interface Use {
        /** Uses it. */
        void use(Baseline baseline) throws IOException;
    }

    /** Has something done with the baseline as it stands. Any thread. */
    public synchronized void use(Use use) throws IOException {
        use.use(baseline);
    }

    /** Seconds that were learnt in this run. Any thread. */
    public synchronized long learntSeconds() {
        return learnt;
    }

    /** Seconds of this run that were left out for an alarm. Any thread. */
    public synchronized long leftOutSeconds() {
        return leftOut;
    }

    /** Stretches with an alarm, by what it was. Any thread. */
    public synchronized Map<Kind, Long> alarms() {
        return new EnumMap<>(alarms);
    }
}
