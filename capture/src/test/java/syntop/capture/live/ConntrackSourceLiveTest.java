package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;

/** Connections that a real kernel begins to track, as SYNs. */
@Tag("live")
@Timeout(120)
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class ConntrackSourceLiveTest {
    private static final String CLIENT = "00000000000000000000ffffc6120001";
    private static final String CLIENT6 = "fd180000000000000000000000000001";
    private static final long TIME = 1_795_183_392_000_000_000L;

    private TestNetwork network;
    private ExecutorService server;
    private LiveSource source;

    @BeforeEach
    void setUp() throws Exception {
        network = new TestNetwork();
        network.addIpv6();
        TestNetwork.runIn(
                network.server,
                "nft",
                "table inet filter { chain in { type filter hook input priority 0;"
                        + " ct state new counter; }; }");
        server = TestNetwork.executorIn(network.server);
    }

    @AfterEach
    void tearDown() throws Exception {
        if (source != null) source.close();
        server.shutdownNow();
        network.remove();
    }

    private void open(int bufferBytes) throws Exception {
        LiveFilter all = new LiveFilter(List.of(), List.of(), false);
        LiveOptions options =
                new LiveOptions("conntrack", all, Backend.CONNTRACK, bufferBytes, false);
        source = server.submit(() -> LiveSources.open(options, () -> TIME)).get();
    }

    private Future<?> start(LiveSink sink) {
        return server.submit(
                () -> {
                    source.run(sink);
                    return null;
                });
    }

    private void refused(String address, int times) throws Exception {
        TestNetwork.callIn(
                network.client,
                () -> {
                    for (int i = 0; i < times; i++) {
                        assertThrows(IOException.class, () -> new Socket(address, 9));
                    }
                    return null;
                });
    }

    private void datagrams(int count) throws Exception {
        TestNetwork.callIn(
                network.client,
                () -> {
                    try (DatagramSocket socket = new DatagramSocket()) {
                        for (int port = 20_000; port < 20_000 + count; port++) {
                            InetSocketAddress to = new InetSocketAddress("198.18.0.2", port);
                            socket.send(new DatagramPacket(new byte[1], 1, to));
                        }
                    }
                    return null;
                });
    }

    @Test
    void handsOverEachNewConnectionOnce() throws Exception {
        open(LiveOptions.DEFAULT_BUFFER_BYTES);
        assertEquals("conntrack", source.interfaceName());
        assertEquals(List.of(), source.listing());
        refused("198.18.0.2", 5);
        refused("fd18::2", 3);
        datagrams(4); // not of TCP
        // taken up in its middle, so not a SYN
        String hping = "hping3 -q -c 1 -A -s 40000 -p 9 198.18.0.2; true";
        TestNetwork.runIn(network.client, "sh", "-c", hping);
        Tally tally = new Tally();
        Future<?> run = start(tally);
        source.stop(); // what has come by now is still handed over
        run.get(20, TimeUnit.SECONDS);
        assertEquals(Map.of(CLIENT, 5L, CLIENT6, 3L), tally.syns);
        assertEquals(9, tally.frames);
        assertEquals(LinkType.RAW, tally.lastLinkType);
        assertEquals(new Losses(9, 0, 0), source.losses());
        source.close();
        assertEquals(new Losses(9, 0, 0), source.losses());
    }

    @Test
    void whatFindsNoRoomIsCounted() throws Exception {
        open(LiveOptions.MIN_BUFFER_BYTES);
        int sent = 8_000;
        datagrams(sent);
        refused("198.18.0.2", 1);
        Tally tally = new Tally();
        Future<?> run = start(tally);
        source.stop();
        run.get(20, TimeUnit.SECONDS);
        Losses losses = source.losses();
        assertTrue(losses.droppedByKernel() > 0, losses::toString);
        assertEquals(tally.frames + losses.droppedByKernel(), losses.received());
    }

    @Test
    void stopEndsARunThatNothingComesFor() throws Exception {
        open(LiveOptions.MIN_BUFFER_BYTES);
        Tally tally = new Tally();
        Future<?> run = start(tally);
        assertTrue(tally.firstIdle.await(20, TimeUnit.SECONDS));
        source.stop();
        run.get(20, TimeUnit.SECONDS);
        assertEquals(0, tally.frames);
    }
}
