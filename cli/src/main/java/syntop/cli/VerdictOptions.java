package syntop.cli;

import picocli.CommandLine.Option;
import syntop.cli.render.Report;

/** What follows from a verdict. */
final class VerdictOptions {
    @Option(
            names = "--exit-code",
            description =
                    "Make the verdict the exit status: 10 busy or single client, 11 scan, 12"
                            + " handshakes failing, 13 backscatter, 20 flood, 21 outbound flood; 3"
                            + " too much lost to say; 0 otherwise.")
    boolean exitCode;

    /** The exit status after a report without errors. */
    int status(Report report) {
        return exitCode ? ExitStatus.of(report) : ExitStatus.DONE;
    }
}
