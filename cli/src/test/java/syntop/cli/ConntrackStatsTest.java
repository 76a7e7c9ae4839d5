package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.TestFlow;

/** The command, on counters that are made up. */
class ConntrackStatsTest {
    private final FakeHost host = new FakeHost();

    @BeforeEach
    void setUp() {
        host.tracking.counts.clear();
        host.tracking.counts.add(new ConntrackCount(108_063, 262_144));
        host.tracking.statistics.add(
                List.of(
                        ConntrackStatistics.of(0, 1_204, 5, 0, 2, 48_201, 7, 1, 3, 9, 0),
                        ConntrackStatistics.of(1, 4_000_000_000L, 99_999_999, 0, 0, 1),
                        ConntrackStatistics.of(2),
                        ConntrackStatistics.of(3)));
        host.tracking.statistics.add(
                List.of(
                        ConntrackStatistics.of(0, 1_404, 15, 0, 2, 50_201, 7, 1, 3, 9, 0),
                        ConntrackStatistics.of(1, 100, 100_000_009, 0, 0, 1), // wrapped around
                        ConntrackStatistics.of(2),
                        ConntrackStatistics.of(3)));
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("conntrack", "stats"));
        all.addAll(List.of(args));
        Run run = host.run(all.toArray(new String[0]));
        assertEquals(0, host.tracking.open, "left open");
        assertEquals("", run.err());
        assertEquals(0, run.status());
        return run;
    }

    @Test
    void equalsExpectedFiles() throws IOException {
        Run run = run();
        Golden.assertFits(run.out());
        Golden.assertMatches("conntrack-stats.txt", run.out());
    }

    @Test
    void jsonEqualsExpectedFile() throws IOException {
        Golden.assertMatches("conntrack-stats.json", run("--json").out());
    }

    @Test
    void csvEqualsExpectedFile() throws IOException {
        Golden.assertMatches("conntrack-stats.csv", run("-o", "csv").out());
    }

    @Test
    void watchesRatesOnTheScreen() throws IOException {
        FakeScreen screen = new FakeScreen(host, 80, 24);
        host.screen = screen;
        TestFlow flow = TestFlow.tcp("198.51.100.24", 40_000, "192.0.2.7", 443);
        List<TestFlow> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) events.add(flow.event(FlowEvent.NEW));
        host.tracking.events.add(List.copyOf(events));
        TestFlow gone = TestFlow.tcp("198.51.100.24", 40_001, "192.0.2.7", 443);
        host.tracking.events.add(List.of(gone.state(FlowState.CLOSE).event(FlowEvent.DESTROY)));
        List<String> seen = new ArrayList<>();
        screen.then(() -> seen.add(screen.text()));
        screen.passTenths(30);
        screen.then(() -> seen.add(screen.text())).press('q');
        Run run = run("--watch", "2s");
        assertTrue(screen.isClosed());
        seen.add(run.out());
        Golden.assertMatches("conntrack-stats-watch.txt", String.join("=".repeat(80) + "\n", seen));
    }

    @Test
    void lostEventsMakeRatesALowerBound() {
        FakeScreen screen = new FakeScreen(host, 80, 24);
        host.screen = screen;
        host.tracking.losses.add(1_500L);
        screen.passTenths(30);
        screen.press('q');
        String out = run("--watch", "2s").out();
        assertTrue(out.contains("created at least 0.0/s"), out);
        assertTrue(out.contains("  lost 1,500\n"), out);
    }

    @Test
    void whatCouldNotBeReadIsSaid() {
        host.tracking.malformed = 1;
        assertTrue(run().out().contains("1 message of the kernel could not be read\n"));
        assertTrue(run("--json").out().contains("\"malformed\":1"));
    }
}
