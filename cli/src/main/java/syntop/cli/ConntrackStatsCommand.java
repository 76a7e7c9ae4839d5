package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.cli.conntrack.EventCounts;
import syntop.cli.conntrack.Refusals;
import syntop.cli.conntrack.StatsReport;
import syntop.cli.conntrack.StatsReports;
import syntop.cli.render.ScreenLine;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.netlink.DumpResult;

/** {@code syntop conntrack stats}. */
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Shows what connection tracking has counted, by processor and in all.",
        footer = {
            "",
            "The counters are those since the network namespace exists. With --watch the line",
            "/s is what they add in a second, and connections that are created, updated and",
            "destroyed are counted from the kernel's events; where it had no room for some,",
            "their number is told. Connections that began before have no events in most",
            "kernels (net.netfilter.nf_conntrack_events=2).",
            "",
            "Exit status: 0 done, or the reader of the output has gone; 1 the kernel does",
            "not tell; 2 wrong usage; 130 Ctrl-C.",
            "",
            "  syntop conntrack stats --watch 2s",
            "  syntop conntrack stats --json | jq .total.drop"
        })
final class ConntrackStatsCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 8 << 20;
    private static final int BATCH = 1 << 10;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            description = "Again at each interval, with rates: 500ms, 2s, 1m.")
    String watch;

    @Mixin OutputFormat output;
    @ParentCommand ConntrackCommand parent;
    @Spec CommandSpec spec;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final long[] happened = new long[FlowEvent.values().length];
    private Host host;
    private PrintWriter out;
    private ConntrackStatistics lastTotal; // null: not read yet
    private EventCounts lastEvents = EventCounts.NONE;
    private long lastNanos;
    private boolean headed;

    @Override
    public Integer call() throws Exception {
        output.format();
        host = parent.parent.host;
        out = spec.commandLine().getOut();
        long interval = interval();
        try (Tracking.Table table = host.tracking().open()) {
            if (watch == null) {
                print(read(table, null));
                out.flush();
                return ExitStatus.DONE;
            }
            try (Tracking.Events events =
                    host.tracking()
                            .events(
                                    EnumSet.allOf(FlowEvent.class),
                                    BUFFER_BYTES,
                                    flow -> happened[flow.event().ordinal()]++)) {
                return Interruption.guard(
                        () -> {
                            stopped.countDown();
                            events.wake();
                        },
                        () -> repeat(table, events, interval));
            }
        } catch (IOException e) {
            throw Refusals.explain(e);
        }
    }

    private long interval() {
        if (watch == null) return 0;
        return OptionValues.parse(spec, () -> Durations.parse("--watch", watch, "100ms", "1h"));
    }

    private int repeat(Tracking.Table table, Tracking.Events events, long interval)
            throws IOException, InterruptedException {
        Repetition repetition =
                new Repetition(host.clock(), interval, stopped, nanos -> pause(events, nanos));
        if (output.isForPrograms() || !host.hasScreen()) {
            repetition.print(
                    () -> {
                        print(read(table, events));
                        if (!output.isForPrograms()) out.println();
                    },
                    out);
            return ExitStatus.DONE;
        }
        List<ScreenLine> shown;
        try (Screen screen = host.openScreen()) {
            shown =
                    repetition.draw(
                            "conntrack stats",
                            () -> StatsReports.lines(read(table, events)),
                            screen,
                            output.color());
        }
        ScreenLines.print(shown, output.color(), out);
        out.flush();
        return ExitStatus.DONE;
    }

    /** Takes events for so long; whatever comes, it returns soon after. */
    private void pause(Tracking.Events events, long nanos) throws IOException {
        long end = host.clock().nanos() + nanos;
        while (stopped.getCount() > 0) {
            long left = end - host.clock().nanos();
            if (left <= 0) return;
            if (events.read(BATCH) == BATCH) continue;
            events.await((int) Math.max(1, left / 1_000_000));
        }
    }

    private StatsReport read(Tracking.Table table, Tracking.Events events) throws IOException {
        List<ConntrackStatistics> processors = new ArrayList<>();
        DumpResult dump = table.statistics(processors::add);
        ConntrackStatistics total = ConntrackStatistics.total(processors);
        long nanos = host.clock().nanos();
        StatsReport.Interval interval = null;
        if (events != null) {
            EventCounts now = new EventCounts(happened[0], happened[1], happened[2], events.lost());
            if (lastTotal != null && nanos > lastNanos) {
                interval =
                        new StatsReport.Interval(
                                (nanos - lastNanos) / 1e9,
                                total.since(lastTotal),
                                now.since(lastEvents),
                                events.isLossExact());
            }
            lastEvents = now;
        }
        lastTotal = total;
        lastNanos = nanos;
        return new StatsReport(
                host.clock().epochNanos(), processors, dump, host.tracking().count(), interval);
    }

    private void print(StatsReport report) throws IOException {
        switch (output.format()) {
            case json -> StatsReports.json(report, out);
            case csv -> StatsReports.csv(report, out, !headed);
            case table -> ScreenLines.print(StatsReports.lines(report), output.color(), out);
        }
        headed = true;
    }
}
