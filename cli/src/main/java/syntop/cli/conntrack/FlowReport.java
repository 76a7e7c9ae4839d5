package syntop.cli.conntrack;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import syntop.linux.conntrack.FlowState;
import syntop.linux.netlink.DumpResult;

/**
 * What was counted of the table.
 *
 * @param epochNanos when it was read, ns since 1970-01-01 UTC
 * @param everything whether no entry was left out by a filter of the user's
 * @param dump how reading went: all entries, those that could not be read, what may be missing
 * @param selected entries that the filters let through: what the rest is about
 * @param unreplied those of them that got no reply
 * @param protocols their number by name of the protocol
 * @param states their number by state, those that occur
 * @param by by what the rows are
 * @param groups rows that there are, shown or not
 * @param rows the largest, in order
 */
public record FlowReport(
        long epochNanos,
        boolean everything,
        DumpResult dump,
        long selected,
        long unreplied,
        Map<String, Long> protocols,
        Map<FlowState, Long> states,
        GroupBy by,
        long groups,
        List<Row> rows) {
    /**
     * Entries with the same key.
     *
     * @param key the address, prefix, port, protocol or state
     */
    public record Row(String key, long entries, long unreplied) {}

    /** Copies the collections. */
    public FlowReport {
        protocols = Collections.unmodifiableMap(new TreeMap<>(protocols));
        Map<FlowState, Long> copy = new EnumMap<>(FlowState.class);
        copy.putAll(states);
        states = Collections.unmodifiableMap(copy);
        rows = List.copyOf(rows);
    }

    /** The part of the selected entries that a row has, 0 to 1. */
    double share(Row row) {
        return selected == 0 ? 0 : (double) row.entries() / selected;
    }
}
