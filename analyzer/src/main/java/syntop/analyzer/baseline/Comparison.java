package syntop.analyzer.baseline;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.baseline.Baseline.Target;
import syntop.analyzer.baseline.Sightings.Seen;

/**
 * What a run is compared with: a baseline that nobody changes any more. Any thread. Profiles are
 * made when they are first asked for, and kept.
 */
public final class Comparison {
    private final Baseline baseline;
    private final Expectation all;
    private final List<Expectation> targets = new ArrayList<>();
    private final List<Target> known;

    /**
     * Compares with a baseline.
     *
     * @param scope which requests are counted now: where others were recorded, all targets together
     *     are not compared, only single ones
     */
    public Comparison(Baseline baseline, Scope scope) {
        this.baseline = baseline;
        all = scope.equals(baseline.scope()) ? expectation(baseline.all()) : null;
        known = baseline.targets();
        for (Target target : known) {
            targets.add(expectation(target.week()));
        }
    }

    /** Null when nothing is known. */
    private static Expectation expectation(Week week) {
        if (week.usual(0) == null) return null;
        Usual[] hours = new Usual[Week.HOURS];
        return second -> {
            int hour = Week.hour(second);
            synchronized (hours) {
                if (hours[hour] == null) hours[hour] = week.usual(hour);
                return hours[hour];
            }
        };
    }

    /** With what. */
    public Baseline baseline() {
        return baseline;
    }

    /** What is usual for all targets together; null when that is not known. */
    public Expectation all() {
        return all;
    }

    /** What is usual for a target; null when that is not known. */
    public Expectation target(long hi, long lo, int port) {
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).is(hi, lo, port)) return targets.get(i);
        }
        return null;
    }

    /** Whether anything was recorded of an address that is asked. */
    public boolean knows(long hi, long lo) {
        return known.stream().anyMatch(target -> target.hi() == hi && target.lo() == lo);
    }

    /**
     * Compares the SYNs of a source or of a prefix of sources.
     *
     * @param bits length of the prefix, of 128
     */
    public Mark prefix(long hi, long lo, int bits, double perMinute) {
        return baseline.prefixes().mark(hi, lo, bits, perMinute);
    }

    /** Compares the SYNs with a signature. */
    public Mark signature(long hi, long lo, double perMinute) {
        Seen entry = baseline.signatures().get(hi, lo);
        if (entry == null) return Mark.NEW;
        return Prefixes.isAbove(perMinute, entry.mostPerMinute()) ? Mark.ABOVE : Mark.USUAL;
    }

    /** Compares the SYNs to a target, at a second since 1970-01-01 UTC. */
    public Mark target(long hi, long lo, int port, double perMinute, long second) {
        Expectation expectation = target(hi, lo, port);
        if (expectation == null) return Mark.NEW;
        return mark(perMinute, expectation.at(second).high());
    }

    /** Compares the SYNs to a port of whatever address, at a second since 1970-01-01 UTC. */
    public Mark port(int port, double perMinute, long second) {
        double high = 0;
        boolean met = false;
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).port() != port || targets.get(i) == null) continue;
            met = true;
            high += targets.get(i).at(second).high();
        }
        return met ? mark(perMinute, high) : Mark.NEW;
    }

    private static Mark mark(double perMinute, double highPerSecond) {
        long most = (long) Math.ceil(60 * highPerSecond);
        return Prefixes.isAbove(perMinute, most) ? Mark.ABOVE : Mark.USUAL;
    }
}
