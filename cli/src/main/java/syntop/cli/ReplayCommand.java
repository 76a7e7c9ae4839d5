package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
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
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.count.CountOptions;
import syntop.capture.CaptureException;
import syntop.capture.batch.BatchRing;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.filter.ExpressionFilter;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.Report;
import syntop.cli.render.Text;

/** {@code syntop replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Shows the sources that send the most SYNs in capture files.",
        footer = {
            "",
            "Reads pcap, pcapng and snoop, plain or packed with gzip or zstd; what a file",
            "is, its first bytes tell. Several files count as one capture. With -w the",
            "window with most SYNs is shown, without it everything.",
            "",
            "Exit status: 0 done, 1 not all could be read and decoded, 2 wrong usage,",
            "130 Ctrl-C, with what was counted until then.",
            "",
            "  syntop replay -p 80,443 flood.pcap",
            "  tcpdump -i eth0 -w - tcp | syntop replay -"
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 64;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Capture files; - for standard input.")
    List<String> files;

    @Option(
            names = "--each-window",
            description = "With -w: every window that has a SYN, as one JSON object on a line.")
    boolean eachWindow;

    @Option(
            names = "--summary",
            paramLabel = "OUT",
            description = "Also write what was counted, for syntop merge.")
    Path summary;

    @Option(
            names = "--spill",
            paramLabel = "DIR",
            description =
                    "Keep what does not fit in --memory in a file in this folder, so that counts"
                            + " stay exact.")
    Path spill;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Files read at a time, 1 to 64; ${DEFAULT-VALUE} if not given. More than one"
                            + " are faster and give no verdict, for connections may go on from"
                            + " file to file.")
    int threads;

    @Mixin SelectionOptions selection;
    @Mixin CountingOptions counting;
    @Mixin OutputOptions output;
    @Mixin VerdictOptions verdict;
    @Mixin BaselineOptions baseline;
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    private SpillFile spillFile; // null: counts may get bounded

    @Override
    public Integer call() throws Exception {
        if (files.contains("")) {
            throw new ParameterException(spec.commandLine(), "FILE must not be empty");
        }
        if (files.indexOf("-") != files.lastIndexOf("-")) {
            throw new ParameterException(
                    spec.commandLine(), "standard input can be read once, and - is given twice");
        }
        if (files.contains("-") && Terminal.isIn()) {
            throw new ParameterException(
                    spec.commandLine(), "standard input is a terminal; pipe a capture into it");
        }
        output.check();
        if (eachWindow && counting.window == null) throw usage("--each-window needs --window");
        if (eachWindow && output.format() == OutputOptions.Format.csv) {
            throw usage("--each-window prints JSON, not csv");
        }
        if (summary != null && counting.window != null) {
            throw usage("--summary holds no windows, leave out --window");
        }
        if (threads < 1 || threads > MOST_THREADS) {
            throw usage("--threads must be 1 to " + MOST_THREADS + ", got " + threads);
        }
        if (threads > 1 && counting.window != null) {
            throw usage("--window reads one file after the other, leave out --threads");
        }
        if (verdict.exitCode && (threads > 1 || eachWindow)) {
            throw usage(
                    "--exit-code needs a verdict, leave out "
                            + (eachWindow ? "--each-window" : "--threads"));
        }
        if (spill == null) return replay(null);
        try (SpillFile file = SpillFile.in(spill)) {
            return replay(file);
        }
    }

    private int replay(SpillFile file) throws Exception {
        spillFile = file;
        Replay replay = new Replay(files, reading());
        replay.analyzer()
                .compareWith(baseline.comparison(parent.host, selection.scope(false), this::say));
        return Interruption.guard(replay::stop, () -> replayAndPrint(replay));
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("syntop: " + Text.printable(line));
        err.flush();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private FileReading reading() throws CaptureException {
        int readers = Math.min(files.size(), threads);
        List<FrameDecoder> decoders = selection.decoders(selection.nets(), readers);
        List<ExpressionFilter> filters = selection.filters(readers);
        return readers == 1
                ? new OneAfterAnother(
                        files, decoders.get(0), filters.get(0), ring -> analyzer(ring, 1))
                : new SeveralAtATime(files, decoders, filters, analyzer(null, readers));
    }

    private Analyzer analyzer(BatchRing ring, int readers) {
        View view = output.view();
        CountOptions counts =
                counting.options(view, !eachWindow)
                        .withPairs(output.showsTargets())
                        .withThreads(readers)
                        .withSpill(spillFile);
        if (summary != null) counts = counts.withEveryView();
        if (readers > 1) return new Analyzer(ring, null, counts);
        if (!eachWindow) return new Analyzer(ring, null, counts).followHandshakes(false);
        return new Analyzer(ring, counts, view, output.rows(), this::printWindow);
    }

    private void printWindow(Snapshot window) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            JsonRenderer.renderWindow("replay", window, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a PrintWriter throws none
        }
        out.flush();
    }

    private int replayAndPrint(Replay replay) throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        if (Terminal.isErr()) {
            Progress progress =
                    new Progress(
                            err,
                            seconds ->
                                    Progress.reading(
                                            replay.bytesRead(), replay.bytesTotal(), seconds));
            try {
                replay.run();
            } finally {
                progress.close();
            }
        } else {
            replay.run();
        }
        Report report = replay.report(output.view(), output.rows());
        // a table of nothing would only push the reason off the screen; programs get their object
        boolean worthwhile =
                report.snapshot().frames() > 0
                        || report.errors().isEmpty()
                        || output.isForPrograms();
        if (worthwhile && !eachWindow) output.print(report);
        if (summary != null && report.errors().isEmpty()) {
            Summaries.write(summary, replay.analyzer());
        } else if (summary != null) {
            err.println(
                    "syntop: "
                            + Text.printable(
                                    summary + ": is not written, for not everything was counted"));
        }
        for (String error : report.errors()) {
            err.println("syntop: " + Text.printable(error));
        }
        if (replay.failure() != null) Main.trace(replay.failure(), spec.commandLine());
        err.flush();
        return report.errors().isEmpty() ? verdict.status(report) : ExitStatus.FAILED;
    }
}
