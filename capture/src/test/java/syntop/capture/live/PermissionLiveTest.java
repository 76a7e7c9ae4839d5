package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("live")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class PermissionLiveTest {
    @ParameterizedTest
    @CsvSource({
        "RING,      'lo: cannot capture, permission denied; run as root, or with CAP_NET_RAW'",
        "LIBPCAP,   'lo: cannot capture, permission denied; run as root, or with CAP_NET_RAW'",
        "CONNTRACK, 'conntrack: permission denied; run as root, or with CAP_NET_ADMIN'",
    })
    void withoutCapabilityTheRefusalTellsHowToGiveIt(Backend backend, String start)
            throws Exception {
        String output = open(backend, "-all");
        assertTrue(output.startsWith(start), output);
        assertTrue(output.contains("setpriv"), output);
        assertEquals(1, output.lines().count(), output);
    }

    @ParameterizedTest
    @CsvSource({
        "RING,      net_raw,   lo",
        "LIBPCAP,   net_raw,   lo",
        "CONNTRACK, net_admin, conntrack",
    })
    void oneCapabilityAloneSuffices(Backend backend, String capability, String name)
            throws Exception {
        assertEquals("opened " + name + "\n", open(backend, "-all,+" + capability));
    }

    /** With {@code noroot} even root has those capabilities alone that it is given. */
    private static String open(Backend backend, String capabilities) throws Exception {
        return TestNetwork.run(
                "setpriv",
                "--securebits=+noroot",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OpenInterface.class.getName(),
                backend.name(),
                "lo");
    }
}
