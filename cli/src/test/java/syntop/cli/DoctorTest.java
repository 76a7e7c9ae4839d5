package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.capture.CaptureException;
import syntop.capture.live.CaptureInterface;
import syntop.linux.counters.SynCookies;

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
}
