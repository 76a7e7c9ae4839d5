package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real attacks and real crowds, and what syntop says of them while they last. */
@Tag("live")
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"ip", "hping3", "nmap", "nft", "tcpdump"})
class VerdictLiveTest {
    private static final int PORT = 80;
    private static final Set<String> CALM = Set.of("normal", "not-enough-evidence");
    private static final String HPING = "hping3 -q -S -p 80 ";
    private static final String TO_SERVER = " " + TestHosts.SERVER;

    private static final List<String> FIGURES =
            List.of("completed", "halfOpen", "refused", "unanswered", "aborted", "retransmissions");

    private TestHosts hosts;
    private Service service; // null: none
    private Watch watch;

    @TempDir Path dir;

    @BeforeEach
    void connect() throws Exception {
        hosts = new TestHosts();
    }

    @AfterEach
    void disconnect() throws Exception {
        try {
            if (watch != null) watch.close();
            if (service != null) service.close();
        } finally {
            hosts.close();
        }
    }

    private static long figure(CliRun.Result report, String name) {
        return (Long) report.object("handshakes").get(name);
    }

    /** Watches the server, and captures what it sees. */
    private void watch() throws Exception {
        hosts.capture(file());
        watch = new Watch(hosts);
    }

    private Path file() {
        return dir.resolve("seen.pcap");
    }

    /**
     * Once nothing more is sent: what was captured has the figures and the verdict of the watch.
     */
    private void assertReplayAgrees(String kind) throws Exception {
        CliRun.Result live = watch.next();
        CliRun.Result replayed = replay();
        // either may be behind; the time limit of the test ends it
        while (!figures(live).equals(figures(replayed)) || !Watch.kind(replayed).equals(kind)) {
            live = watch.next();
            replayed = replay();
        }
        assertEquals(kind, Watch.kind(live), () -> evidence(watch.last()));
        assertEquals(
                live.object("verdict").get("target"), replayed.object("verdict").get("target"));
    }

    private static List<Object> figures(CliRun.Result report) {
        List<Object> figures = new ArrayList<>();
        figures.add(report.syns());
        figures.add(report.object("totals").get("req"));
        FIGURES.forEach(name -> figures.add(report.object("handshakes").get(name)));
        return figures;
    }

