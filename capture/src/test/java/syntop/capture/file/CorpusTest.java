package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Captures of other programs, with what tcpdump and tshark say of them. Runs where the corpus lies
 * beside the project; with CI=true it must lie there.
 */
@EnabledIf("wanted")
class CorpusTest {
    private static final Path CORPUS = Path.of("..", "..", "shared", "corpus");

    /** Where we read another number of packets than tshark, and why. */
    private static final Map<String, Long> DEVIATIONS =
            Map.of(
                    // three more blocks that tshark shows are no packets; capinfos has 5 too
                    "pcapngtest__le-test102.pcapng", 5L,
                    // lengths of 1.4 GB in record 2; tshark takes it for another variant of pcap,
                    // in
                    // which they are sound, and fails at record 3; tcpdump and we read one
                    "suricata__fuzz.pcap", 1L);

    /** Files that are not read to their end, and what is said then. */
    private static final Map<String, String> ERRORS =
            Map.of(
                    "libpcap__linktype-reserved-field-not-zero.pcap",
                    "link type field 0x00300000 of the file header has reserved bits set;"
                            + " there is no record before it",
                    "libpcap__pcapng-invalid-vers-1.pcapng",
                    "section header at offset 0 has pcapng version 0.1, known is 1.0;"
                            + " there is no record before it",
                    "suricata__fuzz.pcap",
                    "record 2 at offset 228 says it is 1,409,179,648 bytes long,"
                            + " the limit is 262,144; counted is the 1 record before it");

