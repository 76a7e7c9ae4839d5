package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.decode.Prefix;
import syntop.cli.values.Prefixes;
import syntop.linux.counters.TcpCounters;
import syntop.linux.sockets.Listener;
import syntop.linux.sockets.SocketTable;
import syntop.linux.sockets.TcpSockets;
import syntop.linux.sockets.TcpState;

/** The command, on sockets and processes that are made up. */
class SocketsTest {
    private static final Prefix SERVER = Prefixes.parse("192.0.2.7");
    private static final Prefix SERVER6 = Prefixes.parse("2001:db8::7");

    @TempDir Path processes;
    private final FakeHost host = new FakeHost();
    private final SocketTable table = new SocketTable();
    private final List<Listener> listeners = new ArrayList<>();
    private int inode = 100;

    @BeforeEach
    void setUp() throws IOException {
        host.processes = processes;
        Files.writeString(processes.resolve("passwd"), "root:x:0:0::/:\nwww-data:x:33:33::/:\n");
        program(812, "nginx", 33, "0::/system.slice/nginx.service", 7, 8);
        program(640, "sshd", 0, "0::/system.slice/ssh.service", 9);
        listeners.add(new Listener(0, 0, 443, true, 128, 511, 0, 33, 7));
        listeners.add(new Listener(0, 0, 443, true, 1, 511, 3, 33, 8));
        listeners.add(listener(SERVER, 22, 9));
        connections("198.51.100.24", 443, TcpState.ESTABLISHED, 6);
        connections("198.51.100.24", 443, TcpState.TIME_WAIT, 1);
        connections("198.51.100.25", 22, TcpState.ESTABLISHED, 2);
        connections("203.0.113.9", 443, TcpState.SYN_RECV, 3);
        connections("203.0.113.10", 443, TcpState.SYN_RECV, 1);
        connections("2001:db8:4b21:c371:1:61b9:7bcd:1", 443, TcpState.CLOSE_WAIT, 2);
        // one that this host opened
        table.append(
                TcpState.SYN_SENT,
                SERVER.hi(),
                SERVER.lo(),
                40_000,
                0,
                ip("9.9.9.9"),
                53,
                4711,
                77);
        program(900, "curl\u001b[2J", 4711, "0::/", 77);
        host.sockets.add(new TcpSockets(table, listeners, 0, false));
    }

    private static long ip(String address) {
        return Prefixes.parse(address).lo();
    }

    private static Listener listener(Prefix address, int port, int inode) {
        return new Listener(address.hi(), address.lo(), port, false, 0, 128, 0, 0, inode);
    }

    private void program(int pid, String name, int uid, String cgroup, int... inodes)
            throws IOException {
        Path process = Files.createDirectory(processes.resolve(Integer.toString(pid)));
        Files.createDirectory(process.resolve("fd"));
        Files.writeString(process.resolve("comm"), name + "\n");
        Files.writeString(process.resolve("status"), "Uid:\t0\t" + uid + "\t0\t0\n");
        Files.writeString(process.resolve("cgroup"), cgroup + "\n");
        for (int each : inodes) hold(pid, each);
    }

    private void hold(int pid, int held) throws IOException {
        Path link = processes.resolve(pid + "/fd/" + held);
        Files.createSymbolicLink(link, Path.of("socket:[" + held + "]"));
    }