    private static void assertTarget(CliRun.Result report) {
        Map<?, ?> target = (Map<?, ?>) report.object("verdict").get("target");
        assertEquals(TestHosts.SERVER, target.get("address"));
        assertEquals((long) PORT, target.get("port"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, --rand-source, flood-forged",
        "1, --rand-source, flood-forged",
        "0, --rand-source, flood-forged",
        "2, -a 203.0.113.9, flood",
        "1, -a 203.0.113.9, flood",
        "0, -a 203.0.113.9, flood",
        "1, -y, flood", // its own address, whose kernel resets what it did not ask for
    })
    void aFloodIsAFloodLiveAndInACapture(int cookies, String from, String kind) throws Exception {
        hosts.setAtServer("tcp_syncookies", cookies);
        service = Service.start(hosts, PORT, 16, true);
        watch();
        hosts.atClient(HPING + from + " -i u1000 -c 1500" + TO_SERVER);
        // when answers come in between, hping3 sends some less than it says
        watch.until(report -> report.syns() > 1200);
        CliRun.Result live = watch.untilVerdict(kind);
        assertReplayAgrees(kind);
        assertTarget(live);
        assertEquals(0, figure(live, "completed"));
        assertKernelSays(live, cookies);
        assertTrue(
                watch.verdicts().stream().allMatch(k -> CALM.contains(k) || k.equals(kind)),
                watch.verdicts()::toString);
    }

    private static void assertKernelSays(CliRun.Result live, int cookies) {
        Map<String, Object> kernel = live.object("kernel");
        assertEquals(cookies == 0 ? "off" : "on", kernel.get("synCookies"));
        assertEquals(0L, kernel.get("completed"));
        String advice = (String) live.object("verdict").get("advice");
        if (cookies == 0) {
            assertTrue(advice.contains("sysctl -w net.ipv4.tcp_syncookies=1"), advice);
            assertTrue(evidence(live).contains(" dropped by the kernel"), evidence(live));
            assertTrue((Long) kernel.get("dropped") > 500, kernel::toString);
        } else {
            assertTrue(advice.contains("SYN cookies are on: leave them on."), advice);
        }
        if (cookies == 2) {
            assertTrue((Long) kernel.get("cookiesSent") > 1000, kernel::toString);
            assertTrue(evidence(live).contains(", cookies sent "), evidence(live));
        }
    }

    private CliRun.Result replay() {
        String file = file().toString();
        return CliRun.of("replay", "--json", "--net", TestHosts.SERVER, file).result();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-sS", "-sT", "-sF", "-sN", "-sX", "-sA", "-sW", "-sM"})
    void scansOfEveryKindAreScans(String kind) throws Exception {
        service = Service.start(hosts, PORT, 16, true);
        watch();
        hosts.atClient("nmap -n -Pn -p 1-200 --max-rate 400 " + kind + TO_SERVER);
        CliRun.Result live = watch.untilVerdict("scan");
        assertTrue(evidence(live).startsWith(TestHosts.CLIENT + " tried "), evidence(live));
        assertTrue(
                watch.verdicts().stream().allMatch(k -> CALM.contains(k) || k.equals("scan")),
                watch.verdicts()::toString);
        assertReplayAgrees("scan");
    }

    private static String evidence(CliRun.Result report) {
        return (String) ((List<?>) report.object("verdict").get("evidence")).get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1, 0})
    void aCrowdThatIsServedIsBusyAndEveryHandshakeIsCounted(int cookies) throws Exception {
        hosts.setAtServer("tcp_syncookies", cookies);
        service = Service.start(hosts, PORT, 1024, true);
        watch();
        long before = hosts.counted("Tcp", "PassiveOpens");
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, 3000, 300, 100_000);
        Crowd.Ended ended = TestHosts.result(hosts.doAtClient(crowd));
        assertEquals(new Crowd.Ended(3000, 0), ended);
        long opened = hosts.counted("Tcp", "PassiveOpens") - before;
        assertEquals(3000, opened);
        CliRun.Result live = watch.until(report -> figure(report, "completed") == opened);
        assertEquals("busy", Watch.kind(live));
        assertEquals(opened, live.object("kernel").get("completed"));
        if (cookies == 2) {
            // a connection between the ports of one that has just ended needs none
            long cookiesReceived = (Long) live.object("kernel").get("cookiesReceived");
            assertTrue(cookiesReceived > opened * 0.9, cookiesReceived + " of " + opened);
        }
        assertEquals(3000L, live.object("totals").get("req"));
        assertEquals(200, live.rows().size());
        assertReplayAgrees("busy");
    }

