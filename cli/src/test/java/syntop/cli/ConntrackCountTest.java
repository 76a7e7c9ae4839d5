package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.linux.conntrack.ConntrackCount;

/** The command, on a table that is made up. */
class ConntrackCountTest {
    private final FakeHost host = new FakeHost();

    private void counts(long limit, long... entries) {
        host.tracking.counts.clear();
        for (long each : entries) host.tracking.counts.add(new ConntrackCount(each, limit));
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("conntrack", "count"));
        all.addAll(List.of(args));
        return host.run(all.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    262144 | 104943 108063 | 108,063 of 262,144 entries (41.2%)   +3,120/s   \
                    full in about 49 s
                    262144 | 108063 104943 | 104,943 of 262,144 entries (40.0%)   -3,120/s
                    262144 | 500 500       | 500 of 262,144 entries (0.2%)   +0/s
                    1000   | 990 1000      | 1,000 of 1,000 entries (100.0%)   +10.0/s   \
                    full: new connections are dropped
                    1000   | 1001 1000     | 1,000 of 1,000 entries (100.0%)   -1.0/s   \
                    full: new connections are dropped
                    0      | 7 8           | 8 entries, no limit   +1.0/s
                    """)
    void tellsFillRateAndTimeUntilFull(long limit, String entries, String line) {
        String[] both = entries.split(" ");
        counts(limit, Long.parseLong(both[0]), Long.parseLong(both[1]));
        assertEquals(new Run(0, line + "\n", ""), run());
    }

    @Test
    void withoutADurationThereIsNoRate() {
        counts(262_144, 108_063);
        assertEquals("108,063 of 262,144 entries (41.2%)\n", run("-d", "0s").out());
        assertEquals(FakeClock.START, host.clock.epochNanos());
        assertEquals(
                "{\"schema\":\"syntop/1\",\"command\":\"conntrack count\","
                        + "\"time\":\"2026-11-20T14:03:12.000000000Z\","
                        + "\"entries\":108063,\"limit\":262144,\"fill\":0.4122}\n",
                run("-d", "0s", "--json").out());
    }

    @Test
    void longerDurationsGiveARateOfASecond() {
        counts(262_144, 1_000, 4_000);
        String table = run("-d", "10s").out();
        assertTrue(table.endsWith("   +300.0/s   full in about 14 min 20 s\n"), table);
        counts(262_144, 1_000, 4_000);
        assertEquals(
                "{\"schema\":\"syntop/1\",\"command\":\"conntrack count\","
                        + "\"time\":\"2026-11-20T14:03:32.000000000Z\","
                        + "\"entries\":4000,\"limit\":262144,\"fill\":0.0153,\"seconds\":10.0,"
                        + "\"perSecond\":300.0,\"secondsUntilFull\":860.48}\n",
                run("-d", "10s", "--json").out());
    }

    @Test
    void csvHasOneHeadForAll() {
        counts(262_144, 1_000, 4_000);
        assertEquals(
                """
                time,entries,limit,fill,perSecond,secondsUntilFull
                2026-11-20T14:03:13.000000000Z,4000,262144,0.0153,3000.0000,86.0480
                """,
                run("-o", "csv").out());
    }

    @Test
    void anEmptyTableIsExplained() {
        counts(262_144, 0);
        Run run = run("-d", "0s");
        assertEquals("0 of 262,144 entries (0.0%)\n", run.out());
        assertTrue(run.err().startsWith("syntop: nothing is tracked here"), run.err());
    }

    @Test
    void watchesOnTheScreen() throws IOException {
        FakeScreen screen = new FakeScreen(host, 80, 24);
        host.screen = screen;
        counts(262_144, 1_000, 4_000, 10_000);
        List<String> seen = new ArrayList<>();
        screen.passTenths(1).then(() -> seen.add(screen.text()));
        screen.passTenths(50);
        screen.then(() -> seen.add(screen.text())).press('q');
        Run run = run("--watch", "2s");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        assertTrue(screen.isClosed());
        assertTrue(seen.get(0).startsWith("syntop  conntrack count  every 2.0 s "), seen.get(0));
        assertTrue(seen.get(0).contains("\n1,000 of 262,144 entries (0.4%)\n"), seen.get(0));
        assertTrue(seen.get(1).contains("10,000 of 262,144 entries (3.8%)"), seen.get(1));
        assertTrue(run.out().startsWith("10,000 of 262,144 entries"), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -d 5                  | --duration must be 0s to 1h, got 5
                    --watch 1ms           | --watch must be 100ms to 1h, got 1ms
                    --json -o csv         | --json and --output csv exclude each other
                    --raw                 | Unknown option: '--raw'
                    """)
    void wrongUsageIsToldOnOneLine(String args, String line) {
        Run run = run(args.trim().split(" "));
        assertEquals("syntop: " + line + "\nsee: syntop conntrack count --help\n", run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }
}
