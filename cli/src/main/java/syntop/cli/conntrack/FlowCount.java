package syntop.cli.conntrack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntop.analyzer.count.Addresses;
import syntop.analyzer.count.Ranking;
import syntop.linux.conntrack.Flow;
import syntop.linux.conntrack.FlowHandler;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.Tuple;
import syntop.linux.netlink.DumpResult;

/** Counts the entries of the table as they come, and keeps none of them. One thread. */
public final class FlowCount implements FlowHandler {
    /** Stands for the port of a protocol that has none. */
    static final String NO_PORT = "none";

    private static final long V4_PREFIX = ~0xFFL;

    private final FlowSelection selection;
    private final GroupBy by;
    private final FlowTally tally = new FlowTally();
    private final long[] states = new long[FlowState.values().length];
    private final long[] protocols = new long[256];
    private long selected;
    private long unreplied;

    /** Starts with nothing. */
    public FlowCount(FlowSelection selection, GroupBy by) {
        this.selection = selection;
        this.by = by;
    }

    @Override
    public void take(Flow flow) {
        if (!selection.takes(flow)) return;
        selected++;
        boolean replied = flow.isReplied();
        if (!replied) unreplied++;
        states[flow.state().ordinal()]++;
        protocols[flow.protocol()]++;
        Tuple to = flow.original();
        switch (by) {
            case source -> tally.add(to.sourceHi(), to.sourceLo(), replied);
            case destination -> tally.add(to.destinationHi(), to.destinationLo(), replied);
            case prefix -> {
                boolean v4 = Addresses.isV4(to.sourceHi(), to.sourceLo());
                tally.add(to.sourceHi(), v4 ? to.sourceLo() & V4_PREFIX : 0, replied);
            }
            case port -> tally.add(0, to.destinationPort(), replied);
            case protocol -> tally.add(0, flow.protocol(), replied);
            case state -> tally.add(0, flow.state().ordinal(), replied);
        }
    }

    /**
     * Makes the report.
     *
     * @param dump how reading went
     * @param limit rows, 0 for all
     */
    public FlowReport report(long epochNanos, DumpResult dump, int limit) {
        Ranking ranking = new Ranking(limit == 0 ? Math.max(1, tally.size()) : limit);
        tally.rank(ranking);
        ranking.sort();
        List<FlowReport.Row> rows = new ArrayList<>();
        for (int i = 0; i < ranking.size(); i++) {
            long hi = ranking.hi(i);
            long lo = ranking.lo(i);
            rows.add(new FlowReport.Row(key(hi, lo), ranking.count(i), tally.unreplied(hi, lo)));
        }
        return new FlowReport(
                epochNanos,
                selection.isEverything(),
                dump,
                selected,
                unreplied,
                byProtocol(),
                byState(),
                by,
                tally.size(),
                rows);
    }

    private String key(long hi, long lo) {
        return switch (by) {
            case source, destination -> Addresses.text(hi, lo);
            case prefix -> Addresses.text(hi, lo) + (Addresses.isV4(hi, lo) ? "/24" : "/64");
            case port -> lo < 0 ? NO_PORT : Long.toString(lo);
            case protocol -> Protocols.name((int) lo);
            case state -> FlowState.values()[(int) lo].key();
        };
    }

    private Map<String, Long> byProtocol() {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < protocols.length; i++) {
            if (protocols[i] > 0) counts.put(Protocols.name(i), protocols[i]);
        }
        return counts;
    }

    private Map<FlowState, Long> byState() {
        Map<FlowState, Long> counts = new EnumMap<>(FlowState.class);
        for (FlowState state : FlowState.values()) {
            if (states[state.ordinal()] > 0) counts.put(state, states[state.ordinal()]);
        }
        return counts;
    }
}