    static boolean wanted() {
        return Files.isDirectory(CORPUS) || "true".equals(System.getenv("CI"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void readsAsManyPacketsAsTshark(Path file) throws IOException {
        String name = file.getFileName().toString();
        long expected = DEVIATIONS.getOrDefault(name, truth(name, "tshark"));
        FileReport report = read(file);
        assertEquals(expected, report.records());
        assertTrue(report.records() >= truth(name, "tcpdump"));
        String error = ERRORS.get(name);
        if (error == null) assertNull(report.error());
        else assertEquals(file + ": " + error, report.error().getMessage());
    }

    @Test
    void readsAllFilesAsOneCapture() throws IOException {
        List<String> names = files().map(Path::toString).toList();
        FileSource source = new FileSource(names);
        List<FileReport> reports = source.read((buf, off, capLen, wireLen, linkType, ts) -> {});
        assertEquals(names, reports.stream().map(FileReport::name).toList());
        assertEquals(ERRORS.size(), reports.stream().filter(r -> r.error() != null).count());
        assertEquals(source.bytesTotal(), source.bytesRead());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    pcap-0-bytes.pcap | 0 | empty, without even the header of a capture file
                    pcap-3-bytes-of-magic.pcap | 0 | not a capture file, all it holds is d4 c3 b2; \
                    readable are pcap, pcapng and snoop, plain or .gz or .zst
                    pcap-caplen-0-at-101-desynchronised.pcap | 101 | record 102 at offset 7,040 says it is \
                    16,777,216 bytes long, the limit is 262,144; counted are the 101 records before it
                    pcap-caplen-2147483647-at-101.pcap | 100 | record 101 at offset 7,024 says it is \
                    2,147,483,647 bytes long, the limit is 262,144; counted are the 100 records before it
                    pcap-caplen-4294967295-at-101.pcap | 100 | record 101 at offset 7,024 says it is \
                    4,294,967,295 bytes long, the limit is 262,144; counted are the 100 records before it
                    pcap-caplen-greater-than-len-at-101.pcap | 200 |
                    pcap-cut-before-tcp-flags-after-100.pcap | 100 | record 101 at offset 7,024 is cut short, \
                    47 of 54 bytes are there; counted are the 100 records before it
                    pcap-cut-in-global-header.pcap | 0 | the file header is cut short, 20 of 24 bytes are there; \
                    there is no record before it
                    pcap-cut-in-packet-data-after-100.pcap | 100 | record 101 at offset 7,024 is cut short, \
                    30 of 54 bytes are there; counted are the 100 records before it
                    pcap-cut-in-record-header-after-100.pcap | 100 | record 101 at offset 7,024 is cut short, \
                    9 of 16 header bytes are there; counted are the 100 records before it
                    pcap-fcs-length-in-linktype.pcap | 200 |
                    pcap-last-byte-missing.pcap | 199 | record 200 at offset 13,954 is cut short, \
                    53 of 54 bytes are there; counted are the 199 records before it
                    pcap-microseconds-5000000-at-101.pcap | 200 |
                    pcap-snaplen-0.pcap | 200 |
                    pcap-snaplen-20-smaller-than-packets.pcap | 200 |
                    pcap-snapped-at-47-no-flags-byte.pcap | 200 |
                    pcap-snapped-at-48-flags-byte-last.pcap | 200 |
                    pcap-two-files-concatenated.pcap | 201 | record 202 at offset 14,040 says it is \
                    1,700,000,000 bytes long, the limit is 262,144; counted are the 201 records before it
                    pcapng-caplen-beyond-block-at-101.pcapng | 100 | record 101 at offset 9,260 says it is \
                    100,000 bytes long, its block holds 60; counted are the 100 records before it
                    pcapng-cut-before-trailing-length-after-100.pcapng | 100 | record 101 at offset 9,260 is \
                    cut short, 88 of 92 bytes of its block are there; counted are the 100 records before it
                    pcapng-cut-in-block-after-100.pcapng | 100 | record 101 at offset 9,260 is cut short, \
                    40 of 92 bytes of its block are there; counted are the 100 records before it
                    pcapng-cut-in-section-header.pcapng | 0 | section header at offset 0 is cut short, \
                    18 of 28 bytes are there; there is no record before it
                    pcapng-interface-7-undefined-at-101.pcapng | 100 | record 101 at offset 9,260 is of \
                    interface 7, described are 1; counted are the 100 records before it
                    pcapng-length-8-at-101.pcapng | 100 | record 101 at offset 9,260 has a block length of 8, \
                    which must be a multiple of 4 from 12 on; counted are the 100 records before it
                    pcapng-length-not-multiple-of-4-at-101.pcapng | 100 | record 101 at offset 9,260 has a block \
                    length of 93, which must be a multiple of 4 from 12 on; counted are the 100 records before it
                    pcapng-trailing-length-wrong-at-101.pcapng | 100 | record 101 at offset 9,260 has a block \
                    length of 92 in front and of 9,999 at its end; counted are the 100 records before it
                    """)
    void saysWhatIsWrongWithADamagedFile(String name, long records, String error) {
        Path file = CORPUS.resolve("damaged").resolve(name);
        FileReport report = read(file);
        assertEquals(records, report.records());
        if (error == null) assertNull(report.error());
        else assertEquals(file + ": " + error, report.error().getMessage());
    }

    @Test
    void readsAtLeastThePacketsOfTcpdumpFromEveryRefusedFile() throws IOException {
        List<String> rows = Files.readAllLines(CORPUS.resolve("expected-errors.tsv"));
        List<String> fewer = new ArrayList<>();
        for (String row : rows.subList(1, rows.size())) {
            String[] fields = row.split("\t", -1);
            Path file =
                    fields[0].startsWith("derived/")
                            ? CORPUS.resolve("damaged").resolve(fields[0].substring(8))
                            : CORPUS.resolve("files").resolve(fields[0]);
            if (read(file).records() < Long.parseLong(fields[3])) fewer.add(fields[0]);
        }
        assertEquals(List.of(), fewer);
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve("files"))) {
            return files.sorted().toList().stream();
        }
    }

    private static FileReport read(Path file) {
        return new FileSource(List.of(file.toString()))
                .read((buf, off, capLen, wireLen, linkType, tsNanos) -> {})
                .get(0);
    }

    private static long truth(String name, String tool) throws IOException {
        String start = tool + "\tpackets\t";
        return Files.readAllLines(CORPUS.resolve("truth").resolve(name + ".tsv")).stream()
                .filter(line -> line.startsWith(start))
                .mapToLong(line -> Long.parseLong(line.substring(start.length())))
                .findFirst()
                .orElseThrow();
    }
}
