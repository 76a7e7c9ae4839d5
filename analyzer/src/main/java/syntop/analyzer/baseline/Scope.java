package syntop.analyzer.baseline;

import java.util.List;

/**
 * Which requests were recorded: what all of them together are like can only be compared where the
 * same are counted.
 *
 * @param ports destination ports; empty: all
 * @param nets destination networks that were asked for; empty: those of the host, or all of a file
 * @param filter the user's own filter, or nothing
 */
public record Scope(List<Integer> ports, List<String> nets, String filter) {
    /** All requests. */
    public static final Scope ALL = new Scope(List.of(), List.of(), "");

    /** Sorts the lists. */
    public Scope {
        ports = ports.stream().sorted().distinct().toList();
        nets = nets.stream().sorted().distinct().toList();
    }
}
