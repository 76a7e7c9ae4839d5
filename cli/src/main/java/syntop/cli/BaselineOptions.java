package syntop.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Comparison;
import syntop.analyzer.baseline.Scope;
import syntop.capture.CaptureException;
import syntop.cli.baseline.BaselineFile;

/** With which baseline a run is compared. */
final class BaselineOptions {
    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            description =
                    "Compare with this baseline; if not given with that of syntop baseline record,"
                            + " where there is one.")
    Path file;

    @Option(names = "--no-baseline", description = "Compare with none.")
    boolean none;

    @Spec(Target.MIXEE)
    CommandSpec spec;

    /**
     * What to compare with; null: nothing. A baseline that cannot be used keeps nobody from
     * capturing.
     *
     * @param scope what is counted
     * @param notices is told why a baseline is not used
     */
    Comparison comparison(Host host, Scope scope, Consumer<String> notices) {
        Baseline baseline = read(host, notices);
        return baseline == null ? null : new Comparison(baseline, scope);
    }

    /** The baseline itself; null: none. As for {@link #comparison}. */
    Baseline read(Host host, Consumer<String> notices) {
        if (none && file != null) {
            throw new ParameterException(
                    spec.commandLine(), "--baseline and --no-baseline exclude each other");
        }
        if (none) return null;
        Path place = file == null ? host.baselineFile() : file;
        if (place == null || file == null && !Files.exists(place)) return null;
        try {
            return BaselineFile.read(place);
        } catch (CaptureException e) {
            notices.accept(e.getMessage() + "; it goes on without a baseline");
            return null;
        }
    }
}
