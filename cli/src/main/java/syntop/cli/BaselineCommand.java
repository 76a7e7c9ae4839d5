package syntop.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.capture.CaptureException;

/** {@code syntop baseline}: holds its commands. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Records what is normal here, for live, sample and replay to compare with.",
        subcommands = {
            BaselineRecordCommand.class,
            BaselineShowCommand.class,
            BaselineCheckCommand.class
        },
        footer = {
            "",
            "It is kept in /var/lib/syntop/baseline.json for root, for others in",
            "$XDG_STATE_HOME/syntop/baseline.json or ~/.local/state/syntop/baseline.json."
        })
final class BaselineCommand implements Runnable {
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    @Override
    public void run() {
        throw Main.commandMissing(spec.commandLine());
    }

    /** The file that is meant; null for that of the host. */
    Path place(Path given) throws CaptureException {
        Path place = given == null ? parent.host.baselineFile() : given;
        if (place != null) return place;
        throw new CaptureException("no home folder to keep a baseline in; name a file: --baseline");
    }
}
