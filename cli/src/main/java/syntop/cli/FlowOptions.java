package syntop.cli;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.cli.conntrack.FlowSelection;
import syntop.cli.conntrack.Protocols;
import syntop.cli.values.Prefixes;
import syntop.linux.conntrack.Flow;
import syntop.linux.conntrack.FlowState;

/** Which tracked connections are looked at. */
final class FlowOptions {
    enum Family {
        ipv4,
        ipv6
    }

    @Option(
            names = {"-p", "--protocol"},
            paramLabel = "NAME",
            split = ",",
            description = "Protocols: tcp, udp, icmp (that of IPv6 too), sctp, ... or a number.")
    List<String> protocols = List.of();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description =
                    "States: syn-sent, syn-recv, established, ... of TCP; unreplied, replied,"
                            + " assured of the others.")
    List<String> states = List.of();

    @Option(
            names = "--sport",
            paramLabel = "PORT",
            split = ",",
            description = "Source ports of the first packet.")
    List<String> sourcePorts = List.of();

    @Option(
            names = "--dport",
            paramLabel = "PORT",
            split = ",",
            description = "Destination ports of the first packet: 80,443 or http,https.")
    List<String> destinationPorts = List.of();

    @Option(
            names = "--src",
            paramLabel = "PREFIX",
            split = ",",
            description = "Networks of its source: 192.0.2.0/24,2001:db8::/32.")
    List<String> sources = List.of();

    @Option(
            names = "--dst",
            paramLabel = "PREFIX",
            split = ",",
            description = "Networks of its destination, before translation.")
    List<String> destinations = List.of();

    @Option(
            names = {"-f", "--family"},
            paramLabel = "FAMILY",
            description = "One of ${COMPLETION-CANDIDATES}; both if not given.")
    Family family;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /** What was selected, or a usage error. */
    FlowSelection selection() {
        List<Integer> numbers = new ArrayList<>();
        parsed("--protocol", protocols, Protocols::parse).forEach(numbers::addAll);
        EnumSet<FlowState> selected = EnumSet.noneOf(FlowState.class);
        selected.addAll(parsed("--state", states, FlowOptions::state));
        return new FlowSelection(
                family == null ? 0 : family == Family.ipv4 ? Flow.IPV4 : Flow.IPV6,
                numbers,
                selected,
                parsed("--sport", sourcePorts, Ports::parse),
                parsed("--dport", destinationPorts, Ports::parse),
                parsed("--src", sources, Prefixes::parse),
                parsed("--dst", destinations, Prefixes::parse));
    }

    /** Under the names of conntrack too: SYN_RECV. */
    private static FlowState state(String text) {
        for (FlowState state : FlowState.values()) {
            if (state.key().equals(text) || state.name().equals(text)) return state;
        }
        String known =
                Stream.of(FlowState.values()).map(FlowState::key).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("no such state: " + text + "; there are " + known);
    }

    private <T> List<T> parsed(String option, List<String> texts, Function<String, T> parser) {
        return OptionValues.parseEach(spec, option, texts, parser);
    }
}
