package syntop.analyzer;

import java.util.List;
import org.HdrHistogram.Histogram;
import syntop.analyzer.count.SecondCounts;
import syntop.analyzer.count.Targets;

/** What one of several analyzers has counted beside what they count together. Never changed. */
final class Part {
    private final long[] outcomes;
    private final long firstNanos;
    private final long lastNanos;
    private final SecondCounts seconds;
    private final Targets targets;
    private final Histogram delays;

    /**
     * Takes over what nobody else changes.
     *
     * @param outcomes frames by outcome
     * @param firstNanos time of the earliest frame
     * @param lastNanos time of the latest
     * @param seconds SYNs by second
     * @param targets of sources; null: not known
     * @param delays until packets were counted; null: not known
     */
    Part(
            long[] outcomes,
            long firstNanos,
            long lastNanos,
            SecondCounts seconds,
            Targets targets,
            Histogram delays) {
        this.outcomes = outcomes;
        this.firstNanos = firstNanos;
        this.lastNanos = lastNanos;
        this.seconds = seconds;
        this.targets = targets;
        this.delays = delays;
    }

    /**
     * The frames, times and seconds of this one and others; of targets and delays it knows none.
     */
    Part plus(List<Part> others) {
        if (others.isEmpty()) return this;
        long[] frames = outcomes.clone();
        SecondCounts sum = seconds.copy();
        long first = firstNanos;
        long last = lastNanos;
        for (Part each : others) {
            add(each.outcomes, frames);
            sum.addAll(each.seconds);
            first = Math.min(first, each.firstNanos);
            last = Math.max(last, each.lastNanos);
        }
        return new Part(frames, first, last, sum, null, null);
    }

    /** Adds counts to others of the same length. */
    static void add(long[] counts, long[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += counts[i];
        }
    }

    long[] outcomes() {
        return outcomes;
    }

    long firstNanos() {
        return firstNanos;
    }

    long lastNanos() {
        return lastNanos;
    }

    SecondCounts seconds() {
        return seconds;
    }

    Targets targets() {
        return targets;
    }

    Histogram delays() {
        return delays;
    }
}
