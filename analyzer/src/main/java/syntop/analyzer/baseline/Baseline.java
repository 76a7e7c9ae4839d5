package syntop.analyzer.baseline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import syntop.analyzer.baseline.Lesson.Figures;
import syntop.analyzer.baseline.Lesson.OfTarget;
import syntop.analyzer.baseline.Lesson.Sighting;

/**
 * What is normal here, as far as it was recorded: by hour of the week the requests to all targets
 * together and to the {@value #MAX_TARGETS} busiest, and where requests come from and what they
 * look like. It learns from what its caller has found to be normal. A rate above what was usual
 * until yesterday is learnt as at most a quarter above it.
 *
 * <p>One thread. Memory: for each target that of {@link Week}, together that of {@link Prefixes}; a
 * few MiB at the most.
 */
public final class Baseline {
    /** Targets that are kept apart. */
    public static final int MAX_TARGETS = 16;

    /** Looks of SYNs that are kept. */
    private static final int MAX_SIGNATURES = 256;

    /** No day yet. */
    public static final long NO_DAY = Long.MIN_VALUE;

    private static final long SECONDS_OF_DAY = 86_400;
    private static final long FEW = 10; // requests in a lesson that make no target worth it

    private final Scope scope;
    private final Week all = new Week();
    private final List<Target> targets = new ArrayList<>();
    private final Prefixes prefixes = new Prefixes();
    private final Sightings signatures = new Sightings(MAX_SIGNATURES);
    private long firstSecond = Long.MAX_VALUE;
    private long lastSecond = Long.MIN_VALUE;
    private long learntSeconds;
    private long leftOutSeconds;
    private long day = NO_DAY;

    /**
     * A target and what was recorded of it.
     *
     * @param requests in all
     */
    public record Target(long hi, long lo, int port, Week week, long requests) {
        /** Whether it is this one. */
        public boolean is(long otherHi, long otherLo, int otherPort) {
            return lo == otherLo && hi == otherHi && port == otherPort;
        }

        private Target plus(long more) {
            return new Target(hi, lo, port, week, requests + more);
        }
    }

    /** One that has recorded nothing. */
    public Baseline(Scope scope) {
        this.scope = scope;
    }

    /** Which requests were recorded. */
    public Scope scope() {
        return scope;
    }

    /** All targets together. */
    public Week all() {
        return all;
    }

    /** The targets that are kept apart, the busiest first. */
    public List<Target> targets() {
        List<Target> sorted = new ArrayList<>(targets);
        sorted.sort(Comparator.comparingLong(Target::requests).reversed());
        return sorted;
    }

    /**
     * Adds a target of a file, that is not there yet.
     *
     * @param requests 0 or more
     * @throws IllegalStateException when there are {@value #MAX_TARGETS} already
     */
    public Week addTarget(long hi, long lo, int port, long requests) {
        if (targets.size() >= MAX_TARGETS) throw new IllegalStateException("targets are full");
        Week week = new Week();
        targets.add(new Target(hi, lo, port, week, requests));
        return week;
    }

    /** Where requests come from. */
    public Prefixes prefixes() {
        return prefixes;
    }

    /** What SYNs look like: the keys of the view by signature. */
    public Sightings signatures() {
        return signatures;
    }

    /** The first second of all that was learnt; {@link Long#MAX_VALUE} before any was. */
    public long firstSecond() {
        return firstSecond;
    }

    /** The last second of all that was learnt; {@link Long#MIN_VALUE} before any was. */
    public long lastSecond() {
        return lastSecond;
    }

    /** Seconds that were learnt. */
    public long learntSeconds() {
        return learntSeconds;
    }

    /** Seconds that were watched and left out, for an alarm. */
    public long leftOutSeconds() {
        return leftOutSeconds;
    }

    /** The day that is kept apart, since 1970-01-01; {@link #NO_DAY} before any. */
    public long day() {
        return day;
    }

