package syntop.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.analyzer.baseline.Baseline;
import syntop.cli.baseline.BaselineFile;
import syntop.cli.baseline.BaselineReport;

/** {@code syntop baseline check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Tells whether a baseline is whole, and what it holds.",
        footer = {
            "",
            "Exit status: 0 it is whole; 1 it is not, and the reason is told; 2 wrong usage."
        })
final class BaselineCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The baseline.")
    Path file;

    @Option(names = "--json", description = "As a JSON object on one line.")
    boolean json;

    @ParentCommand BaselineCommand parent;
    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Baseline known = BaselineFile.read(file);
        long now = Math.floorDiv(parent.parent.host.clock().epochNanos(), 1_000_000_000L);
        BaselineReport report = BaselineReport.of(file.toString(), known, now);
        PrintWriter out = spec.commandLine().getOut();
        if (json) report.json("baseline check", out);
        else report.lines().forEach(out::println);
        out.flush();
        return ExitStatus.DONE;
    }
}
