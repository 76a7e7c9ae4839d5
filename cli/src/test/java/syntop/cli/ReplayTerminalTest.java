package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a terminal gets: colour, and the progress line. script(1) makes the terminal. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ReplayTerminalTest {
    private static final String CAPTURE = "../testdata/clients-ipv4.pcap";
    private static final String ESCAPE = "\u001b[";
    private static final String BOLD = ESCAPE + "1m11 SYN  11 requests  4 sources" + ESCAPE + "0m";

    @TempDir Path folder;

    private static Process onTerminal(Map<String, String> environment, String... args)
            throws IOException {
        StringBuilder command = new StringBuilder("exec");
        for (String word : ChildJvm.command(List.of("-XX:TieredStopAtLevel=1"), args).command()) {
            command.append(" '").append(word).append('\'');
        }
        ProcessBuilder script =
                new ProcessBuilder("script", "-q", "-e", "-c", command.toString(), "/dev/null");
        script.environment().remove("NO_COLOR");
        script.environment().putAll(environment);
        return script.redirectErrorStream(true).start();
    }

    private static String output(Process process) throws Exception {
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), text);
            return text;
        }
    }

    @Test
    void printsInBoldOnATerminal() throws Exception {
        String text = output(onTerminal(Map.of(), "replay", CAPTURE));
        assertTrue(text.contains(BOLD), text);
    }

    @Test
    void printsPlainWhenAskedTo() throws Exception {
        for (Process process :
                List.of(
                        onTerminal(Map.of(), "replay", "--no-color", CAPTURE),
                        onTerminal(Map.of("NO_COLOR", "1"), "replay", CAPTURE))) {
            String text = output(process);
            assertTrue(text.contains("11 SYN  11 requests  4 sources"), text);
            assertFalse(text.contains(ESCAPE), text);
        }
    }

    @Test
    void printsPlainIntoAFile() throws Exception {
        CliRun run = ChildJvm.run(List.of(), "replay", CAPTURE);
        assertTrue(run.out().contains("11 SYN  11 requests  4 sources"), run::out);
        assertFalse((run.out() + run.err()).contains(ESCAPE), run::out);
    }

    @Test
    void drawsHowFarItHasComeAndWipesThat() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", "" + pipe).start().waitFor());
        byte[] capture = Files.readAllBytes(Path.of(CAPTURE));
        Process process = onTerminal(Map.of(), "replay", pipe.toString());
        StringBuilder seen = new StringBuilder();
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            writer.write(Arrays.copyOf(capture, 1_000));
            writer.flush();
            InputStream out = process.getInputStream();
            while (seen.indexOf("B/s\r") < 0) {
                int c = out.read();
                assertTrue(c >= 0, seen::toString);
                seen.append((char) c);
            }
            writer.write(capture, 1_000, capture.length - 1_000);
        }
        assertTrue(seen.toString().matches("(?s)\r(0 B|1.0 kB) read, .*B/s\r"), seen::toString);
        String rest = output(process);
        int wiped = rest.lastIndexOf("  \r");
        assertTrue(wiped >= 0 && rest.indexOf(pipe.toString()) > wiped, rest);
        assertTrue(rest.contains(BOLD), rest);
    }
}
