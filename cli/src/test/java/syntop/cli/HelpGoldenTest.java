package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.verdict.Kind;

class HelpGoldenTest {
    /** Where the kernel of the server is known. */
    private static final List<String> KERNEL_SIGNALS =
            List.of("syn-cookies", "kernel-drops", "kernel-completed");

    @Test
    void helpOfTheProgram() throws IOException {
        Run run = Run.of("--help");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        Golden.assertFits(run.out());
        Golden.assertMatches("help.txt", run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "merge",
                "live",
                "sample",
                "baseline",
                "sockets",
                "conntrack",
                "doctor",
                "block",
                "explain"
            })
    void helpOfACommand(String name) throws IOException {
        Run run = Run.of(name, "--help");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        Golden.assertFits(run.out());
        Golden.assertMatches("help-" + name + ".txt", run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "count", "events", "stats"})
    void helpOfAPartOfConntrack(String name) throws IOException {
        Run run = Run.of("conntrack", name, "--help");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        Golden.assertFits(run.out());
        Golden.assertMatches("help-conntrack-" + name + ".txt", run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "show", "check"})
    void helpOfAPartOfBaseline(String name) throws IOException {
        Run run = Run.of("baseline", name, "--help");
        assertEquals(0, run.status());
        Golden.assertFits(run.out());
        Golden.assertMatches("help-baseline-" + name + ".txt", run.out());
    }

    @Test
    void explainsEachVerdictAndEachSignal() {
        Run run = Run.of("explain", "verdict");
        assertEquals(0, run.status());
        Golden.assertFits(run.out());
        List<String> names = new ArrayList<>(KERNEL_SIGNALS);
        for (Kind kind : Kind.values()) names.add(kind.key());
        Map<String, Object> verdict =
                CliRun.of("replay", "--json", "../testdata/flood-among-clients.pcap")
                        .result()
                        .object("verdict");
        for (Object signal : (List<?>) verdict.get("signals")) {
            names.add((String) ((Map<?, ?>) signal).get("name"));
        }
        for (String name : names) {
            assertTrue(run.out().contains("\n" + name + "  "), name);
        }
    }

    @Test
    void versionIsOneLine() {
        Run run = Run.of("--version");
        assertEquals(0, run.status());
        assertTrue(run.out().matches("syntop \\S[^\\n]*\\n"), run.out());
    }
}
