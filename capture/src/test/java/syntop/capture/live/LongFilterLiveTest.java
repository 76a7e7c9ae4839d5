package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.decode.Prefix;
import syntop.capture.filter.LiveFilter;

/** Filters for many ports and addresses, where the kernel takes no longer ones than of old. */
@Tag("live")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class LongFilterLiveTest {
    private TestNetwork network;

    @BeforeEach
    void connect() throws Exception {
        network = new TestNetwork();
        // the kernel's own before Linux 6.7; a namespace has its own since 6.8
        TestNetwork.runIn(network.server, "sysctl", "-qw", "net.core.optmem_max=20480");
    }

    @AfterEach
    void disconnect() throws Exception {
        network.remove();
    }

    @ParameterizedTest
    @CsvSource({
        "RING, eth0, 0, false", "RING, any, 0, true", "LIBPCAP, eth0, 0, true",
                "LIBPCAP, any, 0, true",
        "RING, eth0, 8, false", "RING, any, 8, true", "LIBPCAP, eth0, 8, true",
                "LIBPCAP, any, 8, false",
        "RING, eth0, 32, true", "RING, any, 32, true", "LIBPCAP, eth0, 32, true",
                "LIBPCAP, any, 32, true",
    })
    void theKernelTakesIt(Backend backend, String interfaceName, int many, boolean tunnels)
            throws Exception {
        LiveFilter filter = new LiveFilter(ports(many), nets(many), tunnels);
        int bytes = LiveOptions.MIN_BUFFER_BYTES;
        LiveOptions options = new LiveOptions(interfaceName, filter, backend, bytes, true);
        byte[] other = Syns.ipv4(1);
        other[14 + 20 + 13] = 0x10; // ACK, which no filter lets through
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options).start(tally)) {
            TestNetwork.callIn(
                    network.client,
                    () -> {
                        try (FrameSender sender = new FrameSender("eth0")) {
                            for (int i = 0; i < 10; i++) {
                                sender.send(other);
                            }
                            sender.send(Syns.ipv4(Syns.MARKER));
                        }
                        return null;
                    });
            tally.awaitMarker();
            assertEquals(1, capture.accepted()); // in the kernel, not by libpcap behind it
            assertEquals(1, capture.stop().received());
        }
    }

    private static List<Integer> ports(int many) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < many; i++) ports.add(Syns.PORT + 7 * i);
        return ports;
    }

    /** Of the length of which most are left, none like another. */
    private static List<Prefix> nets(int many) {
        List<Prefix> nets = new ArrayList<>();
        if (many > 0) nets.add(Syns.SERVER);
        for (int i = 1; i < many; i++) {
            nets.add(
                    new Prefix(
                            0x2001_0DB8_0000_0000L | i * 0x9E37_79B9L,
                            i * 0x9E37_79B9_7F4AL,
                            64 + i));
        }
        return nets;
    }
}
