package syntop.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.analyzer.baseline.Baseline;
import syntop.cli.baseline.BaselineFile;
import syntop.cli.baseline.BaselineReport;

/** {@code syntop baseline show}. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Shows what is usual today, hour by hour, and for each target now.",
        footer = {
            "",
            "Hours are of UTC. An hour has a profile of its own for each day of the week once",
            "it was recorded in three weeks, one for all days once on three days; before that",
            "it is taken from all hours together.",
            "",
            "Exit status: 0 done; 1 there is no baseline, or it is damaged; 2 wrong usage."
        })
final class BaselineShowCommand implements Callable<Integer> {
    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description = "The baseline, in place of the usual file.")
    Path baseline;

    @Option(names = "--json", description = "As a JSON object on one line.")
    boolean json;

    @ParentCommand BaselineCommand parent;
    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path place = parent.place(baseline);
        Baseline known = BaselineFile.read(place);
        long now = Math.floorDiv(parent.parent.host.clock().epochNanos(), 1_000_000_000L);
        BaselineReport report = BaselineReport.of(place.toString(), known, now);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.json("baseline show", out);
        } else {
            report.lines().forEach(out::println);
            report.table().forEach(out::println);
        }
        out.flush();
        return ExitStatus.DONE;
    }
}
