package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records what is normal, and what is told of it and with it. */
@Timeout(120)
class BaselineTest {
    @TempDir Path dir;

    private final FakeHost host = new FakeHost();
    private Path normal;
    private Path attack;

    @BeforeEach
    void prepare() throws IOException {
        host.baseline = dir.resolve("state/baseline.json");
        normal = dir.resolve("normal.pcap");
        try (CaptureWriter capture = new CaptureWriter(normal)) {
            capture.clients(0, 600, 20);
        }
        attack = dir.resolve("attack.pcap");
        try (CaptureWriter capture = new CaptureWriter(attack)) {
            for (int second = 0; second < 20; second++) {
                capture.clients(second, second + 1, 20).flood(second, second + 1, 2_000);
            }
        }
    }

    private String run(String... args) {
        Run run = host.run(args);
        assertEquals("", run.err());
        assertEquals(0, run.status(), run::out);
        return run.out().replace(dir.toString(), "DIR");
    }

    private void assertGolden(String name, String out) throws IOException {
        Golden.assertFits(out);
        Golden.assertMatches(name, out);
    }

    @Test
    void showsWhatIsUsual() throws IOException {
        run("baseline", "record", normal.toString());
        assertGolden("baseline-show.txt", run("baseline", "show"));
    }

    @Test
    void showsTheSameToPrograms() throws IOException {
        run("baseline", "record", normal.toString());
        Golden.assertMatches("baseline-show.json", run("baseline", "show", "--json"));
    }

    @Test
    void checksAFile() throws IOException {
        run("baseline", "record", normal.toString());
        assertGolden("baseline-check.txt", run("baseline", "check", host.baseline.toString()));
    }

    @Test
    void recordsAndAddsToWhatIsThere() throws IOException {
        assertGolden("baseline-record.txt", run("baseline", "record", normal.toString()));
        assertTrue(run("baseline", "record", normal.toString()).contains("learnt 9 min 58 s"));
        assertTrue(run("baseline", "show").contains("holds 19 min 56 s"));
    }

    @Test
    void anAttackIsTimesTheUsual() throws IOException {
        run("baseline", "record", normal.toString());
        String out = run("replay", "-n", "4", attack.toString());
        Golden.assertFits(out);
        String title =
                "FLOOD, sources forged   192.0.2.7:443   2,020/s (usual 20)   confidence high\n";
        assertTrue(out.startsWith(title), out);
        assertTrue(out.replaceAll("\\s+", " ").contains("101 times the usual 20/s"), out);
        String usual = "\nusual 20 requests/s, at most 40, 100% complete, at any hour\n";
        assertTrue(out.contains(usual), out);
        assertTrue(out.contains("SHARE  DONE  USUAL\n"), out);
        assertTrue(out.contains("100%  usual\n"), out);
        String json = run("replay", "--json", "-n", "500", attack.toString());
        assertTrue(json.contains("\"baseline\":{\"profile\":\"global\""), json);
        assertTrue(json.contains("\"usual\":\"new\""), json);
        String csv = run("replay", "-o", "csv", "-n", "1", attack.toString());
        assertTrue(csv.startsWith("rank,source,syn,share,synPerSecond,usual\n"), csv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "port", "prefix", "target", "signature"})
    void everyViewFitsWithItsMarks(String view) throws IOException {
        run("baseline", "record", normal.toString());
        String out = run("replay", "--by", view, attack.toString());
        Golden.assertFits(out);
        assertTrue(out.contains("USUAL\n"), out);
    }

    @Test
    void withoutABaselineNothingIsToldOfOne() {
        String without = run("replay", normal.toString());
        assertFalse(without.contains("usual"), without);
        assertFalse(run("replay", "--json", normal.toString()).contains("\"usual\""));
        run("baseline", "record", normal.toString());
        assertEquals(without, run("replay", "--no-baseline", normal.toString()));
    }

    @Test
    void theAttackItselfIsNotLearnt() throws IOException {
        Run run = host.run("baseline", "record", attack.toString());
        assertTrue(run.out().contains("learnt nothing"), run.out());
        assertTrue(run.out().contains("FLOOD, sources forged, 1 time"), run.out());
        assertEquals(0, run.status());
    }

