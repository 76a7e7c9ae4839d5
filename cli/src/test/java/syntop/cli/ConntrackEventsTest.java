package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.live.Backend;
import syntop.capture.live.LiveOptions;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.TestFlow;

/** The command, on events that are made up. */
class ConntrackEventsTest {
    private static final String SERVER = "192.0.2.7";

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void setUp() {
        TestFlow ping6 = TestFlow.ping("2001:db8::1", "2001:db8::7", 78);
        host.tracking.events.add(
                List.of(
                        tcp(FlowState.SYN_SENT, FlowEvent.NEW),
                        tcp(FlowState.SYN_RECV, FlowEvent.UPDATE),
                        tcp(FlowState.ESTABLISHED, FlowEvent.UPDATE)));
        host.tracking.events.add(List.of());
        host.tracking.events.add(
                List.of(
                        ping6.event(FlowEvent.NEW),
                        TestFlow.udp("9.9.9.9", 53, SERVER, 40_000).event(FlowEvent.NEW),
                        tcp(FlowState.CLOSE, FlowEvent.DESTROY)));
    }

    private static TestFlow tcp(FlowState state, FlowEvent event) {
        return TestFlow.tcp("198.51.100.24", 40_000, SERVER, 443).state(state).event(event);
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("conntrack", "events"));
        all.addAll(List.of(args));
        Run run = host.run(all.toArray(new String[0]));
        assertEquals(0, host.tracking.open, "left open");
        return run;
    }

    @ParameterizedTest
    @CsvSource({
        "conntrack-events.txt,  table",
        "conntrack-events.json, json",
        "conntrack-events.csv,  csv",
    })
    void equalsExpectedFile(String file, String format) throws IOException {
        Run run = run("-d", "30s", "-o", format);
        assertEquals(0, run.status());
        assertEquals("syntop: 6 events shown, none lost\n", run.err());
        if (format.equals("table")) Golden.assertFits(run.out());
        Golden.assertMatches(file, run.out());
        assertEquals(FakeClock.START + 30_000_000_000L, host.clock.epochNanos());
        assertEquals(32 << 20, host.tracking.bufferBytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -p tcp              | 4
                    -p icmp,udp         | 2
                    --state established | 1
                    -f ipv6             | 1
                    --src 9.9.9.0/24    | 1
                    --dport 443 -c 2    | 2
                    -c 5                | 5
                    """)
    void filtersAndTheLimitSelect(String args, int shown) {
        Run run = run((args.trim() + " --json -d 1m").split(" "));
        assertEquals(shown, run.out().lines().count());
        String events = shown == 1 ? " event" : " events";
        assertEquals("syntop: " + shown + events + " shown, none lost\n", run.err());
    }

    @ParameterizedTest
    @CsvSource({"new,NEW", "'new,destroy',NEW DESTROY", "'NEW,UPDATES',NEW UPDATE"})
    void asksTheKernelForTheKindsAlone(String kinds, String asked) {
        run("-e", kinds, "-d", "1s");
        Set<FlowEvent> expected = EnumSet.noneOf(FlowEvent.class);
        for (String name : asked.split(" ")) expected.add(FlowEvent.valueOf(name));
        assertEquals(expected, host.tracking.asked);
    }

    @Test
    void lostEventsAreSaidWhereTheyAreMissing() {
        host.tracking.losses.addAll(List.of(0L, 0L, 40L, 1_000L));
        Run run = run("-d", "30s", "--json", "-b", "212992");
        assertEquals(0, run.status());
        assertEquals(212_992, host.tracking.bufferBytes);
        List<String> lines = run.out().lines().toList();
        assertEquals(8, lines.size());
        assertEquals("{\"event\":\"lost\",\"lost\":40,\"total\":40}", lines.get(6));
        assertEquals("{\"event\":\"lost\",\"lost\":1000,\"total\":1040}", lines.get(7));
        assertEquals(
                """
                syntop: lost 40 events: the buffer was full; a larger one is set with -b, now 212992
                syntop: lost 1,000 events: the buffer was full; a larger one is set with -b, now 212992
                syntop: 6 events shown, 1,040 lost
                """,
                run.err());
    }

    @Test
    void whereTheKernelDoesNotCountLossesThatIsSaid() {
        host.tracking.exact = false;
        host.tracking.malformed = 3;
        host.tracking.losses.add(2L);
        assertEquals(
                """
                syntop: lost 2 events, at least: the buffer was full; a larger one is set with -b, \
                now 32M
                syntop: 6 events shown, 2 times some lost
                syntop: 3 messages of the kernel could not be read
                """,
                run("-d", "30s").err());
    }

    @Test
    void endsWhenTheReaderHasGoneThoughNothingHappens() {
        host.reader = () -> host.clock.nanos() < 5_000_000_000L;
        Run run = run("--json");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        assertEquals(6, run.out().lines().count());
    }

    @Test
    void silenceIsExplained() {
        host.tracking.counts.clear();
        host.tracking.counts.add(new ConntrackCount(0, 100));
        assertTrue(run("-d", "1s").err().startsWith("syntop: nothing is tracked here"));
        host.tracking.tellsEvents = false;
        assertTrue(run("-d", "1s").err().startsWith("syntop: the kernel tells of no events here"));
    }

    @Test
    void topIsTheLiveViewOfTrackedConnections() {
        host.with(Frames.flood(3));
        host.clock.beforeWait(
                () -> {
                    host.current().stop();
                    return host.awaitFrames();
                });
        Run run = run("--top", "-e", "new", "-p", "tcp", "--dport", "80,443", "--json");
        assertEquals(0, run.status(), run.err());
        LiveOptions options = host.opened.get(0);
        assertEquals(Backend.CONNTRACK, options.backend());
        assertEquals(List.of(80, 443), options.filter().ports());
        assertTrue(run.out().contains("\"backend\":\"conntrack\""), run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -e neu         | --events: no such event: neu; there are new, update, destroy
                    -c 0           | --count must be at least 1, got 0
                    -d 5           | --duration must be 10ms to 1000h, got 5
                    -b 2G          | --buffer must be 1k to 1G, got 2G
                    -b x           | --buffer must be 1k to 1G, got x
                    --dport x      | --dport: no such port: x; a port is a number or a name of \
                    /etc/services
                    --top -p udp   | --top shows new TCP connections: of the filters it takes \
                    --dport and --dst
                    --top -e destroy | --top shows new TCP connections: of the filters it takes \
                    --dport and --dst
                    --top --dst x  | --dst: not an address or prefix: x
                    """)
    void wrongUsageIsToldOnOneLine(String args, String line) {
        Run run = run(args.trim().split(" "));
        assertEquals("syntop: " + line + "\nsee: syntop conntrack events --help\n", run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }
}
