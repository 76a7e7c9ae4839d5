package syntop.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.analyzer.Delay;
import syntop.capture.CaptureException;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.Prefix;
import syntop.capture.filter.LiveFilter;
import syntop.capture.live.Backend;
import syntop.capture.live.CaptureInterface;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.LiveSource;
import syntop.cli.Watched.Direction;
import syntop.cli.render.Text;
import syntop.cli.values.Prefixes;

/** Where live packets are taken from. */
final class CaptureOptions {
    private static final Prefix LOOPBACK = Prefixes.parse("127.0.0.0/8");

    enum Choice {
        ring,
        libpcap,
        conntrack
    }

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "IF",
            description = "Interface, or any; that of the default route if not given.")
    String interfaceName;

    @Option(
            names = "--all",
            description =
                    "Count SYNs to any address, as on a mirror port; without it and --net those to"
                            + " this host's addresses.")
    boolean all;

    @Option(
            names = "--backend",
            paramLabel = "KIND",
            defaultValue = "ring",
            description =
                    "Capture with ring or libpcap; ring if not given. With conntrack no packets:"
                            + " the TCP connections that the kernel begins to track.")
    Choice backend;

    @Option(
            names = "--fanout",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Threads that capture, 1 to 64, each with a ring of its own; the kernel gives a"
                            + " connection to one of them.")
    int fanout;

    @Option(
            names = "--show-filter",
            description = "Print what is asked of the kernel, and capture nothing.")
    boolean showFilter;

    @Option(
            names = "--stats",
            description = "Also tell how long packets took to be counted, on standard error.")
    boolean stats;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /** Puts options and the host's defaults together; says which interface it chose. */
    Watched watched(Host host, SelectionOptions selection, PrintWriter err)
            throws CaptureException {
        List<Prefix> nets = selection.nets();
        List<Integer> ports = selection.ports();
        if (all && !nets.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--all and --net exclude each other");
        }
        Direction direction =
                all ? Direction.ALL : nets.isEmpty() ? Direction.LOCAL : Direction.NET;
        if (direction == Direction.LOCAL) {
            nets = new ArrayList<>(host.localAddresses());
            nets.removeIf(address -> LOOPBACK.contains(address.hi(), address.lo()));
            nets.add(LOOPBACK); // all of it is this host, not only 127.0.0.1
        }
        if (backend == Choice.conntrack) refuseInterface();
        Backend kind = Backend.valueOf(backend.name().toUpperCase(Locale.ROOT));
        boolean conntrack = backend == Choice.conntrack; // it tells of requests alone
        LiveFilter filter = new LiveFilter(ports, nets, selection.tunnels);
        LiveOptions options =
                new LiveOptions(
                        conntrack ? "conntrack" : interfaceName(host, err),
                        conntrack ? filter : filter.withHandshakes(),
                        kind,
                        LiveOptions.defaultBufferBytes(kind),
                        all,
                        lanes());
        return new Watched(options, direction);
    }

    /** Tracked connections are those of all interfaces, and nothing is asked of the kernel. */
    private void refuseInterface() {
        String option = interfaceName != null ? "--interface" : showFilter ? "--show-filter" : null;
        if (option == null) return;
        throw new ParameterException(
                spec.commandLine(), option + " and --backend conntrack exclude each other");
    }

    private String interfaceName(Host host, PrintWriter err) throws CaptureException {
        return interfaceName == null ? chosen(host, err) : interfaceName;
    }

    /** Threads that capture, or a usage error. */
    int lanes() {
        if (fanout < 1 || fanout > LiveOptions.MAX_LANES) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--fanout must be 1 to " + LiveOptions.MAX_LANES + ", got " + fanout);
        }
        if (fanout > 1 && backend != Choice.ring) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--fanout is for --backend ring, " + backend + " has one thread");
        }
        return fanout;
    }

    /** The names of interfaces, for a message. */
    static String names(List<CaptureInterface> interfaces) {
        return interfaces.stream().map(CaptureInterface::name).collect(Collectors.joining(", "));
    }

    private static String chosen(Host host, PrintWriter err) throws CaptureException {
        String name = host.defaultInterface();
        if (name == null) {
            throw new CaptureException(
                    "no default route to take the interface of; name one with -i: any, "
                            + names(host.interfaces()));
        }
        err.println("syntop: watching " + Text.printable(name) + ", which has the default route");
        err.flush();
        return name;
    }

    /**
     * Prints the filter as an expression and as the kernel's program. They depend on the link type,
     * which only an open interface tells.
     */
    void printFilter(Host host, Watched watched, PrintWriter out) throws CaptureException {
        LiveFilter asked = watched.options().filter();
        try (LiveSource source = host.open(watched.options())) {
            LiveFilter filter = source.filter();
            out.println("# " + backend + ", link type " + LinkType.name(source.linkType()));
            if (!filter.equals(asked)) {
                boolean allPorts = !filter.ports().equals(asked.ports());
                out.println(
                        "# every "
                                + (allPorts ? "network and port" : "network")
                                + ", as the kernel limits the length; what was not asked for is"
                                + " left out when counting");
            }
            out.println(filter.expression(source.linkType()));
            source.listing().forEach(out::println);
        }
        out.flush();
    }

    /** Tells how the run went, if that was asked for. */
    void printStats(LiveRun run, Delay delay, PrintWriter err) {
        if (!stats) return;
        err.println(
                "delay from time stamp to counted: p50 "
                        + Text.shortTime(delay.p50())
                        + ", p99 "
                        + Text.shortTime(delay.p99())
                        + ", p99.9 "
                        + Text.shortTime(delay.p999())
                        + ", max "
                        + Text.shortTime(delay.max())
                        + ", of "
                        + Text.count(delay.packets())
                        + " segments");
        err.println(
                "batches handed to the counting thread: "
                        + Text.count(run.pipeline().batches())
                        + "; times it was a full ring behind: "
                        + Text.count(run.pipeline().fullWaits()));
        err.flush();
    }
}
