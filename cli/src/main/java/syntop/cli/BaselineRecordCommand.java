package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.analyzer.Analyzer;
import syntop.analyzer.Recorder;
import syntop.analyzer.View;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Scope;
import syntop.analyzer.count.CountOptions;
import syntop.analyzer.verdict.Kind;
import syntop.cli.baseline.BaselineFile;
import syntop.cli.baseline.BaselineReport;
import syntop.cli.render.Text;

/** {@code syntop baseline record}. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Learns what is normal, from an interface or from captures, and keeps it.",
        footer = {
            "",
            "Adds to the baseline that there is. Minutes with an alarm are left out, with the",
            "minute before and five after; name only captures of normal times. What is above",
            "the usual counts as at most a quarter above it.",
            "Without -d and FILE it records until Ctrl-C, and saves every five minutes.",
            "Needs root or CAP_NET_RAW but for FILE.",
            "",
            "Exit status: 0 done; 1 capturing, reading or writing failed; 2 wrong usage;",
            "130 Ctrl-C, with what was learnt until then saved.",
            "",
            "  syntop baseline record -i eth0 -d 1h",
            "  syntop baseline record monday.pcap tuesday.pcap"
        })
final class BaselineRecordCommand implements Callable<Integer> {
    private static final long TICK_NANOS = 10_000_000_000L;
    private static final long SAVE_NANOS = 300_000_000_000L;
    private static final long WINDOW_NANOS = 60_000_000_000L; // nobody looks at the counts

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Captures of normal times; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            description = "How long to record; until Ctrl-C if not given.")
    String duration;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "Where it is kept, in place of the usual file.")
    Path baseline;

    @Mixin CaptureOptions capture;
    @Mixin SelectionOptions selection;
    @ParentCommand BaselineCommand parent;
    @Spec CommandSpec spec;

    private final CountOptions counts =
            new CountOptions(CountOptions.MIN_MEMORY, WINDOW_NANOS, false, false, false, false)
                    .withPairs(false);
    private PrintWriter err;
    private Path place;
    private BaselineFile file;

    @Override
    public Integer call() throws Exception {
        err = spec.commandLine().getErr();
        boolean live = files.isEmpty();
        long nanos =
                duration == null
                        ? Long.MAX_VALUE
                        : OptionValues.parse(
                                spec,
                                () -> Durations.parse("--duration", duration, "10s", "9000h"));
        if (!live && (duration != null || capture.interfaceName != null || capture.all)) {
            throw usage("FILE and --duration, --interface, --all exclude each other");
        }
        if (capture.lanes() > 1) throw usage("--fanout is not for record, one thread suffices");
        place = parent.place(baseline);
        Scope scope = selection.scope(capture.all);
        if (baseline == null) BaselineFile.makeFolder(place);
        try (BaselineFile locked = BaselineFile.lock(place)) {
            file = locked;
            Baseline known = Files.exists(place) ? BaselineFile.read(place) : new Baseline(scope);
            requireScope(known, scope);
            return live ? recordLive(known, nanos) : recordFiles(known);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void requireScope(Baseline known, Scope scope) {
        if (known.scope().equals(scope)) return;
        throw usage(
                place
                        + ": holds "
                        + BaselineReport.words(known.scope())
                        + ", asked for is "
                        + BaselineReport.words(scope)
                        + "; ask for the same, or name another file with --baseline");
    }

    private int recordLive(Baseline known, long nanos) throws Exception {
        Host host = parent.parent.host;
        Watched watched = capture.watched(host, selection, err);
        if (capture.showFilter) {
            capture.printFilter(host, watched, spec.commandLine().getOut());
            return ExitStatus.DONE;
        }
        LiveRun run =
                new LiveRun(
                        host,
                        watched.options(),
                        selection.decoders(watched.nets(), 1),
                        selection.filters(1),
                        0,
                        counts,
                        false,
                        true,
                        this::say);
        Recorder recorder = run.record(known);
        return Interruption.guard(run::stop, () -> watch(run, watched, recorder, nanos));
    }

    private int watch(LiveRun run, Watched watched, Recorder recorder, long nanos)
            throws Exception {
        Clock clock = parent.parent.host.clock();
        run.start();
        recorder.tick(clock.epochNanos());
        long start = clock.nanos();
        long saved = start;
        while (true) {
            long left = nanos - (clock.nanos() - start);
            if (left <= 0 || clock.await(run.ended(), Math.min(left, TICK_NANOS))) break;
            recorder.tick(clock.epochNanos());
            if (clock.nanos() - saved < SAVE_NANOS) continue;
            saved = clock.nanos();
            save(recorder);
        }
        run.finish();
        recorder.tick(clock.epochNanos());
        recorder.end();
        save(recorder);
        List<String> errors = new ArrayList<>(run.errors());
        if (watched.capture(run.losses(), null, true).isLossy()) {
            say("packets were dropped: what was learnt is too low");
        }
        tell(recorder);
        errors.forEach(this::say);
        return errors.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private void save(Recorder recorder) throws IOException {
        recorder.use(file::write);
    }

    private int recordFiles(Baseline known) throws Exception {
        Recorder recorder = new Recorder(known, false);
        OneAfterAnother reading =
                new OneAfterAnother(
                        files,
                        selection.decoder(),
                        selection.filter(),
                        ring -> new Analyzer(ring, null, counts).record(recorder));
        Replay replay = new Replay(files, reading);
        return Interruption.guard(replay::stop, () -> learn(replay, recorder));
    }

    private int learn(Replay replay, Recorder recorder) throws Exception {
        replay.run();
        List<String> errors = replay.report(View.SOURCE, 1).errors();
        if (replay.isWhole()) {
            recorder.end();
            save(recorder);
            tell(recorder);
        } else {
            // who reads the rest another time would have it learnt twice
            say(place + ": is as it was, for not everything was read");
        }
        errors.forEach(this::say);
        if (replay.failure() != null) Main.trace(replay.failure(), spec.commandLine());
        return errors.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    /** Tells what became of the time. */
    private void tell(Recorder recorder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long seconds = recorder.learntSeconds();
        out.println(
                seconds == 0
                        ? "learnt nothing: it takes some seconds without an alarm"
                        : "learnt " + Text.duration((double) seconds));
        if (recorder.leftOutSeconds() > 0) {
            out.println(
                    "left out "
                            + Text.duration((double) recorder.leftOutSeconds())
                            + ", for alarms:");
            for (Map.Entry<Kind, Long> alarm : recorder.alarms().entrySet()) {
                out.println(
                        "  "
                                + alarm.getKey().title()
                                + ", "
                                + Text.counted(alarm.getValue(), "time", "times"));
            }
        }
        long now = Math.floorDiv(parent.parent.host.clock().epochNanos(), 1_000_000_000L);
        recorder.use(
                learnt ->
                        BaselineReport.of(place.toString(), learnt, now)
                                .lines()
                                .forEach(out::println));
        out.flush();
    }

    private void say(String line) {
        err.println("syntop: " + Text.printable(line));
        err.flush();
    }
}
