package syntop.cli.conntrack;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import syntop.capture.decode.Prefix;
import syntop.linux.conntrack.Flow;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.Tuple;

/**
 * Which tracked connections are looked at: those that fit in every respect. Addresses and ports are
 * those of the original direction, before translation. Immutable; {@link #takes} allocates nothing.
 */
public final class FlowSelection {
    /** Every connection. */
    public static final FlowSelection ALL =
            new FlowSelection(0, List.of(), Set.of(), List.of(), List.of(), List.of(), List.of());

    private final int family;
    private final boolean[] protocols; // by number; null: all
    private final boolean[] states; // by ordinal; null: all
    private final int[] sourcePorts;
    private final int[] destinationPorts;
    private final Prefix[] sources;
    private final Prefix[] destinations;
    private final boolean everything;

    /**
     * Makes a selection; an empty collection lets everything through.
     *
     * @param family {@link Flow#IPV4}, {@link Flow#IPV6}, or 0 for both
     * @param protocols numbers, 0 to 255
     */
    public FlowSelection(
            int family,
            Collection<Integer> protocols,
            Set<FlowState> states,
            List<Integer> sourcePorts,
            List<Integer> destinationPorts,
            List<Prefix> sources,
            List<Prefix> destinations) {
        this.family = family;
        this.protocols = protocols.isEmpty() ? null : new boolean[256];
        for (int protocol : protocols) this.protocols[protocol] = true;
        this.states = states.isEmpty() ? null : new boolean[FlowState.values().length];
        for (FlowState state : states) this.states[state.ordinal()] = true;
        this.sourcePorts = sourcePorts.stream().mapToInt(Integer::intValue).toArray();
        this.destinationPorts = destinationPorts.stream().mapToInt(Integer::intValue).toArray();
        this.sources = sources.toArray(Prefix[]::new);
        this.destinations = destinations.toArray(Prefix[]::new);
        everything =
                family == 0
                        && protocols.isEmpty()
                        && states.isEmpty()
                        && sourcePorts.isEmpty()
                        && destinationPorts.isEmpty()
                        && sources.isEmpty()
                        && destinations.isEmpty();
    }

    /** What to ask the kernel for: the family, or 0. */
    public int family() {
        return family;
    }

    /** Whether every connection is looked at. */
    public boolean isEverything() {
        return everything;
    }

    /** Whether this one is looked at. Hot path. */
    public boolean takes(Flow flow) {
        if (everything) return true;
        Tuple to = flow.original();
        return (family == 0 || family == flow.family())
                && (protocols == null || protocols[flow.protocol()])
                && (states == null || states[flow.state().ordinal()])
                && contains(sourcePorts, to.sourcePort())
                && contains(destinationPorts, to.destinationPort())
                && contains(sources, to.sourceHi(), to.sourceLo())
                && contains(destinations, to.destinationHi(), to.destinationLo());
    }

    private static boolean contains(int[] ports, int port) {
        for (int each : ports) {
            if (each == port) return true;
        }
        return ports.length == 0;
    }

    private static boolean contains(Prefix[] prefixes, long hi, long lo) {
        for (Prefix each : prefixes) {
            if (each.contains(hi, lo)) return true;
        }
        return prefixes.length == 0;
    }
}