    @ParameterizedTest
    @CsvSource({"20, 10, 200, normal", "600, 300, 1, single-client"})
    void clientsThatAreServedAreWhatTheyAre(int times, int perSecond, int addresses, String kind)
            throws Exception {
        service = Service.start(hosts, PORT, 1024, true);
        watch();
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, times, 100, perSecond, addresses);
        assertEquals(new Crowd.Ended(times, 0), TestHosts.result(hosts.doAtClient(crowd)));
        watch.until(report -> figure(report, "completed") == times);
        assertReplayAgrees(kind);
    }

    /** Answers to SYNs that somebody sent in the name of the server, which resets them. */
    @Test
    void answersThatNobodyAskedForAreBackscatter() throws Exception {
        watch();
        hosts.atClient("hping3 -q -S -A -k -s 80 -p ++2000 -i u2000 -c 200" + TO_SERVER);
        watch.untilVerdict("backscatter");
        assertReplayAgrees("backscatter");
    }

    @ParameterizedTest
    @CsvSource({"true, 1500, 10", "false, 600, 12"})
    void theVerdictIsTheExitStatusOfASample(boolean served, String frames, int status)
            throws Exception {
        if (served) service = Service.start(hosts, PORT, 1024, true);
        hosts.capture(file());
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, Long.MAX_VALUE, 100, 400);
        FutureTask<Crowd.Ended> coming = hosts.doAtClient(crowd);
        assertEquals(status, statusOf("sample", "-i", "eth0", "-c", frames));
        crowd.leave();
        TestHosts.result(coming);
        assertReplayEndsWith(status);
    }

    @Test
    void aFloodIsTheExitStatusOfASample() throws Exception {
        service = Service.start(hosts, PORT, 16, true);
        hosts.capture(file());
        Process flood = hosts.startAtClient(HPING + "--rand-source -i u1000" + TO_SERVER);
        assertEquals(20, statusOf("sample", "-i", "eth0", "-c", "1000"));
        flood.destroy();
        flood.waitFor();
        assertReplayEndsWith(20);
    }

    private void assertReplayEndsWith(int status) throws Exception {
        while (replay().syns() < 200) Thread.onSpinWait(); // until the file holds what was sent
        assertEquals(status, statusOf("replay", "--net", TestHosts.SERVER, file().toString()));
    }

    private int statusOf(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--exit-code", "--json", "--no-baseline"));
        String[] args = command.toArray(new String[0]);
        Callable<Integer> run =
                () ->
                        Main.commandLine(new LocalHost(), args)
                                .setOut(new PrintWriter(new StringWriter()))
                                .setErr(new PrintWriter(new StringWriter()))
                                .execute(args);
        return TestHosts.result(hosts.doAtServer(run));
    }

    @Test
    void aServiceThatIsNotThereIsNoFlood() throws Exception {
        watch();
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, 2000, 300, 100_000);
        Crowd.Ended ended = TestHosts.result(hosts.doAtClient(crowd));
        assertEquals(new Crowd.Ended(0, 2000), ended);
        CliRun.Result live = watch.untilVerdict("handshakes-failing");
        assertFailing(live, "refused");
        assertReplayAgrees("handshakes-failing");
    }

    @Test
    void aServiceThatHangsIsNoFlood() throws Exception {
        service = Service.start(hosts, PORT, 4, false);
        watch();
        assertFailing("answered");
    }

    @Test
    void aFirewallThatDropsIsNoFlood() throws Exception {
        hosts.atServer("nft add table inet drops");
        hosts.atServer("nft add chain inet drops in { type filter hook input priority 0 ; }");
        hosts.atServer("nft add rule inet drops in tcp dport 80 drop");
        service = Service.start(hosts, PORT, 1024, true);
        watch();
        assertFailing("answered");
    }

    /** Clients that wait until they are served, and are not. */
    private void assertFailing(String why) throws Exception {
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, 300, 300, 1000);
        FutureTask<Crowd.Ended> waiting = hosts.doAtClient(crowd);
        CliRun.Result live = watch.untilVerdict("handshakes-failing");
        crowd.leave();
        TestHosts.result(waiting);
        assertFailing(live, why);
        assertReplayAgrees("handshakes-failing");
    }

    private void assertFailing(CliRun.Result live, String why) {
        assertTarget(live);
        assertTrue(evidence(live).contains(why), evidence(live));
        assertTrue(
                watch.verdicts().stream()
                        .allMatch(k -> CALM.contains(k) || k.equals("handshakes-failing")),
                watch.verdicts()::toString);
    }

    @Test
    void aFloodOnACrowdIsAFloodAndTheCrowdIsSeenToComplete() throws Exception {
        service = Service.start(hosts, PORT, 256, true);
        watch();
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, Long.MAX_VALUE, 100, 150);
        FutureTask<Crowd.Ended> coming = hosts.doAtClient(crowd);
        watch.untilVerdict("busy");
        Process flood = hosts.startAtClient(HPING + "--rand-source -i u1000" + TO_SERVER);
        CliRun.Result live = watch.untilVerdict("flood-forged");
        flood.destroy();
        flood.waitFor();
        crowd.leave();
        assertEquals(0, TestHosts.result(coming).failed());
        assertTarget(live);
        assertReplayAgrees("flood-forged");
    }

    @Test
    void aFloodThatGrowsSlowlyIsAFlood() throws Exception {
        service = Service.start(hosts, PORT, 16, true);
        watch();
        for (int perSecond = 20; perSecond <= 640; perSecond *= 2) {
            String rate = " -i u" + 1_000_000 / perSecond + " -c " + perSecond;
            hosts.atClient(HPING + "--rand-source" + rate + TO_SERVER);
        }
        assertTarget(watch.untilVerdict("flood-forged"));
        assertReplayAgrees("flood-forged");
    }
}
