package syntop.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real program in a JVM of its own. */
final class ChildJvm {
    /** As the launcher does: JDK 25 warns on standard error without it, JDK 17 knows it too. */
    static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private ChildJvm() {}

    /** A process still to be started. */
    static ProcessBuilder command(List<String> options, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(NATIVE_ACCESS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    /** Runs it to its end with an empty standard input. */
    static CliRun run(List<String> options, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("syntop", ".out");
        Path err = Files.createTempFile("syntop", ".err");
        try {
            Process process =
                    command(options, args)
                            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            int status = process.waitFor();
            return new CliRun(status, Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
