package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.capture.filter.ExpressionFilter;
import syntop.cli.FormatOptions.Format;
import syntop.cli.Watched.Direction;
import syntop.cli.render.Report;
import syntop.cli.render.Text;

/** {@code syntop live}. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Watches an interface and shows who sends the most SYNs, again and again.",
        footer = {
            "",
            "On a terminal the table is drawn anew in place, with as many rows as fit; q",
            "quits, h explains the keys.",
            "Otherwise a table, or with --json an object on a line, is printed at each",
            "interval. Counts are of a sliding window, 30s if -w is not given; packets and",
            "losses are since the start. Needs root or CAP_NET_RAW.",
            "",
            "Exit status: 0 quit, or the reader of the output has gone; 1 capturing failed,",
            "or frames could not be decoded or looked into by --filter; 2 wrong usage;",
            "130 Ctrl-C, with the summary printed.",
            "",
            "  syntop live -i eth0 -p 80,443",
            "  syntop live --json --interval 10s | jq .totals.syn"
        })
final class LiveCommand implements Callable<Integer> {
    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "1s",
            description = "Time between two tables: 500ms, 10s, 1m; ${DEFAULT-VALUE} if not given.")
    String interval;

    @Mixin CaptureOptions capture;
    @Mixin SelectionOptions selection;
    @Mixin CountingOptions counting;
    @Mixin OutputOptions output;
    @Mixin VerdictOptions verdict;
    @Mixin BaselineOptions baseline;
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    private PrintWriter err;
    private long intervalNanos;
    private String early; // said before there was a screen; null: nothing

    /** Takes what the user is to know at once: on the screen while there is one. */
    private volatile Consumer<String> notices = this::say;

    @Override
    public Integer call() throws Exception {
        err = spec.commandLine().getErr();
        output.check();
        if (output.format() == Format.csv) {
            throw usage("--output csv has no place for several tables; use json, or sample");
        }
        intervalNanos =
                OptionValues.parse(
                        spec, () -> Durations.parse("--interval", interval, "100ms", "1h"));
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
                        0,
                        counting.liveOptions(output.view(), isDrawn())
                                .withPairs(isDrawn() || output.showsTargets()),
                        watched.direction() == Direction.LOCAL,
                        true,
                        line -> notices.accept(line));
        run.compareWith(
                baseline.comparison(parent.host, selection.scope(capture.all), this::sayEarly));
        return Interruption.guard(run::stop, () -> watch(run, watched));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Whether the table is drawn in place, and keys change the view. */
    private boolean isDrawn() {
        return !output.isForPrograms() && parent.host.hasScreen();
    }

    private int watch(LiveRun run, Watched watched) throws Exception {
        boolean drawn = isDrawn();
        AtomicReference<String> notice = new AtomicReference<>(early);
        if (drawn) notices = notice::set; // lines would spoil the screen
        run.start();
        boolean read = true;
        try {
            if (drawn) draw(run, watched, notice::get);
            else read = print(run, watched);
        } finally {
            notices = this::say;
            run.finish();
        }
        Report report = run.report("live", watched, output.view(), output.rows());
        if (read) output.print(report);
        capture.printStats(run, report.snapshot().delay(), err);
        run.errors().forEach(this::say);
        return run.errors().isEmpty() ? verdict.status(report) : ExitStatus.FAILED;
    }

    /** Prints a report at each interval; false when nobody reads them any more. */
    private boolean print(LiveRun run, Watched watched) throws IOException, InterruptedException {
        Clock clock = parent.host.clock();
        PrintWriter out = spec.commandLine().getOut();
        long next = clock.nanos() + intervalNanos;
        while (!clock.await(run.ended(), Math.max(0, next - clock.nanos()))) {
            next += intervalNanos;
            output.print(run.report("live", watched, output.view(), output.rows()));
            if (!output.isForPrograms()) out.println();
            if (out.checkError()) return false;
        }
        return true;
    }

    private void draw(LiveRun run, Watched watched, Supplier<String> notice)
            throws IOException, InterruptedException {
        try (Screen screen = parent.host.openScreen()) {
            Integer rows = output.givenRows();
            LiveView view =
                    new LiveView(
                            run,
                            watched,
                            screen,
                            parent.host.clock(),
                            notice,
                            intervalNanos,
                            output.view(),
                            rows == null ? 0 : rows,
                            Terminal.unicode(),
                            output.color());
            view.show();
        }
    }

    /** Says it, and once more on the screen, which hides it. */
    private void sayEarly(String line) {
        say(line);
        early = line;
    }

    private void say(String line) {
        err.println("syntop: " + Text.printable(line));
        err.flush();
    }
}
