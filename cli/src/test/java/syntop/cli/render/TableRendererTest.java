package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.SnapshotBuilder;
import syntop.analyzer.View;
import syntop.cli.Golden;

class TableRendererTest {
    private static final String HOSTILE =
            "a\u001b[2J\u0007\n\r\t\u0000\u007f\u009b31m\u202eb\u2066\u200b\ud800c\udc00\\.pcap";

    static String table(Report report, boolean color, boolean unicode) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        new TableRenderer(color, unicode).render(report, writer);
        writer.flush();
        return out.toString();
    }

    private static String plain(Report report) {
        return table(report, false, false);
    }

    @Test
    void withoutUnicodeEverythingIsAscii() {
        String text = plain(Reports.of(Reports.mixed().build(), "flood.pcap"));
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F), text);
    }

    @Test
    void colourOnlyAddsEscapeSequencesThatAreClosed() {
        Report report = Reports.of(Reports.mixed().build(), "flood.pcap");
        String colored = table(report, true, true);
        assertTrue(colored.contains("\u001b[1m"));
        for (String line : colored.lines().toList()) {
            assertEquals(count(line, "\u001b[1m"), count(line, "\u001b[0m"), line);
        }
        String stripped = colored.replace("\u001b[1m", "").replace("\u001b[0m", "");
        assertEquals(table(report, false, true), stripped);
        assertFalse(table(report, false, true).contains("\u001b"));
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Test
    void noFileNameReachesTheTerminalUnescaped() {
        for (String[] files : new String[][] {{HOSTILE}, {HOSTILE, "b.pcap"}}) {
            String text = plain(Reports.of(Reports.mixed().build(), files));
            assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 0x7F), text);
            assertTrue(
                    text.startsWith(
                            "a\\x1b[2J\\x07\\x0a\\x0d\\x09\\x00\\x7f\\x9b31m\\u{202e}b\\u{2066}"
                                    + "\\u{200b}\\u{d800}c\\u{dc00}\\\\.pcap"),
                    text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
    void fitsEightyColumnsWithIpv6ForCountsOfUpToElevenDigits(int digits) {
        long largest = Long.parseLong("98765432109".substring(0, digits));
        Golden.assertFits(table(Reports.of(Reports.huge(largest).build(), "a"), false, true));
        Golden.assertFits(plain(Reports.of(Reports.everyOutcome(digits), "a")));
    }

    @Test
    void fitsForEveryLengthOfTheFileName() {
        for (int length = 1; length <= 80; length++) {
            String name = "x".repeat(length);
            String text = plain(Reports.of(Reports.mixed().build(), name));
            Golden.assertFits(text);
            assertEquals(name, text.lines().findFirst().orElseThrow().split(" ", -1)[0]);
        }
    }

    @Test
    void keepsALongNameWholeAndAlone() {
        String name = "d/".repeat(60) + "a.pcap";
        List<String> lines = plain(Reports.of(Reports.mixed().build(), name)).lines().toList();
        assertEquals(name, lines.get(0));
        assertEquals(
                "  ETHERNET  2026-11-20 14:03:12 - 14:03:41 UTC (29.7 s)  exact", lines.get(1));
    }

    @Test
    void columnsStayAlignedWhenCountsAreHuge() {
        String text = plain(Reports.of(Reports.huge(1_000_000_000_000L).build(), "a"));
        List<String> rows = text.lines().filter(line -> line.contains("fd00:")).toList();
        assertEquals(12, rows.size());
        int width = rows.get(0).length();
        assertTrue(rows.stream().allMatch(row -> row.length() == width), text);
        assertTrue(rows.get(0).contains(" 1,000,000,000,000 "), text);
    }

    @Test
    void columnsStayAlignedWhenThereAreManyRows() {
        SnapshotBuilder snapshot = new SnapshotBuilder(View.SOURCE).interval(0, 5_000_000_000L);
        for (int source = 0; source < 12_345; source++) {
            snapshot.row(source, 3);
        }
        List<String> lines = plain(Reports.of(snapshot.build(), "a")).lines().toList();
        Golden.assertFits(String.join("\n", lines));
        List<String> table = lines.subList(4, 4 + 12_345);
        assertTrue(table.get(0).startsWith("    1  0.0.0.0 "), table.get(0));
        assertTrue(table.get(12_344).startsWith("12345  0.0.48.56 "), table.get(12_344));
        assertEquals(1, table.stream().mapToInt(String::length).distinct().count());
    }

    @Test
    void survivesTheLargestNumbers() {
        SnapshotBuilder snapshot =
                new SnapshotBuilder(View.SOURCE)
                        .interval(Long.MIN_VALUE + 1, Long.MAX_VALUE)
                        .row(1, Long.MAX_VALUE)
                        .sources(Long.MAX_VALUE)
                        .peak(Long.MAX_VALUE / 1_000_000_000L, Long.MAX_VALUE)
                        .series(Long.MAX_VALUE, 1, Long.MAX_VALUE);
        String text = table(Reports.of(snapshot.build(), "a"), false, true);
        assertTrue(text.contains("1677-09-21 00:12:43 - 2262-04-11 23:47:16 UTC"), text);
        assertTrue(text.contains(" 9,223,372,036,854,775,807 "), text);
        assertTrue(text.contains("100.0%"), text);
    }

    @Test
    void namesAFewOfVeryManyLinkTypes() {
        List<String> names = Collections.nCopies(60_000, "LINKTYPE 147");
        Report report = new Report("replay", List.of("a"), names, List.of(), Reports.oneFrame());
        String text = plain(report);
        Golden.assertFits(text);
        assertTrue(text.contains("LINKTYPE 147, LINKTYPE 147, LINKTYPE 147 and 59,997 more"), text);
    }

    @Test
    void aPartWithAnySynShowsInTheChart() {
        SnapshotBuilder snapshot =
                new SnapshotBuilder(View.SOURCE)
                        .interval(0, 4_000_000_000L)
                        .row(1, 1_000_002)
                        .series(1, 0, 1_000_000, 1);
        String text = table(Reports.of(snapshot.build(), "a"), false, true);
        assertTrue(text.contains("   \u2581.\u2588\u2581\n"), text);
    }
}
