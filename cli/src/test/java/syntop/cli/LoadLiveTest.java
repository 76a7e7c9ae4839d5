package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import syntop.analyzer.handshake.Limits;

/** A flood that is more than a small machine follows, and what the kernel lets through then. */
@Tag("live")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"ip", "hping3", "nft"})
class LoadLiveTest {
    private static final int PORT = 80;
    private static final long CLIENTS = 1_600;

    /** A machine that is busy with some hundred requests in a second. */
    private static final class SmallHost extends LocalHost {
        @Override
        public Limits limits() {
            return new Limits(300, 1 << 18, 1, 1);
        }
    }

    private TestHosts hosts;
    private Service service;
    private Watch watch;

    @BeforeEach
    void connect() throws Exception {
        hosts = new TestHosts();
        hosts.setAtServer("tcp_syncookies", 2); // so that each request is answered
        hosts.atServer("nft add table inet syns");
        hosts.atServer(
                "nft add chain inet syns in { type filter hook prerouting priority -300 ; }");
        hosts.atServer("nft add rule inet syns in tcp flags & (syn|ack) == syn counter");
        service = Service.start(hosts, PORT, 1024, true);
        watch = new Watch(hosts, new SmallHost());
    }

    @AfterEach
    void disconnect() throws Exception {
        try {
            watch.close();
            service.close();
        } finally {
            hosts.close();
        }
    }

    private static Map<?, ?> filter(CliRun.Result report) {
        return (Map<?, ?>) report.object("capture").get("kernelFilter");
    }

    private static boolean passes(CliRun.Result report, String what) {
        return what.equals(filter(report).get("passes"));
    }

    private static double figure(CliRun.Result report, String name) {
        return Double.parseDouble(String.valueOf(report.object("handshakes").get(name)));
    }

    private long synsAtServer() throws Exception {
        String rules = hosts.atServer("nft list chain inet syns in");
        Matcher packets = Pattern.compile("counter packets ([0-9]+) ").matcher(rules);
        assertTrue(packets.find(), rules);
        return Long.parseLong(packets.group(1));
    }

    @Test
    void clientsAmongAFloodAreSeenToCompleteThoughTheKernelHoldsMostBack() throws Exception {
        assertTrue(passes(watch.next(), "full"));
        String flood = "hping3 -q -S -p 80 --rand-source -i u2000 ";
        Process flooding = hosts.startAtClient(flood + TestHosts.SERVER);
        Crowd crowd = new Crowd(TestHosts.SERVER, PORT, CLIENTS, 100, 400);
        FutureTask<Crowd.Ended> coming = hosts.doAtClient(crowd);
        watch.until(report -> passes(report, "sampled"));
        Crowd.Ended ended = TestHosts.result(coming);
        flooding.destroy();
        flooding.waitFor();
        assertEquals(new Crowd.Ended(CLIENTS, 0), ended);

        CliRun.Result report = watch.until(live -> passes(live, "full"));
        Map<?, ?> narrowest = (Map<?, ?>) filter(report).get("narrowest");
        assertEquals("sampled", narrowest.get("passes"));
        assertTrue((Long) narrowest.get("oneOf") >= 4, narrowest::toString);
        assertEquals(synsAtServer(), report.syns()); // whatever else was held back
        double told = figure(report, "shareError") / 2;
        double share = (double) CLIENTS / report.syns();
        double req = ((Long) report.object("totals").get("req")).doubleValue();
        assertEquals(share, figure(report, "completed") / req, 4 * told);
        assertTrue(told > 0 && told < 0.1, "told=" + told);
        assertEquals(0, report.droppedByKernel());
    }
}
