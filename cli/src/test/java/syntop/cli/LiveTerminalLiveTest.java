package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The live view in a real terminal, of real packets on the loopback interface of a namespace. */
@Tag("live")
@Timeout(180)
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"tmux", "ip", "nft"})
class LiveTerminalLiveTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final AtomicInteger TERMINALS = new AtomicInteger();

    // each has a tmux server of its own: that of the test before may still be ending
    private final String id =
            "syntop-view-" + ProcessHandle.current().pid() + "-" + TERMINALS.incrementAndGet();

    @TempDir Path dir;

    @BeforeEach
    void setUp() throws Exception {
        run("ip", "netns", "add", id);
        run("ip", "-n", id, "link", "set", "lo", "up");
    }

    @AfterEach
    void tearDown() throws Exception {
        Process server = new ProcessBuilder("tmux", "-L", id, "kill-server").start();
        server.waitFor();
        run("ip", "netns", "del", id);
    }

    /** Starts syntop in a shell in a terminal of 80 by 24; the shell tells its exit status. */
    private void start(String... args) throws Exception {
        Path script = dir.resolve("run.sh");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                script,
                """
                trap : INT
                echo before
                ip netns exec %s %s %s -XX:TieredStopAtLevel=1 -cp '%s' syntop.cli.Main %s
                echo status=$?
                stty -a | grep -o '[-]*icanon'
                cat
                """
                        .formatted(
                                id,
                                java,
                                ChildJvm.NATIVE_ACCESS,
                                System.getProperty("java.class.path"),
                                String.join(" ", args)));
        run(
                "tmux",
                "-L",
                id,
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "80",
                "-y",
                "24",
                "sh " + script);
    }

    private void keys(String... keys) throws Exception {
        String[] command = {"tmux", "-L", id, "send-keys", String.join(" ", keys)};
        run(command);
    }

    private void connect(int port) throws Exception {
        String attempt = "for i in 1 2 3; do : </dev/tcp/127.0.0.1/" + port + "; done";
        Process process =
                new ProcessBuilder("ip", "netns", "exec", id, "bash", "-c", attempt)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        process.waitFor(); // refused, so not 0
    }

    private String awaitScreen(Predicate<String> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            String screen = run("tmux", "-L", id, "capture-pane", "-p");
            if (condition.test(screen)) return screen;
            if (System.nanoTime() > deadline) fail("never came; the screen is:\n" + screen);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + out);
        return out;
    }

    @Test
    void drawsObeysAndLeavesTheTerminalAsItWas() throws Exception {
        start("live", "-i", "lo", "-p", "9,10");
        awaitScreen(screen -> screen.contains("no SYN yet"));
        connect(9);
        String first = awaitScreen(screen -> screen.contains("3 SYN  3 requests  1 source "));
        assertTrue(first.startsWith("syntop  lo  tcp dst port 9,10 to this host"), first);
        assertTrue(first.contains("\n  1  127.0.0.1  "), first);
        keys("s");
        awaitScreen(screen -> screen.contains("#  PORT") && screen.contains("\n  1  9  "));
        connect(10);
        awaitScreen(screen -> screen.contains("6 SYN"));

        run("tmux", "-L", id, "resize-window", "-x", "50", "-y", "7");
        String small = awaitScreen(screen -> screen.contains("dropped 0 kernel 0 interface\n"));
        small.lines().forEach(line -> assertTrue(line.length() <= 50, line));
        run("tmux", "-L", id, "resize-window", "-x", "80", "-y", "24");
        awaitScreen(screen -> screen.contains("exact "));

        keys("q");
        String left = awaitScreen(screen -> screen.contains("icanon"));
        assertTrue(left.startsWith("before\n"), left); // what was there is there again
        assertTrue(left.contains("\n6 SYN  6 requests  1 source"), left);
        assertTrue(left.contains("status=0\nicanon\n"), left);
    }

    @Test
    void ctrlCPrintsTheSummaryOnTheScreenAsItWas() throws Exception {
        start("live", "-i", "lo");
        awaitScreen(screen -> screen.contains("no SYN yet"));
        connect(9);
        awaitScreen(screen -> screen.contains("3 SYN  3 requests  1 source "));
        keys("C-c");
        String left = awaitScreen(screen -> screen.contains("icanon"));
        assertTrue(left.startsWith("before\n"), left);
        assertTrue(left.contains("3 SYN  3 requests  1 source"), left);
        assertTrue(left.contains("status=130\nicanon\n"), left);
    }

    @Test
    void aSignalEndsASampleWithWhatWasCounted() throws Exception {
        start("sample", "-i", "lo", "-d", "1h");
        awaitScreen(screen -> screen.contains("1 h 0 min"));
        connect(9);
        awaitScreen(screen -> screen.contains("6 packets"));
        keys("C-c");
        String left = awaitScreen(screen -> screen.contains("icanon"));
        assertTrue(left.contains("3 SYN  3 requests  1 source"), left);
        assertTrue(left.contains("status=130\n"), left);
    }

    @Test
    void watchesTheSocketsAndPrintsTheTableWhenLeft() throws Exception {
        start("sockets", "--watch", "200ms");
        awaitScreen(screen -> screen.contains("0 TCP sockets"));
        keys("h");
        awaitScreen(screen -> screen.contains("quit and print the table"));
        keys("q");
        String left = awaitScreen(screen -> screen.contains("icanon"));
        assertTrue(left.startsWith("before\n0 TCP sockets\n"), left);
        assertTrue(left.contains("status=0\nicanon\n"), left);
    }

    private void track() throws Exception {
        String rule = "type filter hook input priority 0; ct state new counter;";
        String table = "table inet filter { chain in { " + rule + " }; }";
        run("ip", "netns", "exec", id, "nft", table);
    }

    @Test
    void trackedConnectionsAreALiveTableToo() throws Exception {
        track();
        start("conntrack", "events", "--top", "--dport", "9");
        awaitScreen(screen -> screen.contains("no SYN yet"));
        connect(9);
        connect(10);
        String first = awaitScreen(screen -> screen.contains("3 SYN  3 requests  1 source "));
        assertTrue(first.startsWith("syntop  conntrack  "), first);
        assertTrue(first.contains("\n  1  127.0.0.1  "), first);
        keys("q");
        String left = awaitScreen(screen -> screen.contains("icanon"));
        assertTrue(left.contains("status=0\nicanon\n"), left);
    }

    @Test
    void watchesHowFullTheTableIs() throws Exception {
        track();
        start("conntrack", "count", "--watch", "200ms");
        awaitScreen(screen -> screen.contains("\n0 of "));
        String datagrams = "for port in 5 6 7; do echo >/dev/udp/127.0.0.1/$port; done";
        run("ip", "netns", "exec", id, "bash", "-c", datagrams);
        awaitScreen(screen -> screen.contains("\n3 of "));
        keys("q");
        String left = awaitScreen(screen -> screen.contains("icanon"));
        assertTrue(left.startsWith("before\n3 of "), left);
        assertTrue(left.contains("status=0\nicanon\n"), left);
    }
}
