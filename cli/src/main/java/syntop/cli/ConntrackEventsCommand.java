package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.cli.FormatOptions.Format;
import syntop.cli.conntrack.FlowFormat;
import syntop.cli.conntrack.FlowSelection;
import syntop.cli.conntrack.Refusals;
import syntop.cli.render.Text;
import syntop.linux.conntrack.FlowEvent;

/** {@code syntop conntrack events}. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Prints what happens to tracked connections, as it happens.",
        footer = {
            "",
            "Events that find the kernel's buffer full are lost: they are counted, told on",
            "standard error, and with --json in a line {\"event\":\"lost\",...} where they are",
            "missing. Connections that began before have no events in most kernels",
            "(net.netfilter.nf_conntrack_events=2).",
            "",
            "--top shows new TCP connections by source as live does with captured SYNs; of",
            "the filters it takes --dport and --dst. It is live --backend conntrack, which",
            "has more options.",
            "",
            "Exit status: 0 done, or the reader of the output has gone; 1 the kernel does",
            "not tell; 2 wrong usage; 130 Ctrl-C.",
            "",
            "  syntop conntrack events -e new -p tcp --dport 443 -d 30s",
            "  syntop conntrack events --json -c 1000 | jq -r .source | sort | uniq -c"
        })
final class ConntrackEventsCommand implements Callable<Integer> {
    /** Between two looks at the clock, the losses and the reader of the output. */
    private static final int BATCH = 1 << 10;

    private static final String DEFAULT_BUFFER = "32M";
    private static final long TELL_NANOS = 1_000_000_000;
    private static final long FLUSH_NANOS = 100_000_000;

    @Option(
            names = {"-e", "--events"},
            paramLabel = "KIND",
            split = ",",
            description = "Of new, update, destroy; all if not given.")
    List<String> kinds = List.of();

    @Mixin FlowOptions flows;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "End after so many events.")
    Long count;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            description = "End after this time: 500ms, 30s, 1h.")
    String duration;

    @Option(
            names = {"-b", "--buffer"},
            paramLabel = "SIZE",
            description =
                    "The kernel's buffer, as that of conntrack -b: 212992, 64M; "
                            + DEFAULT_BUFFER
                            + " if not given.")
    String buffer;

    @Option(names = "--top", description = "New TCP connections by source, as a live table.")
    boolean top;

    @Mixin OutputFormat output;
    @ParentCommand ConntrackCommand parent;
    @Spec CommandSpec spec;

    private Host host;
    private PrintWriter out;
    private PrintWriter err;
    private FlowPrinter printer;
    private Tracking.Events events;
    private volatile boolean stopped;
    private long lost; // told so far
    private long toldNanos;

    @Override
    public Integer call() throws Exception {
        host = parent.parent.host;
        out = spec.commandLine().getOut();
        err = spec.commandLine().getErr();
        Format format = output.format();
        if (top) return top(format);
        Set<FlowEvent> selected = events();
        FlowSelection selection = flows.selection();
        if (count != null && count < 1) throw usage("--count must be at least 1, got " + count);
        long nanos;
        int bytes;
        try {
            nanos =
                    duration == null
                            ? Long.MAX_VALUE
                            : Durations.parse("--duration", duration, "10ms", "1000h");
            bytes = (int) Sizes.parse("--buffer", buffer(), "1k", "1G");
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage());
        }
        FlowFormat form =
                switch (format) {
                    case table -> FlowFormat.table(true);
                    case json -> FlowFormat.json();
                    case csv -> FlowFormat.csv(true);
                };
        printer = new FlowPrinter(selection, form, host.clock(), count == null ? 0 : count, out);
        try {
            events = host.tracking().events(selected, bytes, printer);
            try {
                hint();
                return Interruption.guard(this::stop, () -> print(nanos, format));
            } finally {
                events.close();
            }
        } catch (IOException e) {
            throw Refusals.explain(e);
        }
    }

    private Set<FlowEvent> events() {
        if (kinds.isEmpty()) return EnumSet.allOf(FlowEvent.class);
        EnumSet<FlowEvent> selected = EnumSet.noneOf(FlowEvent.class);
        for (String kind : kinds) {
            switch (kind.toLowerCase(Locale.ROOT)) { // conntrack -E takes NEW,UPDATES,DESTROY
                case "new" -> selected.add(FlowEvent.NEW);
                case "update", "updates" -> selected.add(FlowEvent.UPDATE);
                case "destroy" -> selected.add(FlowEvent.DESTROY);
                default ->
                        throw usage(
                                "--events: no such event: "
                                        + kind
                                        + "; there are new, update, destroy");
            }
        }
        return selected;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void hint() throws IOException {
        if (!host.tracking().tellsEvents()) say(Refusals.NO_EVENTS);
        else if (host.tracking().count().entries() == 0) say(Refusals.NOTHING_TRACKED);
    }

    private void stop() {
        stopped = true;
        events.wake();
    }

    private int print(long nanos, Format format) throws IOException {
        Clock clock = host.clock();
        long end = nanos == Long.MAX_VALUE ? nanos : clock.nanos() + nanos;
        boolean read = printer.flush(); // the head
        toldNanos = clock.nanos();
        long flushedNanos = toldNanos;
        while (read && !stopped && !printer.isDone()) {
            int messages = events.read(BATCH);
            long now = clock.nanos();
            if (nanos != Long.MAX_VALUE && now - end >= 0) break;
            if (now - toldNanos >= TELL_NANOS) tellLosses(format);
            // in a flood there are always more: that nobody reads is to be noticed all the same
            if (messages == BATCH && now - flushedNanos < FLUSH_NANOS) continue;
            read = printer.flush() && host.hasReader();
            flushedNanos = now;
            if (messages == BATCH || !read || printer.isDone()) continue;
            long left = nanos == Long.MAX_VALUE ? TELL_NANOS : Math.min(TELL_NANOS, end - now);
            events.await((int) Math.max(1, left / 1_000_000));
        }
        tellLosses(format);
        if (!printer.flush() || !read) return ExitStatus.DONE; // nobody wants the rest
        String losses =
                lost == 0
                        ? "none lost"
                        : Text.count(lost) + (events.isLossExact() ? "" : " times some") + " lost";
        say(Text.counted(printer.shown(), "event", "events") + " shown, " + losses);
        if (events.malformed() > 0) {
            say(Text.count(events.malformed()) + " messages of the kernel could not be read");
        }
        return ExitStatus.DONE;
    }

    private void tellLosses(Format format) throws IOException {
        toldNanos = host.clock().nanos();
        long now = events.lost();
        if (now == lost) return;
        if (format == Format.json) {
            printer.add(
                    "{\"event\":\"lost\",\"lost\":" + (now - lost) + ",\"total\":" + now + "}\n");
        }
        say(
                "lost "
                        + Text.counted(now - lost, "event", "events")
                        + (events.isLossExact() ? "" : ", at least")
                        + ": the buffer was full; a larger one is set with -b, now "
                        + buffer());
        lost = now;
    }

    private String buffer() {
        return buffer == null ? DEFAULT_BUFFER : buffer;
    }

    private void say(String line) {
        err.println("syntop: " + line);
        err.flush();
    }

    /** The live view, of connections in place of captured SYNs. */
    private int top(Format format) {
        boolean others =
                !flows.states.isEmpty()
                        || !flows.sourcePorts.isEmpty()
                        || !flows.sources.isEmpty()
                        || flows.family != null
                        || count != null
                        || duration != null
                        || buffer != null
                        || !kinds.isEmpty() && !events().equals(EnumSet.of(FlowEvent.NEW))
                        || !flows.protocols.isEmpty() && !flows.protocols.equals(List.of("tcp"));
        if (others) {
            throw usage(
                    "--top shows new TCP connections: of the filters it takes --dport and --dst");
        }
        flows.selection(); // a usage error that names this command's options
        List<String> args = new ArrayList<>(List.of("--backend", "conntrack", "-o"));
        args.add(format.name());
        if (output.noColor) args.add("--no-color");
        if (flows.destinations.isEmpty()) args.add("--all");
        else args.addAll(List.of("--net", String.join(",", flows.destinations)));
        if (!flows.destinationPorts.isEmpty()) {
            args.addAll(List.of("-p", String.join(",", flows.destinationPorts)));
        }
        return spec.root().subcommands().get("live").execute(args.toArray(new String[0]));
    }
}