    /** Sets when it was recorded, as a file tells it. */
    public void recorded(long first, long last, long learnt, long leftOut, long latestDay) {
        firstSecond = first;
        lastSecond = last;
        learntSeconds = learnt;
        leftOutSeconds = leftOut;
        day = latestDay;
    }

    /** Notes that a stretch was left out. */
    public void leaveOut(long seconds) {
        leftOutSeconds += seconds;
    }

    /** Learns what was normal. */
    public void learn(Lesson lesson) {
        turnDay(Math.floorDiv(lesson.seconds()[0], SECONDS_OF_DAY));
        learn(all, lesson, lesson.all());
        for (OfTarget each : lesson.targets()) {
            learnTarget(each, lesson);
        }
        if (lesson.everyTarget()) learnIdle(lesson);
        for (Sighting each : lesson.prefixes()) {
            prefixes.add(each.hi(), each.lo(), each.syns(), lesson.perMinute(each.syns()));
        }
        Sightings fine = prefixes.fine();
        fine.forgotten(fine.forgotten() + lesson.unplaced());
        for (Sighting each : lesson.signatures()) {
            signatures.add(each.hi(), each.lo(), each.syns(), lesson.perMinute(each.syns()));
        }
        long[] seconds = lesson.seconds();
        firstSecond = Math.min(firstSecond, seconds[0]);
        lastSecond = Math.max(lastSecond, seconds[seconds.length - 1]);
        learntSeconds += seconds.length;
    }

    private void turnDay(long latest) {
        if (latest == day) return;
        all.endDay();
        targets.forEach(target -> target.week().endDay());
        day = latest;
    }

    private int find(long hi, long lo, int port) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).is(hi, lo, port)) return i;
        }
        return -1;
    }

    private void learnTarget(OfTarget each, Lesson lesson) {
        Figures figures = each.figures();
        int at = find(each.hi(), each.lo(), each.port());
        if (at < 0) {
            // what a scanner tries is no target
            if (figures.requests() < FEW && figures.completed() <= 0) return;
            at = room(figures.requests());
            if (at < 0) return;
            targets.add(new Target(each.hi(), each.lo(), each.port(), new Week(), 0));
            at = targets.size() - 1;
        }
        targets.set(at, targets.get(at).plus(figures.requests()));
        learn(targets.get(at).week(), lesson, figures);
    }

    /** Makes room for a target with so many requests; negative when others are busier. */
    private int room(long requests) {
        if (targets.size() < MAX_TARGETS) return targets.size();
        int least = 0;
        for (int i = 1; i < targets.size(); i++) {
            if (targets.get(i).requests() < targets.get(least).requests()) least = i;
        }
        if (targets.get(least).requests() >= requests) return -1;
        targets.remove(least);
        return least;
    }

    /** Targets without any request in the lesson were idle. */
    private void learnIdle(Lesson lesson) {
        Figures none = new Figures(new long[lesson.seconds().length], 0, -1, 0, 0);
        for (Target target : targets) {
            boolean named =
                    lesson.targets().stream()
                            .anyMatch(each -> target.is(each.hi(), each.lo(), each.port()));
            if (!named) learn(target.week(), lesson, none);
        }
    }

    private static void learn(Week week, Lesson lesson, Figures figures) {
        long[] seconds = lesson.seconds();
        int hour = -1;
        long cap = 0;
        Slot slot = null;
        for (int i = 0; i < seconds.length; i++) {
            int now = Week.hour(seconds[i]);
            if (now != hour) {
                hour = now;
                cap = week.cap(hour);
                slot = week.make(hour, true);
                slot.days(1);
            }
            slot.requestsPerSecond().add(Math.min(figures.perSecond()[i], cap), 1);
        }
        long requests = figures.requests();
        if (figures.sources() >= 0) slot.sourcesPerMinute().add(figures.sources(), 1);
        if (requests == 0) return;
        slot.retriesPercent().add(100 * figures.retries() / (requests + figures.retries()), 1);
        if (figures.completed() < 0) return;
        long completed = Math.min(requests, figures.completed());
        slot.notCompletedPercent().add(Math.round(100.0 * (requests - completed) / requests), 1);
    }
}
