package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.cli.conntrack.CountReport;
import syntop.cli.conntrack.Refusals;
import syntop.cli.render.ScreenLine;
import syntop.linux.conntrack.ConntrackCount;

/** {@code syntop conntrack count}. */
@Command(
        name = "count",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Tells how full the table of tracked connections is, and how fast it fills.",
        footer = {
            "",
            "Needs no permission. When the table is full new connections are dropped; the",
            "limit is net.netfilter.nf_conntrack_max.",
            "",
            "Exit status: 0 done, or the reader of the output has gone; 1 the kernel does",
            "not tell; 2 wrong usage; 130 Ctrl-C.",
            "",
            "  syntop conntrack count",
            "  syntop conntrack count -d 0s --json | jq .fill"
        })
final class ConntrackCountCommand implements Callable<Integer> {
    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            defaultValue = "1s",
            description =
                    "How long to look how fast it fills; 0s: not at all; ${DEFAULT-VALUE} if not"
                            + " given.")
    String duration;

    @Option(
            names = "--watch",
            paramLabel = "TIME",
            description = "Again at each interval: 500ms, 2s, 1m.")
    String watch;

    @Mixin OutputFormat output;
    @ParentCommand ConntrackCommand parent;
    @Spec CommandSpec spec;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private Host host;
    private PrintWriter out;
    private CountReport last; // null: not read yet
    private long lastNanos;
    private boolean headed;

    @Override
    public Integer call() throws Exception {
        output.format();
        host = parent.parent.host;
        out = spec.commandLine().getOut();
        long nanos = parsed("--duration", duration, "0s");
        long interval = watch == null ? 0 : parsed("--watch", watch, "100ms");
        try {
            return Interruption.guard(
                    stopped::countDown,
                    () -> {
                        if (watch == null) once(nanos);
                        else repeat(interval);
                        return ExitStatus.DONE;
                    });
        } catch (IOException e) {
            throw Refusals.explain(e);
        }
    }

    private long parsed(String option, String text, String least) {
        return OptionValues.parse(spec, () -> Durations.parse(option, text, least, "1h"));
    }

    private void once(long nanos) throws IOException, InterruptedException {
        CountReport report = read();
        if (nanos > 0 && !host.clock().await(stopped, nanos)) report = read();
        print(report);
        out.flush();
        if (report.count().entries() == 0) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("syntop: " + Refusals.NOTHING_TRACKED);
            err.flush();
        }
    }

    private void repeat(long interval) throws IOException, InterruptedException {
        Repetition repetition =
                new Repetition(
                        host.clock(),
                        interval,
                        stopped,
                        nanos -> {
                            boolean unused = host.clock().await(stopped, nanos);
                        });
        if (output.isForPrograms() || !host.hasScreen()) {
            repetition.print(() -> print(read()), out);
            return;
        }
        List<ScreenLine> shown;
        try (Screen screen = host.openScreen()) {
            shown =
                    repetition.draw(
                            "conntrack count", () -> read().lines(), screen, output.color());
        }
        ScreenLines.print(shown, output.color(), out);
        out.flush();
    }

    private CountReport read() throws IOException {
        ConntrackCount count = host.tracking().count();
        long nanos = host.clock().nanos();
        double seconds = last == null ? 0 : (nanos - lastNanos) / 1e9;
        long change = last == null ? 0 : count.entries() - last.count().entries();
        last = new CountReport(host.clock().epochNanos(), count, seconds, change);
        lastNanos = nanos;
        return last;
    }

    private void print(CountReport report) throws IOException {
        switch (output.format()) {
            case json -> report.json(out);
            case csv -> report.csv(out, !headed);
            case table -> ScreenLines.print(report.lines(), output.color(), out);
        }
        headed = true;
    }
}
