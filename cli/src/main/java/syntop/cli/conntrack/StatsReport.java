package syntop.cli.conntrack;

import java.util.List;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.netlink.DumpResult;

/**
 * What the kernel has counted, and what happened meanwhile.
 *
 * @param epochNanos when it was read, ns since 1970-01-01 UTC
 * @param processors by processor, since the network namespace exists
 * @param dump how reading went
 * @param count how full the table is
 * @param interval what happened since the reading before, or null without one
 */
public record StatsReport(
        long epochNanos,
        List<ConntrackStatistics> processors,
        DumpResult dump,
        ConntrackCount count,
        Interval interval) {
    /**
     * The time between two readings.
     *
     * @param seconds its length, above 0
     * @param added what was counted in it, over all processors
     * @param events what was told in it
     * @param exact whether the number of lost events is exact, and not only how often it happened
     */
    public record Interval(
            double seconds, ConntrackStatistics added, EventCounts events, boolean exact) {}

    /** Copies the list. */
    public StatsReport {
        processors = List.copyOf(processors);
    }

    /** The sum over processors. */
    ConntrackStatistics total() {
        return ConntrackStatistics.total(processors);
    }
}
