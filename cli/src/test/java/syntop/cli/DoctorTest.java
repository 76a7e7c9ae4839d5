package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.capture.CaptureException;
import syntop.capture.live.CaptureInterface;
import syntop.linux.counters.SynCookies;
import syntop.linux.counters.TcpCounters;

class DoctorTest {
    private final FakeHost host = new FakeHost();

    /** The output, whatever Java this is. */
    private static String text(Run run) {
        return run.out().replace(Runtime.version().toString(), "17.0.15");
    }

    @Test
    void findsNothingWrong() throws IOException {
        Run run = host.run("doctor");
        assertEquals("", run.err());
        assertEquals(0, run.status());
        Golden.assertMatches("doctor-ok.txt", text(run));
    }

    @Test
    void namesARemedyForEachTrouble() throws IOException {
        host.refusal =
                new CaptureException(
                        "eth0: cannot capture, permission denied; run as root, or grant CAP_NET_RAW");
        host.libpcapMissing = new CaptureException("no libpcap");
        host.synCookies = SynCookies.OFF;
        host.clockSynchronized = false;
        host.defaultInterface = null;
        host.interfaces.add(new CaptureInterface("eth1", 3, false, false, false, List.of()));
        Run run = host.run("doctor");
        assertEquals(1, run.status());
        Golden.assertMatches("doctor-trouble.txt", text(run));
    }

    @Test
    void triesABoundedNumberOfInterfaces() {
        for (int i = 0; i < 1_000; i++) {
            host.interfaces.add(
                    new CaptureInterface("veth" + i, 3 + i, true, true, false, List.of()));
        }
        Run run = host.run("doctor");
        assertEquals(16, host.opened.size());
        assertTrue(run.out().contains("986 more interfaces are up"), run.out());
    }

    @Test
    void jsonTellsTheSame() {
        host.synCookies = SynCookies.ALWAYS;
        Run run = host.run("doctor", "--json");
        assertEquals(0, run.status());
        var json = new CliRun(0, run.out(), "").result().json();
        assertEquals("true", String.valueOf(json.get("canCapture")));
        assertTrue(run.out().contains("\"level\":\"warn\",\"subject\":\"syncookies\""), run.out());
        assertTrue(run.out().contains("\"remedy\":\"sysctl -w"), run.out());
    }

    @Test
    void tellsOfRequestsThatAreLostNow() {
        host.counters.clear();
        host.counters.add(TcpCounters.of(100, 0, 0, 0, 7));
        host.counters.add(TcpCounters.of(4_100, 0, 0, 0, 19));
        String out = host.run("doctor").out();
        assertTrue(out.contains("warn  4,000 SYN cookies a second are being sent"), out);
        assertTrue(out.contains("warn  12.0 requests a second are lost at listeners\n"), out);
        FakeHost later = new FakeHost();
        later.counters.clear();
        later.counters.add(TcpCounters.of(4_100, 0, 0, 0, 19));
        out = later.run("doctor").out();
        assertTrue(out.contains("ok    no SYN cookie just now, 4,100 so far"), out);
        assertTrue(out.contains("ok    no request is lost at a listener just now, 19 so far"), out);
    }
}
