package syntop.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.cli.sockets.GroupBy;
import syntop.cli.sockets.SocketSelection;
import syntop.cli.values.Prefixes;
import syntop.linux.sockets.TcpState;

/** Which sockets are shown, and by what they are counted. */
final class SocketOptions {
    enum By {
        source,
        prefix,
        port,
        program
    }

    @Option(
            names = {"-p", "--ports"},
            paramLabel = "PORT",
            split = ",",
            description = "Ports of this host, as numbers or names: 80,443 or http,https.")
    List<String> ports = List.of();

    @Option(
            names = "--net",
            paramLabel = "PREFIX",
            split = ",",
            description = "Networks that one of the two ends is in: 192.0.2.0/24,2001:db8::/32.")
    List<String> nets = List.of();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "States, under the names that --states prints: syn-recv,time-wait.")
    List<String> states = List.of();

    @Option(
            names = "--by",
            paramLabel = "VIEW",
            description = "Count by ${COMPLETION-CANDIDATES}; source if not given.")
    By by;

    @Option(names = "--states", description = "Only how many are in each state.")
    boolean onlyStates;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /** What was selected, or a usage error. */
    SocketSelection selection() {
        EnumSet<TcpState> selected = EnumSet.noneOf(TcpState.class);
        for (String name : states) selected.add(state(name));
        return new SocketSelection(
                selected,
                parsed("--ports", ports, Ports::parse),
                parsed("--net", nets, Prefixes::parse));
    }

    private TcpState state(String name) {
        TcpState found = TcpState.named(name);
        if (found != null) return found;
        String known =
                Stream.of(TcpState.values()).map(TcpState::key).collect(Collectors.joining(", "));
        throw usage("--state: no such state: " + name + "; there are " + known);
    }

    private <T> List<T> parsed(String option, List<String> texts, Function<String, T> parser) {
        return OptionValues.parseEach(spec, option, texts, parser);
    }

    /** By what to count, or a usage error. */
    GroupBy view() {
        if (onlyStates && by != null) throw usage("--states and --by exclude each other");
        if (onlyStates) return GroupBy.state;
        return by == null ? GroupBy.source : GroupBy.valueOf(by.name());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