    /** Connections from an address, held by nginx where a program holds such. */
    private void connections(String from, int port, TcpState state, int count) throws IOException {
        Prefix source = Prefixes.parse(from);
        Prefix server = from.indexOf(':') < 0 ? SERVER : SERVER6;
        for (int i = 0; i < count; i++) {
            int held = state == TcpState.ESTABLISHED || state == TcpState.CLOSE_WAIT ? ++inode : 0;
            if (held != 0) hold(port == 443 ? 812 : 640, held);
            table.append(
                    state,
                    server.hi(),
                    server.lo(),
                    port,
                    source.hi(),
                    source.lo(),
                    1024 + i,
                    port == 443 ? 33 : 0,
                    held);
        }
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("sockets"));
        all.addAll(List.of(args));
        Run run = host.run(all.toArray(new String[0]));
        assertEquals("", run.err());
        assertEquals(0, run.status());
        if (!List.of(args).contains("--json") && !List.of(args).contains("csv"))
            Golden.assertFits(run.out());
        return run;
    }

    @ParameterizedTest
    @CsvSource({
        "sockets-by-source.txt,  ''",
        "sockets-by-prefix.txt,  --by prefix",
        "sockets-by-port.txt,    --by port",
        "sockets-by-program.txt, --by program",
        "sockets-states.txt,     --states",
        "sockets-syn-recv.txt,   --state syn-recv",
        "sockets-two-rows.txt,   -n 2",
        "sockets.json,           --json",
        "sockets-program.json,   --json --by program -p 443",
        "sockets-states.json,    --json --states",
        "sockets.csv,            -o csv",
        "sockets-states.csv,     -o csv --states",
    })
    void equalsExpectedFile(String file, String args) throws IOException {
        host.counters.add(TcpCounters.of(48_201, 7, 3, 12, 15));
        host.counters.remove();
        Run run = args.isEmpty() ? run() : run(args.split(" "));
        Golden.assertMatches(file, run.out());
    }

    @Test
    void asksTheKernelOnlyForWhatIsShown() {
        run("--state", "syn-recv,time-wait");
        Set<TcpState> asked = EnumSet.of(TcpState.SYN_RECV, TcpState.TIME_WAIT, TcpState.LISTEN);
        assertEquals(asked, host.asked);
        run();
        assertEquals(EnumSet.allOf(TcpState.class), host.asked);
    }

    @Test
    void portsAndNetworksSelect() {
        assertTrue(run("-p", "22").out().startsWith("3 TCP sockets   established 2   listen 1\n"));
        String out = run("--net", "198.51.100.24/31", "-p", "ssh,https").out();
        assertTrue(out.startsWith("11 TCP sockets   established 8   listen 2   time-wait 1"), out);
        assertTrue(run("--net", "192.0.2.0/24").out().contains("syn-sent 1"));
        assertEquals("0 TCP sockets\n", run("-p", "81").out());
    }

    @Test
    void tellsWhatIsMissing() {
        host.sockets.remove();
        table.append(TcpState.ESTABLISHED, 0, ip("10.0.0.1"), 5_000, 0, ip("9.9.9.9"), 1, 33, 4711);
        host.sockets.add(new TcpSockets(table, listeners, 2, true));
        host.counters.add(TcpCounters.of(100));
        String out = run("-n", "0").out();
        assertTrue(out.contains("programs of 1 socket not found"), out);
        assertTrue(out.contains("the table changed while it was read: may be incomplete"), out);
        assertTrue(out.contains("2 messages of the kernel could not be read"), out);
        assertTrue(out.contains("SYN cookies are being sent"), out);
        assertTrue(out.contains("SYN cookies sent 100 (+"), out);
    }

    /** As for a user who may not look into the processes of others. */
    @Test
    void ofProgramsThatAreNotSeenTheUserIsTold() throws IOException {
        host.processes = Files.createDirectory(processes.resolve("empty"));
        Files.copy(processes.resolve("passwd"), host.processes.resolve("passwd"));
        Golden.assertMatches("sockets-unseen.txt", run("--by", "program").out());
        String json = run("--json", "-p", "22").out();
        assertTrue(json.contains("\"programs\":[{\"user\":\"root\"}]"), json);
        assertTrue(json.contains("\"program\":{\"user\":\"root\"}"), json);
        String out = run().out();
        assertTrue(
                out.contains("  1  198.51.100.24                         7      6         0"), out);
        assertTrue(out.contains("  - www-data\n"), out);
    }

    @Test
    void tellsThatAFullQueueHidesTheRest() throws IOException {
        connections("203.0.113.9", 22, TcpState.SYN_RECV, 117);
        String hint = "a queue of half-open requests is full";
        assertFalse(run().out().contains(hint), "no cookie was ever sent");
        host.counters.remove();
        host.counters.add(TcpCounters.of(1));
        assertTrue(run().out().contains(hint));
    }

    @Test
    void neverPrintsANameUnescaped() {
        assertFalse(run("--by", "program").out().contains("\u001b"));
        assertFalse(run("--by", "program", "-o", "csv").out().contains("\u001b"));
        assertFalse(run("--json").out().contains("\u001b"));
        assertTrue(run("-p", "40000").out().contains("curl\\x1b[2J"));
    }

    @Test
    void printsAgainAtEachIntervalUntilNobodyReads() {
        StringBuilder out = new StringBuilder();
        java.io.PrintWriter reader =
                new java.io.PrintWriter(
                        new java.io.Writer() {
                            private int lines;

                            @Override
                            public void write(char[] text, int from, int count) throws IOException {
                                out.append(text, from, count);
                                if (new String(text, from, count).contains("}\n") && ++lines == 3)
                                    throw new IOException("gone");
                            }

                            @Override
                            public void flush() {}

                            @Override
                            public void close() {}
                        });
        int status =
                Main.commandLine(host, "sockets")
                        .setOut(reader)
                        .execute("sockets", "--json", "--watch", "2s");
        assertEquals(0, status);
        String[] lines = out.toString().split("\n");
        assertEquals(3, lines.length);
        assertFalse(lines[0].contains("\"change\""));
        assertTrue(lines[1].contains("\"time\":\"2026-11-20T14:03:14."), lines[1]);
        assertTrue(lines[1].contains("\"change\":0"), lines[1]);
        assertTrue(lines[1].contains("\"changes\":{}"), lines[1]);
    }

    @Test
    void watchesOnTheScreenWithWhatHasChanged() throws IOException {
        FakeScreen screen = new FakeScreen(host, 80, 24);
        host.screen = screen;
        SocketTable later = new SocketTable();
        for (int i = 0; i < 9; i++) {
            later.append(
                    TcpState.ESTABLISHED,
                    SERVER.hi(),
                    SERVER.lo(),
                    443,
                    0,
                    ip("198.51.100.24"),
                    2_000 + i,
                    0,
                    0);
        }
        host.sockets.add(new TcpSockets(later, listeners, 0, false));
        host.counters.add(TcpCounters.of(1_000));
        host.counters.add(TcpCounters.of(9_000));
        List<String> seen = new ArrayList<>();
        screen.passTenths(21).then(() -> seen.add(screen.text()));
        screen.drag(80, 9).passTenths(1).then(() -> seen.add(screen.text())).drag(80, 24);
        screen.press('h').then(() -> seen.add(screen.text())).press('h');
        screen.press('s').then(() -> seen.add(screen.text()));
        screen.drag(40, 6).passTenths(1).then(() -> seen.add(screen.text())).press('q');
        Run run = host.run("sockets", "--watch", "2s");
        assertEquals("", run.err());
        assertEquals(0, run.status());
        assertTrue(screen.isClosed());
        assertTrue(run.out().startsWith("12 TCP sockets"), run.out());
        Golden.assertMatches("sockets-watch.txt", String.join("=".repeat(80) + "\n", seen));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --state open   | --state: no such state: open; there are established, syn-sent, \
                    syn-recv, fin-wait-1, fin-wait-2, time-wait, close, close-wait, last-ack, \
                    listen, closing
                    --states --by port | --states and --by exclude each other
                    --watch 5      | --watch must be 100ms to 1h, got 5
                    --watch 2s -o csv | --output csv has no place for several tables; use json, or \
                    no --watch
                    --net x        | --net: not an address or prefix: x
                    -p 70000       | --ports: a port must be 0 to 65535, got 70000
                    -n -1          | --rows must be a whole number from 0 on, got -1
                    """)
    void wrongUsageIsToldOnOneLine(String args, String line) {
        List<String> all = new ArrayList<>(List.of("sockets"));
        all.addAll(List.of(args.trim().split(" ")));
        Run run = host.run(all.toArray(new String[0]));
        assertEquals("syntop: " + line + "\nsee: syntop sockets --help\n", run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }
}
