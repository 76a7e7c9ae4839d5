package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Summaries in files, and several captures at a time. */
class MergeTest {
    private static final String FLOOD = "../testdata/flood-among-clients.pcap";
    private static final String CLIENTS = "../testdata/clients-ipv6.pcap";
    private static final String SCAN = "../testdata/scan-nmap-syn.pcap";

    private static final List<String> HANDSHAKES =
            List.of(
                    "req",
                    "completed",
                    "halfOpen",
                    "refused",
                    "unanswered",
                    "aborted",
                    "retransmissions",
                    "duplicates");

    @TempDir Path folder;
    private String flood;
    private String clients;

    @BeforeEach
    void summarize() {
        flood = summary("flood.sum", FLOOD);
        clients = summary("clients.sum", CLIENTS);
    }

    private String summary(String name, String... args) {
        String file = folder.resolve(name).toString();
        List<String> all = new ArrayList<>(List.of("replay", "--summary", file));
        all.addAll(List.of(args));
        Run run = Run.of(all.toArray(String[]::new));
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return file;
    }

    private static String rows(Run run) {
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return run.out().substring(run.out().indexOf('\n'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "port", "prefix", "target", "signature"})
    void theSumShowsWhatReplayOfAllFilesShows(String view) {
        String[] all = {"replay", FLOOD, CLIENTS, "--by", view, "-n", "0", "-o", "csv"};
        String[] merge = {"merge", clients, flood, "--by", view, "-n", "0", "-o", "csv"};
        assertEquals(rows(Run.of(all)), rows(Run.of(merge)));
    }

    @Test
    void sumsOfSumsHaveTheBytesOfOneRun() throws Exception {
        String scan = summary("scan.sum", SCAN);
        String two = folder.resolve("two.sum").toString();
        String three = folder.resolve("three.sum").toString();
        assertEquals(0, Run.of("merge", scan, flood, "--summary", two).status());
        assertEquals(0, Run.of("merge", clients, two, "--summary", three).status());
        String whole = summary("whole.sum", FLOOD, CLIENTS, SCAN);
        assertArrayEquals(Files.readAllBytes(Path.of(whole)), Files.readAllBytes(Path.of(three)));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(6, left.count(), "no half written file stays");
        }
    }

    @Test
    void nothingIsShownOfADamagedOne() throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(flood));
        String cut = folder.resolve("cut.sum").toString();
        Files.write(Path.of(cut), Arrays.copyOf(bytes, bytes.length / 2));
        Run run = Run.of("merge", clients, cut);
        assertEquals("", run.out());
        assertEquals("syntop: " + cut + ": is cut short\n", run.err());
        assertEquals(1, run.status());
        run = Run.of("merge", FLOOD);
        assertEquals("syntop: " + FLOOD + ": is no summary of syntop\n", run.err());
        run = Run.of("merge", "no-such.sum");
        assertEquals("syntop: no-such.sum: no such file\n", run.err());
    }

    @Test
    void whatWasCountedDifferentlyIsNotMerged() {
        String by64 = summary("by64.sum", CLIENTS, "--v6-key", "64");
        Run run = Run.of("merge", clients, by64);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("counts IPv6 sources by /64"), run.err());
    }

    @Test
    void noSummaryIsWrittenOfAPart() throws Exception {
        Path cut = folder.resolve("cut.pcap");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(Path.of(FLOOD)), 20_000));
        Path out = folder.resolve("cut.sum");
        Run run = Run.of("replay", cut.toString(), "--summary", out.toString());
        assertEquals(1, run.status());
        assertTrue(run.err().contains(out + ": is not written"), run.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void aSummaryThatCannotBeWrittenIsAFailure() {
        String nowhere = folder.resolve("none").resolve("a.sum").toString();
        Run run = Run.of("replay", FLOOD, "--summary", nowhere);
        assertEquals(1, run.status());
        assertEquals("syntop: " + nowhere + ": cannot be written, no such folder\n", run.err());
        assertTrue(run.out().contains("464 SYN"), "the table is there all the same");
    }

    /** What is known without following handshakes. */
    private static Map<String, Object> counts(Run run) {
        CliRun.Result result = new CliRun(run.status(), run.out(), run.err()).result();
        result.json().keySet().removeAll(List.of("verdict", "handshakes", "targets", "timeline"));
        result.object("totals").remove("req");
        for (Object row : (List<?>) result.json().get("rows")) {
            ((Map<?, ?>) row).keySet().removeAll(HANDSHAKES);
        }
        return result.json();
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "port", "prefix", "target", "signature"})
    void severalAtATimeShowWhatOneAfterAnotherShows(String view) {
        List<String> args = new ArrayList<>(List.of("replay", "--json", "-n", "0", "--by", view));
        for (int i = 0; i < 3; i++) {
            args.addAll(List.of(FLOOD, CLIENTS, SCAN, "../testdata/clients-zstd.pcap.zst"));
        }
        List<String> inTurn = new ArrayList<>(args);
        inTurn.addAll(List.of("--threads", "1"));
        List<String> atATime = new ArrayList<>(args);
        atATime.addAll(List.of("--threads", "4"));
        Run expected = Run.of(inTurn.toArray(String[]::new));
        Run actual = Run.of(atATime.toArray(String[]::new));
        assertEquals(counts(expected), counts(actual));
        assertEquals("", actual.err());
        assertEquals(0, actual.status());
    }

    @Test
    void theFileToSpillToIsGoneAtOnce() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Run run = Run.of("replay", "--spill", disk.toString(), FLOOD);
        assertEquals(rows(Run.of("replay", FLOOD)), rows(run));
        try (Stream<Path> left = Files.list(disk)) {
            assertEquals(0, left.count());
        }
        run = Run.of("replay", "--spill", "no-such-folder", FLOOD);
        assertEquals("syntop: --spill no-such-folder: is no folder\n", run.err());
        assertEquals(1, run.status());
    }

    @Test
    void whatWasSpilledComesBack() throws Exception {
        long[] longs = new long[20_000];
        Arrays.setAll(longs, i -> i * 0x9E37_79B9_7F4A_7C15L);
        try (SpillFile file = SpillFile.in(folder)) {
            long first = file.write(longs, longs.length);
            long second = file.write(longs, 3);
            long[] back = new long[20_000];
            file.read(first, back, back.length);
            assertArrayEquals(longs, back);
            back[3] = -1;
            file.read(second, back, 3);
            assertArrayEquals(Arrays.copyOf(longs, 3), Arrays.copyOf(back, 3));
            assertEquals(-1, back[3]);
        }
    }

    @Test
    void errorsOfSeveralAtATimeComeInTheOrderOfTheFiles() {
        Run run = Run.of("replay", "--threads", "3", FLOOD, "a", "README", CLIENTS, "b");
        assertEquals(1, run.status());
        List<String> lines = run.err().lines().toList();
        assertEquals(3, lines.size(), run.err());
        assertTrue(lines.get(0).startsWith("syntop: a:"), run.err());
        assertTrue(lines.get(1).startsWith("syntop: README:"), run.err());
        assertTrue(lines.get(2).startsWith("syntop: b:"), run.err());
        assertTrue(run.out().contains("471 SYN"), run.out());
    }
}
