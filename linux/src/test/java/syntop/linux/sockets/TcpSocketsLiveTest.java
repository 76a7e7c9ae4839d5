package syntop.linux.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import syntop.linux.TestNetwork;
import syntop.linux.counters.TcpCounters;
import syntop.linux.counters.TcpCounters.Counter;

/** Real sockets of a namespace, beside what ss(8) tells of the same ones. */
@Tag("live")
@Timeout(120)
@EnabledIf("syntop.linux.TestNetwork#isPossibleOrRequired")
class TcpSocketsLiveTest {
    private static final EnumSet<TcpState> ALL = EnumSet.allOf(TcpState.class);

    private TestNetwork network;
    private ExecutorService server;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        server = TestNetwork.executorIn(network.server);
    }

    @AfterEach
    void tearDown() throws Exception {
        for (AutoCloseable each : open) each.close();
        server.shutdownNow();
        network.remove();
    }

    private TcpSockets read() throws Exception {
        return server.submit(() -> TcpSockets.read(ALL)).get(60, TimeUnit.SECONDS);
    }

    private ServerSocketChannel listen(String address, int port, int backlog) throws Exception {
        return server.submit(
                        () -> {
                            ServerSocketChannel channel = ServerSocketChannel.open();
                            open.add(channel);
                            InetAddress host = InetAddress.getByName(address);
                            return channel.bind(new InetSocketAddress(host, port), backlog);
                        })
                .get(60, TimeUnit.SECONDS);
    }

    private SocketChannel connect(String address, int port) throws Exception {
        return TestNetwork.callIn(
                network.client,
                () -> {
                    SocketChannel channel = SocketChannel.open();
                    open.add(channel);
                    channel.connect(new InetSocketAddress(address, port));
                    return channel;
                });
    }

    /** State, local and remote end of each connection, in an order of their own. */
    private static List<String> lines(TcpSockets sockets) {
        List<String> lines = new ArrayList<>();
        SocketTable table = sockets.connections();
        for (int row = 0; row < table.size(); row++) {
            lines.add(
                    table.state(row).key()
                            + ' '
                            + end(table.localHi(row), table.localLo(row), table.localPort(row))
                            + ' '
                            + end(table.remoteHi(row), table.remoteLo(row), table.remotePort(row))
                            + " ino:"
                            + Integer.toUnsignedString(table.inode(row)));
        }
        for (Listener listener : sockets.listeners()) {
            lines.add(
                    "listen "
                            + listener.queued()
                            + " of "
                            + listener.limit()
                            + ' '
                            + end(listener.addressHi(), listener.addressLo(), listener.port())
                            + " ino:"
                            + Integer.toUnsignedString(listener.inode())
                            + " d"
                            + listener.dropped());
        }
        lines.sort(null);
        return lines;
    }

    private static String end(long hi, long lo, int port) {
        return Long.toHexString(hi) + '.' + Long.toHexString(lo) + ':' + port;
    }

    /**
     * The same lines from ss: State Recv-Q Send-Q Local:Port Peer:Port, then what -e and -m say.
     */
    private List<String> ss() throws Exception {
        List<String> lines = new ArrayList<>();
        // it complains of control groups that a namespace of mounts hides
        String command = "ss -tanemOH 2>/dev/null";
        String text = TestNetwork.runIn(network.server, "sh", "-c", command);
        for (String line : text.lines().toList()) {
            String[] fields = line.trim().split("\\s+");
            String state =
                    switch (fields[0]) {
                        case "ESTAB" -> "established";
                        case "UNCONN" -> "close";
                        default -> fields[0].toLowerCase(Locale.ROOT);
                    };
            String inode = "ino:0";
            String drops = "d0";
            for (String field : fields) {
                if (field.startsWith("ino:")) inode = field;
                if (field.startsWith("skmem:")) {
                    drops = field.substring(field.lastIndexOf(",d") + 1, field.length() - 1);
                }
            }
            if (state.equals("listen")) {
                String queue = fields[1] + " of " + fields[2];
                lines.add("listen " + queue + ' ' + end(fields[3]) + ' ' + inode + ' ' + drops);
            } else {
                lines.add(state + ' ' + end(fields[3]) + ' ' + end(fields[4]) + ' ' + inode);
            }
        }
        lines.sort(null);
        return lines;
    }

    /** 198.18.0.2:80, [::ffff:198.18.0.2]:80, *:80 (all of IPv6, and of IPv4). */
    private static String end(String text) throws Exception {
        int colon = text.lastIndexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        String address = text.substring(0, colon);
        if (address.equals("*")) return end(0, 0, port);
        byte[] bytes = InetAddress.getByName(address).getAddress();
        long hi = 0;
        long lo = bytes.length == 4 ? 0xFFFFL : 0;
        int at = 0;
        for (; at < bytes.length - 8; at++) hi = hi << 8 | bytes[at] & 0xFF;
        for (; at < bytes.length; at++) lo = lo << 8 | bytes[at] & 0xFF;
        return end(hi, lo, port);
    }

    /** Whether the other side has yet to answer, which it does at once. */
    private static boolean isPassing(String line) {
        return line.startsWith("fin-wait-1") || line.startsWith("syn-recv");
    }

    @Test
    void equalsSsForBothFamiliesAndMappedAddresses() throws Exception {
        ServerSocketChannel dual = listen("::", 80, 17);
        ServerSocketChannel v4 = listen("198.18.0.2", 81, 19);
        for (int i = 0; i < 5; i++) {
            connect("198.18.0.2", 80); // IPv4-mapped at the server
            connect("fd18::2", 80);
            connect("198.18.0.2", 81);
        }
        for (int i = 0; i < 4; i++) open.add(dual.accept());
        SocketChannel accepted = v4.accept();
        accepted.close(); // fin-wait-2 here
        connect("198.18.0.2", 81).close(); // close-wait here
        List<String> theirs = ss();
        while (theirs.stream().anyMatch(TcpSocketsLiveTest::isPassing)) theirs = ss();
        assertEquals(theirs, lines(read()));
        Map<String, Integer> states = new TreeMap<>();
        theirs.forEach(line -> states.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum));
        assertEquals(
                Map.of("close-wait", 1, "established", 14, "fin-wait-2", 1, "listen", 2), states);
    }

    /** 256 requests that nobody completes to a backlog of 64: half-open ones, then cookies. */
    @Test
    void findsHalfOpenRequestsWithCookiesOnDemand() throws Exception {
        Flooded flooded = flood("1");
        assertTrue(flooded.synRecv > 0 && flooded.synRecv <= 65, flooded::toString);
        assertTrue(flooded.counters.get(Counter.SyncookiesSent) > 0, flooded::toString);
        assertTrue(flooded.counters.get(Counter.TCPReqQFullDoCookies) > 0, flooded::toString);
    }

    @Test
    void withCookiesAlwaysNothingIsHalfOpen() throws Exception {
        Flooded flooded = flood("2");
        assertEquals(0, flooded.synRecv, flooded::toString);
        assertEquals(256, flooded.counters.get(Counter.SyncookiesSent), flooded::toString);
    }

    @Test
    void withoutCookiesRequestsAreDropped() throws Exception {
        Flooded flooded = flood("0");
        assertTrue(flooded.synRecv > 0, flooded::toString);
        assertEquals(0, flooded.counters.get(Counter.SyncookiesSent), flooded::toString);
        long dropped = flooded.counters.get(Counter.ListenDrops);
        assertEquals(256 - flooded.synRecv, dropped, flooded::toString);
        assertEquals(dropped, flooded.listener.dropped(), flooded::toString);
    }

    private record Flooded(int synRecv, Listener listener, TcpCounters counters) {
        @Override
        public String toString() {
            StringBuilder out = new StringBuilder("syn-recv=" + synRecv + " " + listener);
            Arrays.stream(Counter.values())
                    .forEach(c -> out.append(' ').append(c).append('=').append(counters.get(c)));
            return out.toString();
        }
    }

    private Flooded flood(String cookies) throws Exception {
        String set = "echo " + cookies + " >/proc/sys/net/ipv4/tcp_syncookies";
        TestNetwork.runIn(network.server, "sh", "-c", set);
        // answers go to the client, which has not that address and says nothing
        String[] route = {
            "ip", "-n", network.server, "route", "add", "10.1.2.3", "via", "198.18.0.1"
        };
        TestNetwork.run(route);
        listen("0.0.0.0", 80, 64);
        String[] flood = {
            "hping3",
            "-q",
            "-S",
            "-p",
            "80",
            "-i",
            "u300",
            "-c",
            "256",
            "-a",
            "10.1.2.3",
            "198.18.0.2"
        };
        Process process = new ProcessBuilder(prefixed(flood)).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        process.waitFor(); // 1: nobody has answered
        TcpSockets sockets = read();
        assertEquals(ss(), lines(sockets));
        TcpCounters counters = server.submit(TcpCounters::read).get(60, TimeUnit.SECONDS);
        int synRecv = 0;
        SocketTable table = sockets.connections();
        for (int row = 0; row < table.size(); row++) {
            if (table.state(row) == TcpState.SYN_RECV) synRecv++;
        }
        return new Flooded(synRecv, sockets.listeners().get(0), counters);
    }

    private List<String> prefixed(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", network.client));
        all.addAll(List.of(command));
        return all;
    }

    /** This process is in another network namespace than the socket; then it has closed it. */
    @Test
    void findsAProgramOfAnotherNamespace() throws Exception {
        listen("0.0.0.0", 80, 5);
        int inode = read().listeners().get(0).inode();
        Owners owners = new Owners();
        owners.want(inode);
        owners.search();
        assertEquals(0, owners.missing());
        assertEquals(ProcessHandle.current().pid(), owners.of(inode).pid());
        assertEquals("root", owners.of(inode).user());
        assertEquals(0, read().listeners().get(0).uid());
        for (AutoCloseable each : open) each.close();
        Owners later = new Owners();
        later.want(inode);
        later.search();
        assertEquals(1, later.missing());
    }
}
