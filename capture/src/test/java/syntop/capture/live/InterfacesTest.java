package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.Prefix;

class InterfacesTest {
    private static final String HEADING_4 =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
    private static final String ZEROS = "0".repeat(32);

    @Test
    void defaultRouteIsThatWithTheLowestMetric() {
        List<String> lines =
                List.of(
                        HEADING_4,
                        "eth0\t0002000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
                        "wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                        "eth1\t00000000\t010300C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                        "eth2\t00000000\t010400C0\t0003\t0\t0\t200\t00000000\t0\t0\t0");
        assertEquals("eth1", Interfaces.defaultRoute4(lines));
    }

    @Test
    void routesThatAreDownOrToHalfTheInternetAreNone() {
        List<String> lines =
                List.of(
                        HEADING_4,
                        "eth0\t00000000\t010200C0\t0002\t0\t0\t0\t00000000\t0\t0\t0",
                        "tun0\t00000000\t010200C0\t0003\t0\t0\t0\t00000080\t0\t0\t0");
        assertNull(Interfaces.defaultRoute4(lines));
        assertNull(Interfaces.defaultRoute4(List.of()));
    }

    @Test
    void defaultRouteOfIpv6IsNotTheRefusalOnLoopback() {
        String refusal = route6("ffffffff", "00200200", "lo");
        assertNull(Interfaces.defaultRoute6(List.of(refusal)));
        List<String> lines =
                List.of(
                        refusal,
                        route6("00000400", "00000003", "eth1"),
                        route6("100", "3", "eth0"));
        assertEquals("eth0", Interfaces.defaultRoute6(lines));
    }

    private static String route6(String metric, String flags, String name) {
        return String.join(
                " ", ZEROS, "00", ZEROS, "00", ZEROS, metric, "00000001", "00000000", flags, name);
    }

    @Test
    void loopbackIsListedWithItsAddress() throws Exception {
        CaptureInterface loopback = Interfaces.find("lo");
        assertNotNull(loopback);
        assertTrue(loopback.loopback());
        assertTrue(loopback.up());
        Prefix address = new Prefix(0, SegmentBatch.V4_MAPPED | 0x7F00_0001L, 128);
        assertTrue(loopback.addresses().contains(address), loopback::toString);
        assertTrue(Interfaces.localAddresses().contains(address));
        assertNull(Interfaces.find("eth7"));
    }
}
