package syntop.analyzer.handshake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import syntop.analyzer.handshake.HandshakeReport.Direction;

/** Makes one report of the targets of two periods. Analyzer thread only. */
final class Directions {
    private static final int SHOWN_TARGETS = 16;

    private Directions() {}

    /**
     * What is known of one direction.
     *
     * @param sum all targets of a period together
     * @param side its targets
     * @param otherSum those of another period
     * @param otherSide its targets
     */
    static Direction direction(
            SecondBins bins, Target sum, Targets side, Target otherSum, Targets otherSide) {
        sum.flush(bins);
        otherSum.flush(bins);
        Map<Integer, Target> earlier = new HashMap<>();
        for (Target target : otherSide.all()) {
            earlier.put(target.id, target);
        }
        List<Target[]> pairs = new ArrayList<>();
        for (Target target : side.all()) {
            pairs.add(new Target[] {target, earlier.remove(target.id)});
        }
        for (Target target : earlier.values()) {
            pairs.add(new Target[] {target, null});
        }
        for (Target[] pair : pairs) {
            pair[0].flush(bins);
            if (pair[1] != null) pair[1].flush(bins);
        }
        pairs.sort(
                Comparator.comparingLong(Directions::syns)
                        .reversed()
                        .thenComparingLong(pair -> pair[0].hi)
                        .thenComparing(pair -> pair[0].lo, Long::compareUnsigned)
                        .thenComparingInt(pair -> pair[0].port));
        List<Target[]> most = pairs.subList(0, Math.min(SHOWN_TARGETS, pairs.size()));
        Set<Integer> numbers = new HashSet<>(Set.of(sum.id));
        most.forEach(pair -> numbers.add(pair[0].id));
        Map<Integer, Timeline> timelines = bins.timelines(numbers);
        List<TargetReport> shown = new ArrayList<>();
        for (Target[] pair : most) {
            shown.add(report(pair[0], pair[1], timelines.get(pair[0].id)));
        }
        return new Direction(
                report(sum, otherSum, timelines.get(sum.id)),
                List.copyOf(shown),
                pairs.size(),
                side.forgotten() + otherSide.forgotten());
    }

    private static long syns(Target[] pair) {
        return pair[0].figures.syns + (pair[1] == null ? 0 : pair[1].figures.syns);
    }

    private static TargetReport report(Target target, Target other, Timeline timeline) {
        Figures figures = new Figures();
        figures.add(target.figures);
        if (other != null) figures.add(other.figures);
        HandshakeTimes times = HandshakeTimes.of(target.times, other == null ? null : other.times);
        return new TargetReport(
                target.hi,
                target.lo,
                target.port,
                figures.counts(),
                Evidence.profile(target.evidence, other == null ? null : other.evidence),
                timeline,
                HandshakeTimes.server(times),
                HandshakeTimes.client(times));
    }
}
