package syntop.cli.render;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import syntop.cli.Golden;

class TableGoldenTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void tableEqualsExpectedFile(String name, Report report) throws IOException {
        String text = TableRendererTest.table(report, false, true);
        Golden.assertFits(text);
        Golden.assertMatches("table-" + name + ".txt", text);
    }

    static Stream<Arguments> reports() {
        String longName = "/var/tmp/captures/2026-11-20/frontend-7.example.net-eth0.pcap";
        return Stream.of(
                Arguments.of("mixed", Reports.of(Reports.mixed().build(), "flood.pcap")),
                Arguments.of("long-name", Reports.of(Reports.mixed().build(), longName)),
                Arguments.of("empty", Reports.of(Reports.empty(), "empty.pcap")),
                Arguments.of("no-times", Reports.of(Reports.noTimes(), "spb.pcapng")),
                Arguments.of("one-frame", Reports.of(Reports.oneFrame(), "-")),
                Arguments.of("by-port", Reports.of(Reports.byPort(), "a.pcap", "b.pcap", "c.pcap")),
                Arguments.of(
                        "eleven-digits",
                        Reports.of(Reports.huge(98_765_432_109L).build(), "uplink.pcap")),
                Arguments.of(
                        "seconds-without-place",
                        Reports.of(Reports.mixed().unplaced(5).build(), "flood.pcap")),
                Arguments.of(
                        "bounded",
                        Reports.of(Reports.mixed().error(12, 0.01625).build(), "flood.pcap")),
                Arguments.of("window", Reports.of(Reports.window().build(), "day.pcap")),
                Arguments.of("by-prefix", Reports.of(Reports.byPrefix(), "flood.pcap")),
                Arguments.of("every-outcome", Reports.of(Reports.everyOutcome(3), "odd.pcap")),
                Arguments.of(
                        "many-link-types-incomplete",
                        new Report(
                                "replay",
                                List.of("merged.pcapng"),
                                List.of("ETHERNET", "LINUX_SLL2", "RAW", "NULL", "LINKTYPE 999"),
                                List.of("merged.pcapng: record=7 is cut short"),
                                Reports.mixed().build())));
    }
}
