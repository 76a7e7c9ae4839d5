package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files, and those that other tools refuse: what stands before the damage is the result,
 * and one line says where it ends and why.
 */
@EnabledIf(value = "syntop.cli.Corpus#wanted", disabledReason = "no corpus beside this clone")
class DamagedTest {
    /** Marks files in {@link Corpus#DAMAGED} in the corpus' table. */
    private static final String DERIVED = "derived/";

    private static final String PCAP_101 = "record 101 at offset 7,024 ";
    private static final String PCAPNG_101 = "record 101 at offset 9,260 ";
    private static final String KEPT_100 = "; counted are the 100 records before it";
    private static final String KEPT_NONE = "; there is no record before it";
    private static final String LIMIT = " bytes long, the limit is 262,144";

    /** File, frames, SYNs, and the error after the name; null where the file is read to its end. */
    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(
                        DERIVED + "pcap-0-bytes.pcap",
                        0,
                        0,
                        "empty, without even the header of a capture file"),
                Arguments.of(
                        DERIVED + "pcap-3-bytes-of-magic.pcap",
                        0,
                        0,
                        "not a capture file, all it holds is d4 c3 b2; readable are pcap, pcapng"
                                + " and snoop, plain or .gz or .zst"),
                // the bytes of packet 101 follow its empty record, as if they were record 102
                Arguments.of(
                        DERIVED + "pcap-caplen-0-at-101-desynchronised.pcap",
                        101,
                        100,
                        "record 102 at offset 7,040 says it is 16,777,216"
                                + LIMIT
                                + "; counted are the 101 records before it"),
                Arguments.of(
                        DERIVED + "pcap-caplen-2147483647-at-101.pcap",
                        100,
                        100,
                        PCAP_101 + "says it is 2,147,483,647" + LIMIT + KEPT_100),
                Arguments.of(
                        DERIVED + "pcap-caplen-4294967295-at-101.pcap",
                        100,
                        100,
                        PCAP_101 + "says it is 4,294,967,295" + LIMIT + KEPT_100),
                Arguments.of(DERIVED + "pcap-caplen-greater-than-len-at-101.pcap", 200, 200, null),
                Arguments.of(
                        DERIVED + "pcap-cut-before-tcp-flags-after-100.pcap",
                        100,
                        100,
                        PCAP_101 + "is cut short, 47 of 54 bytes are there" + KEPT_100),
                Arguments.of(
                        DERIVED + "pcap-cut-in-global-header.pcap",
                        0,
                        0,
                        "the file header is cut short, 20 of 24 bytes are there" + KEPT_NONE),
                Arguments.of(
                        DERIVED + "pcap-cut-in-packet-data-after-100.pcap",
                        100,
                        100,
                        PCAP_101 + "is cut short, 30 of 54 bytes are there" + KEPT_100),
                Arguments.of(
                        DERIVED + "pcap-cut-in-record-header-after-100.pcap",
                        100,
                        100,
                        PCAP_101 + "is cut short, 9 of 16 header bytes are there" + KEPT_100),
                Arguments.of(DERIVED + "pcap-fcs-length-in-linktype.pcap", 200, 200, null),
                Arguments.of(
                        DERIVED + "pcap-last-byte-missing.pcap",
                        199,
                        199,
                        "record 200 at offset 13,954 is cut short, 53 of 54 bytes are there;"
                                + " counted are the 199 records before it"),
                Arguments.of(DERIVED + "pcap-microseconds-5000000-at-101.pcap", 200, 200, null),
                Arguments.of(DERIVED + "pcap-snaplen-0.pcap", 200, 200, null),
                // tcpdump clips every packet to the file's snaplen and sees no SYN; they are there
                Arguments.of(DERIVED + "pcap-snaplen-20-smaller-than-packets.pcap", 200, 200, null),
                Arguments.of(DERIVED + "pcap-snapped-at-47-no-flags-byte.pcap", 200, 0, null),
                // tshark shows no flags of a cut TCP header; the byte is there
                Arguments.of(DERIVED + "pcap-snapped-at-48-flags-byte-last.pcap", 200, 200, null),
                // the second file's header passes as a record of 65,535 seconds, as for tcpdump
                Arguments.of(
                        DERIVED + "pcap-two-files-concatenated.pcap",
                        201,
                        200,
                        "record 202 at offset 14,040 says it is 1,700,000,000"
                                + LIMIT
                                + "; counted are the 201 records before it"),
                Arguments.of(
                        DERIVED + "pcapng-caplen-beyond-block-at-101.pcapng",
                        100,
                        95,
                        PCAPNG_101
                                + "says it is 100,000 bytes long, its block holds 60"
                                + KEPT_100),
                Arguments.of(
                        DERIVED + "pcapng-cut-before-trailing-length-after-100.pcapng",
                        100,
                        95,
                        PCAPNG_101
                                + "is cut short, 88 of 92 bytes of its block are there"
                                + KEPT_100),
                Arguments.of(
                        DERIVED + "pcapng-cut-in-block-after-100.pcapng",
                        100,
                        95,
                        PCAPNG_101
                                + "is cut short, 40 of 92 bytes of its block are there"
                                + KEPT_100),
                Arguments.of(
                        DERIVED + "pcapng-cut-in-section-header.pcapng",
                        0,
                        0,
                        "section header at offset 0 is cut short, 18 of 28 bytes are there"
                                + KEPT_NONE),
                Arguments.of(
                        DERIVED + "pcapng-interface-7-undefined-at-101.pcapng",
                        100,
                        95,
                        PCAPNG_101 + "is of interface 7, described are 1" + KEPT_100),
                Arguments.of(
                        DERIVED + "pcapng-length-8-at-101.pcapng",
                        100,
                        95,
                        PCAPNG_101
                                + "has a block length of 8, which must be a multiple of 4 from 12"
                                + " on"
                                + KEPT_100),
                Arguments.of(
                        DERIVED + "pcapng-length-not-multiple-of-4-at-101.pcapng",
                        100,
                        95,
                        PCAPNG_101
                                + "has a block length of 93, which must be a multiple of 4 from 12"
                                + " on"
                                + KEPT_100),
                Arguments.of(
                        DERIVED + "pcapng-trailing-length-wrong-at-101.pcapng",
                        100,
                        95,
                        PCAPNG_101
                                + "has a block length of 92 in front and of 9,999 at its end"
                                + KEPT_100),
                Arguments.of(
                        "libpcap__linktype-reserved-field-not-zero.pcap",
                        0,
                        0,
                        "link type field 0x00300000 of the file header has reserved bits set"
                                + KEPT_NONE),
                Arguments.of(
                        "libpcap__pcapng-invalid-vers-1.pcapng",
                        0,
                        0,
                        "section header at offset 0 has pcapng version 0.1, known is 1.0"
                                + KEPT_NONE),
                Arguments.of(
                        "suricata__fuzz.pcap",
                        1,
                        0,
                        "record 2 at offset 228 says it is 1,409,179,648"
                                + LIMIT
                                + "; counted is the 1 record before it"),
                // refused by libpcap alone
                Arguments.of("libpcap__pcap-invalid-version-2.pcap", 1, 0, null),
                Arguments.of("pcapngtest__le-test006.pcapng", 5, 0, null),
                Arguments.of("pcapngtest__le-test102.pcapng", 5, 0, null),
                Arguments.of("pcpp__pcapng-example.pcapng", 159, 2, null),
                Arguments.of("pcpp__solaris.snoop", 250, 0, null),
                Arguments.of("scapy__bgp_fragmented.pcap.gz", 2, 0, null));
    }

    /** Whether a capture of the corpus is read to its end. */
    static boolean isWhole(String name) {
        return files().noneMatch(file -> file.get()[0].equals(name) && file.get()[3] != null);
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsWhatStandsBeforeTheDamageAndSaysWhereItIs(
            String name, long frames, long syns, String error) {
        Path file = path(name);
        CliRun run = CliRun.of("replay", "--json", "-n", "0", file.toString());
        CliRun.Result result = Replayed.agreeing(run.result());
        assertEquals(
                error == null ? "" : "syntop: " + file + ": " + error + System.lineSeparator(),
                run.err());
        assertEquals(error == null ? 0 : 1, run.status());
        assertEquals(frames, result.frames());
        assertEquals(syns, result.syns(), () -> result.outcomes().toString());
    }

    @Test
    void readsAtLeastWhatTcpdumpReads() {
        Set<String> named = new TreeSet<>();
        for (String[] row : Corpus.expectedErrors()) {
            long frames = Replayed.bySource(path(row[0])).frames();
            assertTrue(frames >= Long.parseLong(row[3]), () -> row[0] + ": frames=" + frames);
            named.add(row[0]);
        }
        Set<String> tested = new TreeSet<>();
        files().forEach(file -> tested.add((String) file.get()[0]));
        assertEquals(named, tested, "files of the corpus' table and of this test");
        List<String> derived = new ArrayList<>();
        Corpus.names(Corpus.DAMAGED).forEach(name -> derived.add(DERIVED + name));
        assertTrue(named.containsAll(derived), "a damaged file is in no table: " + derived);
    }

    @Test
    void aDamagedFileAmongOthersLeavesThemWhole() {
        Path damaged = path(DERIVED + "pcap-cut-in-packet-data-after-100.pcap");
        Path whole = path("suricata__tcp-session-syn-flood.pcap");
        CliRun run = CliRun.of("replay", "--json", damaged.toString(), whole.toString());
        assertEquals(1, run.status());
        assertEquals(1, run.err().lines().count(), run::err);
        assertEquals(Map.of("syn", 300L), run.result().outcomes());
    }

    private static Path path(String name) {
        return name.startsWith(DERIVED)
                ? Corpus.DAMAGED.resolve(name.substring(DERIVED.length()))
                : Corpus.FILES.resolve(name);
    }
}
