package syntop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import syntop.analyzer.Analyzer;
import syntop.analyzer.View;
import syntop.analyzer.count.CountOptions;
import syntop.capture.CaptureException;
import syntop.cli.render.Report;

/** {@code syntop merge}. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Adds summaries of several runs, and shows who sent the most SYNs.",
        footer = {
            "",
            "Summaries are written by syntop replay --summary, and by merge itself. The order",
            "of the files makes no difference. A packet that was captured at two places",
            "counts twice.",
            "",
            "Exit status: 0 done, 1 a file could not be read or is damaged: then nothing is",
            "shown; 2 wrong usage.",
            "",
            "  syntop replay --summary mon.sum mon.pcap",
            "  syntop merge mon.sum tue.sum --summary week.sum"
        })
final class MergeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Summaries.")
    List<String> files;

    @Option(
            names = "--summary",
            paramLabel = "OUT",
            description = "Also write the sum, to be merged further.")
    Path summary;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description =
                    "Memory for tables: 64m, 2g; past it counts are bounded, not exact."
                            + " ${DEFAULT-VALUE} if not given.")
    String memory;

    @Mixin OutputOptions output;
    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        output.check();
        long bytes = CountingOptions.memoryBytes(memory, spec);
        CountOptions counts = new CountOptions(bytes, 0, false, true, true, false).withPairs(false);
        counts = checked(counts);
        Analyzer analyzer = new Analyzer(null, null, counts);
        for (String file : files) {
            Summaries.add(file, analyzer);
        }
        output.print(
                new Report(
                        "merge",
                        files,
                        List.of(),
                        List.of(),
                        analyzer.snapshot(output.view(), output.rows())));
        if (summary != null) Summaries.write(summary, analyzer);
        return ExitStatus.DONE;
    }

    /** How the files were counted, which has to be alike: before anything of any is added. */
    private CountOptions checked(CountOptions memory) throws IOException {
        CountOptions all = null;
        for (String file : files) {
            CountOptions one = Summaries.check(file, memory);
            requireView(file, one);
            if (all != null && one.v6ByPrefix() != all.v6ByPrefix()) {
                throw new CaptureException(
                        file
                                + ": counts IPv6 sources by "
                                + (one.v6ByPrefix() ? "/64" : "address")
                                + ", "
                                + files.get(0)
                                + " does not; count all with the same --v6-key");
            }
            all = all == null ? one : all.and(one);
        }
        return all;
    }

    private void requireView(String file, CountOptions one) {
        View view = output.view();
        boolean missing =
                view == View.TARGET && !one.targets()
                        || view == View.SIGNATURE && !one.signatures();
        if (missing) {
            throw new ParameterException(
                    spec.commandLine(), file + ": was not counted by " + view.key());
        }
    }
}
