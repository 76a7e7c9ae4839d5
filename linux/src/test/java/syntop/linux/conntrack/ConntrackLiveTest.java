package syntop.linux.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import syntop.linux.TestNetwork;
import syntop.linux.conntrack.ConntrackStatistics.Counter;
import syntop.linux.netlink.DumpResult;

/** Real connections through a server that tracks them, compared with what conntrack says. */
@Tag("live")
@Timeout(180)
@EnabledIf("syntop.linux.TestNetwork#isPossibleOrRequired")
class ConntrackLiveTest {
    private static final Pattern COUNT = Pattern.compile("(\\w+)=(\\d+)");
    private static final Pattern EVENT =
            Pattern.compile(" *\\[(\\w+)\\] (.*? id=\\d+)( \\[USER|$)");

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNetwork network;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        nft(
                "table inet filter { chain in { type filter hook input priority 0;"
                        + " ct state new counter; }; }");
    }

    @AfterEach
    void tearDown() throws Exception {
        for (AutoCloseable each : open) each.close();
        network.remove();
    }

    private void nft(String rules) throws Exception {
        TestNetwork.runIn(network.server, "nft", rules);
    }

    private <T> T onServer(Callable<T> task) throws Exception {
        return TestNetwork.callIn(network.server, task);
    }

    private <T> T onClient(Callable<T> task) throws Exception {
        return TestNetwork.callIn(network.client, task);
    }

    private void listen(int port) throws Exception {
        open.add(onServer(() -> new ServerSocket(port)));
    }

    private Socket connect(String address, int port) throws Exception {
        Socket socket = onClient(() -> new Socket(address, port));
        open.add(socket);
        return socket;
    }

    private void send(String address, int firstPort, int count) throws Exception {
        onClient(
                () -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        for (int i = 0; i < count; i++) {
                            InetSocketAddress to = new InetSocketAddress(address, firstPort + i);
                            socket.send(new DatagramPacket(new byte[1], 1, to));
                        }
                        return null;
                    }
                });
    }

    private void ping(String address) throws Exception {
        assertTrue(onClient(() -> InetAddress.getByName(address).isReachable(10_000)), address);
    }

    private List<String> list(int family) throws Exception {
        return onServer(
                () -> {
                    List<String> lines = new ArrayList<>();
                    try (Conntrack conntrack = new Conntrack()) {
                        DumpResult result =
                                conntrack.list(family, flow -> lines.add(FlowLine.of(flow)));
                        assertEquals(new DumpResult(lines.size(), 0, false, true), result);
                    }
                    return lines;
                });
    }

    private String tool(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "conntrack";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return TestNetwork.runIn(network.server, command);
    }

    private Set<String> toolList(String family) throws Exception {
        Set<String> lines = new TreeSet<>();
        for (String line : tool("-L", "-f", family, "-o", "extended,id").split("\n", -1)) {
            if (line.startsWith("ipv")) lines.add(FlowLine.ofTool(line));
        }
        return lines;
    }

    @Test
    void tableEqualsThatOfTheTool() throws Exception {
        TestNetwork.runIn(network.server, "sysctl", "-qw", "net.netfilter.nf_conntrack_acct=1");
        nft(
                "table inet nat { chain in { type nat hook prerouting priority -100;"
                        + " tcp dport 8080 redirect to :80; }; }");
        listen(80);
        connect("198.18.0.2", 80);
        connect("fd18::2", 80);
        connect("198.18.0.2", 8080); // translated
        connect("fd18::2", 80).close();
        assertThrows(IOException.class, () -> connect("198.18.0.2", 81));
        send("198.18.0.2", 9000, 3);
        send("fd18::2", 9000, 2);
        ping("198.18.0.2");
        ping("fd18::2");

        Set<String> ipv4 = toolList("ipv4");
        Set<String> ipv6 = toolList("ipv6");
        assertTrue(ipv4.size() >= 6, ipv4::toString);
        assertTrue(ipv6.size() >= 5, ipv6::toString);
        Set<String> both = new TreeSet<>(ipv4);
        both.addAll(ipv6);
        assertEquals(both, new TreeSet<>(list(0)));
        assertEquals(ipv4, new TreeSet<>(list(Flow.IPV4)));
        assertEquals(ipv6, new TreeSet<>(list(Flow.IPV6)));
        ConntrackCount count = onServer(ConntrackCount::read);
        assertEquals(tool("-C").trim(), Long.toString(count.entries()));
        assertEquals(both.size(), count.entries());
        assertTrue(count.limit() >= count.entries());
    }

    @Test
    void statisticsEqualThoseOfTheTool() throws Exception {
        listen(80);
        connect("198.18.0.2", 80);
        // segments that no connection has
        String hping = "hping3 -q -c 5 -i u1 -SF -p 80 198.18.0.2; true"; // nobody answers
        TestNetwork.runIn(network.client, "sh", "-c", hping);
        List<ConntrackStatistics> all = onServer(ConntrackLiveTest::statistics);
        Map<Integer, Map<String, Long>> expected = new TreeMap<>();
        for (String line : tool("-S").split("\n", -1)) {
            Map<String, Long> counts = new HashMap<>();
            for (Matcher m = COUNT.matcher(line); m.find(); ) {
                counts.put(m.group(1), Long.parseLong(m.group(2)));
            }
            if (!counts.isEmpty()) expected.put(counts.remove("cpu").intValue(), counts);
        }
        Map<Integer, Map<String, Long>> actual = new TreeMap<>();
        for (ConntrackStatistics one : all) {
            Map<String, Long> counts = new HashMap<>();
            for (Counter counter : Counter.values()) counts.put(counter.name(), one.get(counter));
            actual.put(one.cpu(), counts);
        }
        assertEquals(expected, actual);
        assertTrue(ConntrackStatistics.total(all).get(Counter.invalid) >= 5, expected::toString);
    }

    @Test
    void eventsEqualThoseOfTheTool() throws Exception {
        List<String> lines = new ArrayList<>();
        ConntrackEvents events = events(1 << 20, flow -> lines.add(eventLine(flow)));
        Process tool =
                new ProcessBuilder(
                                "ip",
                                "netns",
                                "exec",
                                network.server,
                                "stdbuf",
                                "-oL",
                                "conntrack",
                                "-E",
                                "-o",
                                "extended,id")
                        .start();
        open.add(tool::destroy);
        awaitListener();
        listen(80);
        connect("198.18.0.2", 80).close();
        connect("fd18::2", 80);
        send("198.18.0.2", 9000, 2);
        ping("198.18.0.2");
        tool("-D", "-p", "udp"); // its end is the end of what is compared
        List<String> expected = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(tool.getInputStream(), StandardCharsets.UTF_8))) {
            int ended = 0;
            while (ended < 2) {
                String line = in.readLine();
                if (line == null) fail("the tool ended: " + expected);
                expected.add(toolEvent(line));
                if (line.contains("DESTROY") && line.contains(" udp ")) ended++;
            }
        }
        while (lines.size() < expected.size()) {
            events.await(10_000);
            if (events.read(Integer.MAX_VALUE) == 0) break;
        }
        // two processors may tell two listeners in different order
        Collections.sort(expected);
        Collections.sort(lines);
        assertEquals(expected, lines);
        assertEquals(0, events.lost());
        assertEquals(0, events.malformed());
    }

    private ConntrackEvents events(int bufferBytes, FlowHandler handler) throws Exception {
        ConntrackEvents events =
                onServer(
                        () ->
                                new ConntrackEvents(
                                        EnumSet.allOf(FlowEvent.class), bufferBytes, handler));
        open.add(0, events); // before what makes more of them
        return events;
    }

    /** Returns once a second socket listens to all three groups. */
    private void awaitListener() throws Exception {
        for (int round = 0; round < 1000; round++) {
            String sockets = TestNetwork.runIn(network.server, "cat", "/proc/net/netlink");
            if (sockets.lines().filter(l -> l.matches("\\S+ +12 .* 0*7 .*")).count() == 2) return;
        }
        fail("the tool never listened");
    }

    private static String eventLine(Flow flow) {
        return flow.event() + " " + FlowLine.of(flow).replace(" mark=0", "");
    }

    private static String toolEvent(String line) throws IOException {
        Matcher m = EVENT.matcher(line);
        assertTrue(m.lookingAt(), line);
        return m.group(1) + " " + FlowLine.ofTool(m.group(2));
    }

    /** A burst that does not fit: what came and what was lost is what there was. */
    @Test
    void everyLostEventIsCounted() throws Exception {
        int[] created = new int[1];
        ConntrackEvents events =
                events(
                        16 << 10,
                        flow -> {
                            if (flow.event() == FlowEvent.NEW) created[0]++;
                        });
        assertTrue(events.isLossExact());
        int sent = 2_000;
        send("198.18.0.2", 20_000, sent);
        while (onServer(ConntrackCount::read).entries() < sent) {
            Thread.onSpinWait();
        }
        while (events.read(Integer.MAX_VALUE) > 0) {
            assertTrue(created[0] < sent);
        }
        assertTrue(created[0] > 0);
        assertTrue(events.lost() > 0);
        assertEquals(sent, created[0] + events.lost());
        // and then all is well again
        long lost = events.lost();
        send("fd18::2", 20_000, 5);
        int before = created[0];
        while (created[0] < before + 5) {
            events.await(10_000);
            assertTrue(events.read(Integer.MAX_VALUE) > 0);
        }
        assertEquals(lost, events.lost());
    }

    @Test
    void tellsWhetherThereAreEvents() throws Exception {
        assertTrue(onServer(ConntrackEvents::areTold));
        TestNetwork.runIn(network.server, "sysctl", "-qw", "net.netfilter.nf_conntrack_events=0");
        assertFalse(onServer(ConntrackEvents::areTold));
        assertTrue(onClient(ConntrackEvents::areTold)); // each namespace has its own
    }

    @Test
    void wakeEndsTheWait() throws Exception {
        ConntrackEvents events = events(1 << 16, flow -> {});
        Thread other = new Thread(events::wake);
        other.start();
        events.await((int) TimeUnit.HOURS.toMillis(1));
        other.join();
        assertEquals(0, events.read(1));
    }

    @Test
    void aNamespaceWithoutRulesTracksNothing() throws Exception {
        assertEquals(0L, TestNetwork.callIn(network.client, () -> ConntrackCount.read().entries()));
        assertFalse(onClient(ConntrackLiveTest::statistics).isEmpty());
    }

    private static List<ConntrackStatistics> statistics() throws IOException {
        List<ConntrackStatistics> all = new ArrayList<>();
        try (Conntrack conntrack = new Conntrack()) {
            DumpResult result = conntrack.statistics(all::add);
            assertEquals(new DumpResult(all.size(), 0, false, true), result);
        }
        return all;
    }
}