    @Test
    void aDamagedBaselineIsNamedAndTheReplayGoesOn() throws IOException {
        Files.createDirectories(host.baseline.getParent());
        Files.writeString(host.baseline, "{\"schema\":\"syntop-baseline/9\"}");
        Run run = host.run("replay", normal.toString());
        assertEquals(0, run.status());
        assertEquals(
                "syntop: "
                        + host.baseline
                        + ": line 1: a baseline of a newer syntop, schema syntop-baseline/9;"
                        + " this one reads syntop-baseline/1; it goes on without a baseline\n",
                run.err());
        assertEquals(host.run("replay", "--no-baseline", normal.toString()).out(), run.out());
        run = host.run("baseline", "record", normal.toString());
        assertEquals(1, run.status(), run::err);
        assertEquals("{\"schema\":\"syntop-baseline/9\"}", Files.readString(host.baseline));
    }

    @Test
    void aBaselineOfOtherHostsSaysNothingOfACapture() {
        run("baseline", "record", normal.toString());
        String elsewhere = "../testdata/clients-ipv6.pcap";
        assertEquals(run("replay", "--no-baseline", elsewhere), run("replay", elsewhere));
    }

    @Test
    void otherPortsGoToAnotherFile() {
        run("baseline", "record", "-p", "443", normal.toString());
        Run run = host.run("baseline", "record", normal.toString());
        assertEquals(2, run.status());
        assertTrue(run.err().contains("holds port 443, asked for is all ports"), run.err());
    }

    @Test
    void aFileThatIsCutShortIsLearntAndSaid() throws IOException {
        byte[] whole = Files.readAllBytes(normal);
        Files.write(normal, Arrays.copyOf(whole, whole.length - 7));
        Run run = host.run("baseline", "record", normal.toString());
        assertEquals(1, run.status());
        assertTrue(run.out().contains("learnt 9 min"), run.out());
    }

    @Test
    void recordsLiveForATimeOnASilentLineToo() throws IOException {
        String out = host.run("baseline", "record", "-i", "eth0", "-d", "10m").out();
        assertTrue(out.startsWith("learnt 9 min 59 s"), out);
        assertTrue(out.contains("usual at any hour: 0 requests/s"), out);
        assertTrue(Files.exists(host.baseline));
    }

    @Test
    void comparesLiveTrafficToo() {
        run("baseline", "record", normal.toString());
        Run run = host.with(Frames.flood(300)).run("sample", "-i", "eth0", "-d", "10s");
        assertEquals("", run.err());
        assertTrue(run.out().contains("usual 20 requests/s"), run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baseline",
                "baseline record -d 10s a.pcap",
                "baseline record -i eth0 a.pcap",
                "baseline record -d 1s",
                "baseline record --fanout 2",
                "baseline check",
                "baseline show more",
                "replay --baseline b.json --no-baseline a.pcap",
            })
    void wrongArgumentsAreAUsageError(String line) {
        Run run = host.run(line.split(" "));
        assertEquals(2, run.status(), run::err);
        assertTrue(run.err().startsWith("syntop: "), run.err());
    }

    @Test
    void withoutABaselineShowSaysSo() {
        Run run = host.run("baseline", "show");
        assertEquals(1, run.status());
        assertEquals("syntop: " + host.baseline + ": no such file\n", run.err());
    }

    @Test
    void aNameFromOutsideIsEscaped() throws IOException {
        Path evil = dir.resolve("\u001b[2J.json");
        Files.writeString(evil, "{\"schema\":\"\\u001b[2J\"}");
        Run run = host.run("baseline", "check", evil.toString());
        assertEquals(1, run.status());
        assertFalse(run.err().contains("\u001b"), run.err());
    }

    @Test
    void placesFollowTheStandards() {
        Path root = BaselinePlace.of(Map.of("XDG_STATE_HOME", "/x"), "/root", true);
        assertEquals(Path.of("/var/lib/syntop/baseline.json"), root);
        Path given = BaselinePlace.of(Map.of("XDG_STATE_HOME", "/x"), "/home/u", false);
        assertEquals(Path.of("/x/syntop/baseline.json"), given);
        Path home = Path.of("/home/u/.local/state/syntop/baseline.json");
        assertEquals(home, BaselinePlace.of(Map.of(), "/home/u", false));
        assertEquals(home, BaselinePlace.of(Map.of("XDG_STATE_HOME", "x"), "/home/u", false));
        assertEquals(null, BaselinePlace.of(Map.of(), "?", false));
    }
}
