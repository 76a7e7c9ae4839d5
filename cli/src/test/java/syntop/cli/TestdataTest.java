package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The captures of this project, through the whole command line, against what tshark counts. */
class TestdataTest {
    /** From the folder of this module, where tests run. */
    private static final Path TESTDATA = Path.of("../testdata");

    private static final Map<String, Truth> EXPECTED = expected();

    private static Map<String, Truth> expected() {
        Map<String, Truth> expected = new LinkedHashMap<>();
        for (String[] cell : Corpus.cells(TESTDATA.resolve("expected.tsv"))) {
            expected.computeIfAbsent(cell[0], name -> new Truth()).add(cell[1], cell[2], cell[3]);
        }
        return expected;
    }

    static Iterable<String> names() {
        return EXPECTED.keySet();
    }

    @Test
    void everyCaptureHasExpectedCounts() {
        List<String> captures =
                Corpus.names(TESTDATA).stream()
                        .filter(name -> name.contains(".pcap") || name.endsWith(".snoop"))
                        .toList();
        assertEquals(new TreeSet<>(captures), new TreeSet<>(EXPECTED.keySet()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void countsWhatTsharkCountsAtTheOutermostHeader(String name) {
        Replayed.compare(TESTDATA.resolve(name), EXPECTED.get(name), "syn_", "outer");
    }

    @ParameterizedTest
    @MethodSource("names")
    void countsWhatTsharkCountsInsideTunnels(String name) {
        Replayed.compare(TESTDATA.resolve(name), EXPECTED.get(name), "syn_", "any", "--tunnels");
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsEveryFileToItsEnd(String name) {
        CliRun run = CliRun.of("replay", TESTDATA.resolve(name).toString());
        assertEquals("", run.err());
        assertEquals(0, run.status());
    }

    @ParameterizedTest
    @CsvSource({
        "clients-ipv6.pcap, clients-gzip.pcap.gz",
        "clients-ipv6.pcap, clients-zstd.pcap.zst",
        "clients-ipv6.pcap, clients-one-linktype.pcapng",
        "clients-ipv4.pcap, clients-snoop.snoop",
        "clients-ipv4.pcap, clients-kuznetzov.pcap"
    })
    void aCopyInAnotherFormatGivesTheSameResult(String original, String copy) {
        Map<String, Object> first = Replayed.bySource(TESTDATA.resolve(original)).json();
        Map<String, Object> second = Replayed.bySource(TESTDATA.resolve(copy)).json();
        first.remove("capture"); // the name
        second.remove("capture");
        assertEquals(first, second);
    }

    @Test
    void aSnaplenThatCutsTheFlagsByteIsToldAsTruncated() {
        CliRun.Result cut = Replayed.bySource(TESTDATA.resolve("synflood-snaplen-47.pcap"));
        assertEquals(0, cut.syns());
        assertEquals(Map.of("truncated", cut.frames()), cut.outcomes());
    }

    @Test
    void aSynInFragmentsOfEightBytesIsToldAsFragmented() {
        Map<String, Long> outcomes =
                Replayed.bySource(TESTDATA.resolve("synflood-fragments-of-8.pcap")).outcomes();
        assertEquals(5, outcomes.get("fragmented"));
        assertEquals(10, outcomes.get("fragment"));
    }

    @Test
    void aSynQuotedInAnIcmpErrorIsNoSyn() {
        CliRun.Result refused = Replayed.bySource(TESTDATA.resolve("refused-icmp-quotes-syn.pcap"));
        assertEquals(Map.of("syn", 3L, "notTcp", 3L), refused.outcomes()); // each SYN is answered
    }

    @Test
    void backscatterIsNoSyn() {
        Map<String, Long> outcomes =
                Replayed.bySource(TESTDATA.resolve("backscatter-syn-ack.pcap")).outcomes();
        assertEquals(null, outcomes.get("syn"));
        assertEquals(5, outcomes.get("rst"));
    }

    @Test
    void portsLeaveTheOtherSynsInAnOutcomeOfTheirOwn() {
        CliRun.Result https = Replayed.bySource(TESTDATA.resolve("clients-ipv4.pcap"), "-p", "443");
        assertEquals(Map.of("198.51.100.12", 3L), https.rows());
        assertEquals(8, https.outcomes().get("otherPort"));
    }

    @Test
    void networksLeaveTheOtherSynsInAnOutcomeOfTheirOwn() {
        CliRun.Result ipv6 =
                Replayed.bySource(
                        TESTDATA.resolve("flood-among-clients.pcap"), "--net", "2001:db8:5::/48");
        assertEquals(
                Map.of("2001:db8:c::11", 6L, "2001:db8:c::12", 4L, "2001:db8:c::13", 1L),
                ipv6.rows());
        assertEquals(453, ipv6.outcomes().get("otherNet"));
    }

    @Test
    void severalFilesCountAsOneWhateverTheirOrder() {
        Path four = TESTDATA.resolve("clients-ipv4.pcap");
        Path six = TESTDATA.resolve("clients-ipv6.pcap");
        Map<String, Object> forwards = Replayed.bySource(four, six.toString()).json();
        Map<String, Object> backwards = Replayed.bySource(six, four.toString()).json();
        assertEquals(18, new CliRun.Result(forwards).syns());
        forwards.remove("capture"); // the names
        backwards.remove("capture");
        assertEquals(forwards, backwards);
    }
}
