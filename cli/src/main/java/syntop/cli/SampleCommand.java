package syntop.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.capture.filter.ExpressionFilter;
import syntop.cli.Watched.Direction;
import syntop.cli.render.Report;
import syntop.cli.render.Text;

/** {@code syntop sample}. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Watches an interface for a while, then shows who sent the most SYNs.",
        footer = {
            "",
            "Times are written as 500ms, 30s, 5m, 1h. With -w the counts are of the last",
            "window, without it of the whole time. Needs root or CAP_NET_RAW.",
            "",
            "Exit status: 0 done; 1 capturing failed, ended early, or frames could not be",
            "decoded or looked into by --filter; 2 wrong usage; 130 Ctrl-C, with what was",
            "counted until then.",
            "",
            "  syntop sample -d 10s -p 443",
            "  syntop sample -i any -c 1000 --json"
        })
final class SampleCommand implements Callable<Integer> {
    private static final String DEFAULT_DURATION = "30s";
    private static final long PATIENCE_NANOS = 1_000_000_000;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            description = "How long; " + DEFAULT_DURATION + " if neither it nor -c is given.")
    String duration;

    @Option(
            names = {"-c", "--count"},
            paramLabel = "N",
            description = "Packets that the filters let through; with -d whichever comes first.")
    Long count;

    @Mixin CaptureOptions capture;
    @Mixin SelectionOptions selection;
    @Mixin CountingOptions counting;
    @Mixin OutputOptions output;
    @Mixin VerdictOptions verdict;
    @Mixin BaselineOptions baseline;
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    private PrintWriter err;

    @Override
    public Integer call() throws Exception {
        err = spec.commandLine().getErr();
        output.check();
        long nanos = nanos();
        if (count != null && count < 1) throw usage("--count must be at least 1, got " + count);
        if (count != null && capture.lanes() > 1) {
            throw usage("--count and --fanout exclude each other");
        }
        List<ExpressionFilter> filters = selection.filters(capture.lanes());
        Watched watched = capture.watched(parent.host, selection, err);
        if (capture.showFilter) {
            capture.printFilter(parent.host, watched, spec.commandLine().getOut());
            return ExitStatus.DONE;
        }
        LiveRun run =
                new LiveRun(
                        parent.host,
                        watched.options(),
                        selection.decoders(watched.nets(), capture.lanes()),
                        filters,
                        count == null ? 0 : count,
                        counting.options(output.view(), false).withPairs(output.showsTargets()),
                        watched.direction() == Direction.LOCAL,
                        false,
                        this::say);
        run.compareWith(baseline.comparison(parent.host, selection.scope(capture.all), this::say));
        return Interruption.guard(run::stop, () -> sample(run, watched, nanos));
    }

    /** How long to sample, or the longest time there is when only packets were asked for. */
    private long nanos() {
        if (duration == null && count != null) return Long.MAX_VALUE;
        String text = duration == null ? DEFAULT_DURATION : duration;
        return OptionValues.parse(spec, () -> Durations.parse("--duration", text, "10ms", "1000h"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int sample(LiveRun run, Watched watched, long nanos) throws Exception {
        run.start();
        if (Terminal.isErr()) {
            Progress progress = new Progress(err, seconds -> progress(run, nanos, seconds));
            try {
                await(run, watched, nanos);
            } finally {
                progress.close();
            }
        } else {
            await(run, watched, nanos);
        }
        run.finish();
        List<String> errors = run.errors();
        Report report = run.report("sample", watched, output.view(), output.rows());
        output.print(report);
        capture.printStats(run, report.snapshot().delay(), err);
        errors.forEach(this::say);
        return errors.isEmpty() ? verdict.status(report) : ExitStatus.FAILED;
    }

    private void await(LiveRun run, Watched watched, long nanos) throws InterruptedException {
        Clock clock = parent.host.clock();
        boolean endless = nanos == Long.MAX_VALUE;
        if (clock.await(run.ended(), endless ? PATIENCE_NANOS : nanos) || !endless) return;
        say(
                watched.options().interfaceName()
                        + ": waiting for "
                        + Text.counted(count, "packet", "packets")
                        + ", "
                        + Text.count(run.accepted())
                        + " so far; Ctrl-C prints what there is");
        clock.await(run.ended(), nanos);
    }

    private String progress(LiveRun run, long nanos, double seconds) {
        String packets = Text.counted(run.losses().received(), "packet", "packets");
        if (nanos == Long.MAX_VALUE) return packets + " of " + Text.count(count);
        return Text.duration(seconds) + " of " + Text.duration(nanos / 1e9) + ", " + packets;
    }

    private void say(String line) {
        err.println("syntop: " + Text.printable(line));
        err.flush();
    }
}
