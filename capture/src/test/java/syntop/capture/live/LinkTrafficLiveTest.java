package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import syntop.capture.file.FileReport;
import syntop.capture.file.FileSource;
import syntop.capture.filter.LiveFilter;

/**
 * Every kind of interface gives the same counts live, by both backends, and from tcpdump's file.
 */
@Tag("live")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class LinkTrafficLiveTest {
    private static final int SENT = 500; // besides the marker
    private static final int SOURCES = 7;
    private static final byte[] MARKER_ADDRESS = {(byte) 198, 18, (byte) 235, 96};

    @TempDir Path dir;
    private TestNetwork network;

    @BeforeEach
    void connect() throws Exception {
        network = new TestNetwork();
    }

    @AfterEach
    void disconnect() throws Exception {
        network.remove();
    }

    /** Brings SYNs to the interface that is captured, the marker last. */
    private interface Traffic {
        void send(Capture capture) throws Exception;
    }

    private void sameCounts(String interfaceName, Traffic traffic) throws Exception {
        Tally ring = new Tally();
        Tally libpcap = new Tally();
        Path file = dir.resolve(interfaceName + ".pcap");
        try (Tcpdump tcpdump = new Tcpdump(network.server, interfaceName, MARKER_ADDRESS);
                Capture first = open(interfaceName, Backend.RING).start(ring);
                Capture second = open(interfaceName, Backend.LIBPCAP).start(libpcap)) {
            traffic.send(first);
            tcpdump.save(file); // each has seen the marker, so all before it
            ring.awaitMarker();
            libpcap.awaitMarker();
            assertEquals(0, first.stop().droppedByKernel());
            assertEquals(0, second.stop().droppedByKernel());
        }
        Tally replayed = new Tally();
        List<FileReport> reports = new FileSource(List.of(file.toString())).read(replayed);
        assertNull(reports.get(0).error());
        assertEquals(SENT + 1, replayed.total());
        assertEquals(replayed.syns, ring.syns);
        assertEquals(replayed.syns, libpcap.syns);
    }

    private Capture open(String interfaceName, Backend backend) throws Exception {
        LiveFilter filter = new LiveFilter(List.of(), List.of(), false);
        int bytes = LiveOptions.DEFAULT_BUFFER_BYTES;
        LiveOptions options = new LiveOptions(interfaceName, filter, backend, bytes, true);
        return new Capture(network.server, options);
    }

    private static void send(
            String host, String interfaceName, int count, boolean marker, int... tags)
            throws Exception {
        TestNetwork.callIn(
                host,
                () -> {
                    try (FrameSender sender = new FrameSender(interfaceName)) {
                        for (int i = 0; i < count; i++) {
                            int source = i % SOURCES;
                            sender.send(
                                    i % 2 == 0 ? Syns.ipv4(source, tags) : Syns.ipv6(source, tags));
                        }
                        if (marker) sender.send(Syns.ipv4(Syns.MARKER, tags));
                    }
                    return null;
                });
    }

    /** The kernel takes the outer tag out of the frame; the file has it back. */
    @Test
    void vlan() throws Exception {
        sameCounts("eth0", capture -> send(network.client, "eth0", SENT, true, 0x8100));
    }

    @Test
    void vlanWithinVlan() throws Exception {
        sameCounts("eth0", capture -> send(network.client, "eth0", SENT, true, 0x88A8, 0x8100));
    }

    @Test
    void loopback() throws Exception {
        sameCounts("lo", capture -> send(network.server, "lo", SENT, true));
    }

    @Test
    void any() throws Exception {
        sameCounts(
                LiveOptions.ANY,
                capture -> {
                    send(network.server, "lo", SENT / 2, false);
                    capture.awaitAccepted(SENT / 2); // another core may be ahead with the rest
                    send(network.client, "eth0", SENT - SENT / 2, true);
                });
    }

    @Test
    void tun() throws Exception {
        TestNetwork.run("ip", "-n", network.server, "tuntap", "add", "tun0", "mode", "tun");
        TestNetwork.run("ip", "-n", network.server, "link", "set", "tun0", "up");
        try (TunDevice tun = TestNetwork.callIn(network.server, () -> new TunDevice("tun0"))) {
            sameCounts(
                    "tun0",
                    capture -> {
                        for (int i = 0; i < SENT; i++) tun.receive(Syns.packet(i % SOURCES));
                        tun.receive(Syns.packet(Syns.MARKER));
                    });
        }
    }
}
