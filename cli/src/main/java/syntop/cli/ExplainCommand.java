package syntop.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code syntop explain}. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Explains in plain words what is printed.",
        footer = {"", "  syntop explain verdict"})
final class ExplainCommand implements Callable<Integer> {
    enum Topic {
        verdict
    }

    @Parameters(paramLabel = "TOPIC", description = "One of ${COMPLETION-CANDIDATES}.")
    Topic topic;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String name = "explain-" + topic + ".txt";
        try (InputStream in = ExplainCommand.class.getResourceAsStream(name)) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            out.flush();
        }
        return ExitStatus.DONE;
    }
}
