package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import syntop.analyzer.Snapshot;
import syntop.capture.batch.Thinning;
import syntop.cli.Golden;

class LiveScreenTest {
    private static final ScreenState PLAIN = new ScreenState(0, false, false, null);

    private static Report report(Snapshot snapshot, long byKernel) {
        LiveCapture live =
                new LiveCapture(
                        "enp129s0f1np1",
                        "ring",
                        List.of(80, 443, 8080, 8443),
                        "net",
                        List.of("2001:db8:1111:2222::/64", "192.0.2.0/24"),
                        snapshot.frames() + byKernel,
                        byKernel,
                        0,
                        new KernelFilter(Thinning.SYNS, Thinning.SYNS, 7, null),
                        false);
        return new Report("live", List.of(), List.of("ETHERNET"), List.of(), snapshot, live);
    }

    private static String text(List<ScreenLine> lines) {
        return lines.stream().map(ScreenLine::text).collect(Collectors.joining("\n")) + "\n";
    }

    @Test
    void aFloodOfTheLongestAddressesFits() throws IOException {
        Report report = report(Reports.huge(98_765_432_109L).build(), 31_877);
        String text = text(LiveScreen.lines(report, PLAIN, 80, 24, true));
        Golden.assertFits(text);
        Golden.assertMatches("screen-huge.txt", text);
    }

    @Test
    void noticesAndPauseStandWithTheTable() throws IOException {
        ScreenState state =
                new ScreenState(2, true, false, "eth0: the interface went \u001b[2Jdown");
        Report report = report(Reports.mixed().build(), 0);
        String text = text(LiveScreen.lines(report, state, 80, 24, true));
        Golden.assertFits(text);
        Golden.assertMatches("screen-paused.txt", text);
    }

    @Test
    void everySizeGetsLinesThatFitIt() {
        Report report = report(Reports.huge(98_765_432_109L).build(), 5);
        for (int columns = LiveScreen.MIN_COLUMNS; columns <= 200; columns++) {
            for (int rows = 1; rows <= 40; rows += 3) {
                List<ScreenLine> lines = LiveScreen.lines(report, PLAIN, columns, rows, true);
                assertTrue(lines.size() <= rows, columns + "x" + rows);
                for (ScreenLine line : lines) {
                    assertTrue(line.text().length() <= columns, columns + ": " + line.text());
                }
            }
        }
    }

    @Test
    void withoutUnicodeThereAreNoBlocks() {
        Report report = report(Reports.mixed().build(), 0);
        String text = text(LiveScreen.lines(report, PLAIN, 60, 24, false));
        assertEquals(text.length(), text.chars().filter(c -> c < 128).count(), text);
    }

    @Test
    void anEmptyLineSaysSo() {
        Report report = report(Reports.empty(), 0);
        assertTrue(text(LiveScreen.lines(report, PLAIN, 80, 24, true)).contains("no SYN yet"));
    }
}
