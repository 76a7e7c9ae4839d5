package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.CaptureException;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;

/** What both live sources promise, with real frames between two namespaces. */
@Tag("live")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
abstract class LiveSourceContract {
    private static final int MANY = 20_000;
    private static final int SOURCES = 250;
    static final LiveFilter ALL_SYNS = new LiveFilter(List.of(), List.of(), false);

    TestNetwork network;

    abstract Backend backend();

    @BeforeEach
    void connect() throws Exception {
        network = new TestNetwork();
    }

    @AfterEach
    void disconnect() throws Exception {
        network.remove();
    }

    LiveOptions options(String interfaceName) {
        return options(interfaceName, ALL_SYNS, LiveOptions.DEFAULT_BUFFER_BYTES);
    }

    LiveOptions options(String interfaceName, LiveFilter filter, int bufferBytes) {
        return new LiveOptions(interfaceName, filter, backend(), bufferBytes, true);
    }

    void send(String namespace, String interfaceName, int count, IntFunction<byte[]> frame)
            throws Exception {
        TestNetwork.callIn(
                namespace,
                () -> {
                    try (FrameSender sender = new FrameSender(interfaceName)) {
                        for (int i = 0; i < count; i++) {
                            sender.send(frame.apply(i));
                        }
                    }
                    return null;
                });
    }

    /** Nothing lost; more than SYNs may come, the filter lets IPv6's own reports through. */
    static void assertSyns(long expected, Tally tally, Losses losses) {
        assertEquals(expected, tally.total());
        assertEquals(0, losses.droppedByKernel());
        assertAddsUp(tally, losses);
    }

    private static void assertAddsUp(Tally tally, Losses losses) {
        assertEquals(tally.frames + losses.droppedByKernel(), losses.received());
    }

    @Test
    void everySynSentIsCountedOrDropped() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            send(network.client, "eth0", MANY, i -> Syns.ipv4(i % SOURCES));
            Losses losses = capture.stopAfter(MANY);
            assertEquals(MANY, tally.total() + losses.droppedByKernel());
            assertAddsUp(tally, losses);
        }
        assertEquals(SOURCES, tally.syns.size());
    }

    @Test
    void handsOverWhatCameBeforeItRanAndBeforeTheStop() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options("eth0"))) {
            send(network.client, "eth0", 7, Syns::ipv4);
            capture.start(tally);
            assertTrue(tally.firstIdle.await(20, TimeUnit.SECONDS));
            send(network.client, "eth0", 3, Syns::ipv4);
            assertSyns(10, tally, capture.stopAfter(10));
        }
    }

    /**
     * What comes in before the filter is set must not be counted for what comes after it: as many
     * frames would be missing at the end. Which is more than none whenever the line is busy.
     */
    @Test
    void stopsWithAllThatCameThoughTheLineWasBusyWhenItWasOpened() throws Exception {
        for (int round = 0; round < 5; round++) {
            Tally tally = new Tally();
            try (Noise noise = new Noise(network.client, "eth0");
                    Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
                noise.end();
                tally.awaitMarker();
                long before = capture.accepted();
                send(network.client, "eth0", SOURCES, Syns::ipv4);
                Losses losses = capture.stopAfter(before + SOURCES);
                assertEquals(0, losses.droppedByKernel());
                assertAddsUp(tally, losses);
            }
            tally.syns.keySet().removeAll(List.of(Noise.ADDRESS, Syns.MARKER_ADDRESS));
            assertEquals(SOURCES, tally.total());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth0", "lo"})
    void stopsThoughFramesKeepComing(String interfaceName) throws Exception {
        Tally tally = new Tally();
        try (Noise noise = new Noise(network.server, interfaceName);
                Capture capture =
                        new Capture(network.server, options(interfaceName)).start(tally)) {
            assertTrue(tally.firstFrame.await(20, TimeUnit.SECONDS));
            Losses losses = capture.stop();
            assertAddsUp(tally, losses);
            assertEquals(losses, capture.source.losses());
            noise.end();
        }
    }

    /** The kernel takes the outermost tag out of what it receives; a file has it in the frame. */
    @ParameterizedTest
    @CsvSource({"0,0,4", "0x8100,0,4", "0x88A8,0,6", "0x88A8,0x8100,4", "0x8100,0x8100,6"})
    void framesHaveTheirTags(String outer, String inner, int version) throws Exception {
        int[] tags =
                IntStream.of(Integer.decode(outer), Integer.decode(inner))
                        .filter(type -> type != 0)
                        .toArray();
        byte[] frame = version == 4 ? Syns.ipv4(1, tags) : Syns.ipv6(1, tags);
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            send(network.client, "eth0", 1, i -> frame);
            assertSyns(1, tally, capture.stopAfter(1));
        }
        assertArrayEquals(frame, tally.lastSyn);
        assertEquals(LinkType.ETHERNET, tally.lastLinkType);
    }

    @Test
    void outgoingFramesAreSeenToo() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.client, options("eth0")).start(tally)) {
            send(network.client, "eth0", 100, i -> Syns.ipv6(i, 0x8100));
            assertSyns(100, tally, capture.stopAfter(100));
        }
    }

    @Test
    void onlyWhatTheFilterAcceptsIsReceived() throws Exception {
        LiveFilter other = new LiveFilter(List.of(81), List.of(), false);
        Tally tally = new Tally();
        try (Capture capture =
                new Capture(network.server, options("eth0", other, 1 << 20)).start(tally)) {
            send(network.client, "eth0", 100, Syns::ipv4);
            assertSyns(0, tally, capture.stop());
        }
    }

    @Test
    void loopbackPacketsAreSeenOnce() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options("lo")).start(tally)) {
            connectInVain("127.0.0.1");
            connectInVain("::1");
            assertSyns(2, tally, capture.stopAfter(2));
        }
        assertEquals(LinkType.ETHERNET, tally.lastLinkType);
    }

    /** To a port that nobody listens to: one SYN, answered by a RST. */
    private void connectInVain(String address) throws Exception {
        TestNetwork.callIn(
                network.server,
                () -> assertThrows(ConnectException.class, () -> new Socket(address, 9).close()));
    }

    @Test
    void anySeesEveryInterface() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options(LiveOptions.ANY)).start(tally)) {
            send(network.client, "eth0", 3, Syns::ipv4);
            send(network.client, "eth0", 4, i -> Syns.ipv6(i, 0x8100));
            connectInVain("127.0.0.1");
            assertSyns(8, tally, capture.stopAfter(8));
        }
        assertEquals(LinkType.LINUX_SLL, tally.lastLinkType);
    }

    @Test
    void tunInterfaceIsCaptured() throws Exception {
        TestNetwork.run("ip", "-n", network.server, "tuntap", "add", "tun0", "mode", "tun");
        TestNetwork.run("ip", "-n", network.server, "link", "set", "tun0", "up");
        TestNetwork.run("ip", "-n", network.server, "addr", "add", "198.18.9.1/24", "dev", "tun0");
        Tally tally = new Tally();
        try (TunDevice tun = TestNetwork.callIn(network.server, () -> new TunDevice("tun0"));
                Capture capture = new Capture(network.server, options("tun0")).start(tally)) {
            for (int i = 0; i < 50; i++) {
                tun.receive(Syns.packet(i));
            }
            assertSyns(50, tally, capture.stopAfter(50));
        }
        assertEquals(50, tally.syns.size());
    }

    @Test
    void stalledSinkLosesOnlyWhatIsCounted() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Tally tally = new Tally();
        LiveSink stalling =
                new LiveSink() {
                    @Override
                    public void frame(
                            ByteBuffer buf,
                            int off,
                            int capLen,
                            int wireLen,
                            int linkType,
                            long tsNanos) {
                        stalled.countDown();
                        awaitQuietly(goOn);
                        tally.frame(buf, off, capLen, wireLen, linkType, tsNanos);
                    }

                    @Override
                    public void idle() {
                        tally.idle();
                    }
                };
        try (Capture capture =
                new Capture(network.server, options("eth0", ALL_SYNS, 1 << 20)).start(stalling)) {
            send(network.client, "eth0", MANY, i -> Syns.ipv4(i % SOURCES));
            assertTrue(stalled.await(20, TimeUnit.SECONDS));
            capture.awaitAccepted(MANY);
            goOn.countDown();
            Losses losses = capture.stop();
            assertTrue(losses.droppedByKernel() > 0, losses::toString);
            assertEquals(MANY, tally.total() + losses.droppedByKernel());
            assertAddsUp(tally, losses);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void silentLineIsIdleAndStops() throws Exception {
        CountDownLatch ticks = new CountDownLatch(3);
        Tally tally =
                new Tally() {
                    @Override
                    public void idle() {
                        ticks.countDown();
                    }
                };
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            assertTrue(ticks.await(20, TimeUnit.SECONDS));
            assertEquals(Losses.NONE, capture.stop());
        }
    }

    @Test
    void removedInterfaceEndsTheRunWithAllThatCame() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            assertTrue(tally.firstIdle.await(20, TimeUnit.SECONDS));
            send(network.client, "eth0", 10, Syns::ipv4);
            capture.awaitAccepted(10); // what is still on its way goes with the interface
            TestNetwork.run("ip", "-n", network.server, "link", "del", "eth0");
            InterfaceDownException e = assertThrows(InterfaceDownException.class, capture::await);
            assertEquals("eth0: the interface was removed", e.getMessage());
            assertSyns(10, tally, capture.source.losses());
        }
    }

    @Test
    void interfaceThatGoesDownEndsTheRunAndCanBeOpenedAgain() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            assertTrue(tally.firstIdle.await(20, TimeUnit.SECONDS));
            TestNetwork.run("ip", "-n", network.server, "link", "set", "eth0", "down");
            InterfaceDownException e = assertThrows(InterfaceDownException.class, capture::await);
            assertEquals("eth0: the interface went down", e.getMessage());
        }
        CaptureException refused =
                assertThrows(
                        CaptureException.class,
                        () -> new Capture(network.server, options("eth0")).close());
        assertEquals(
                "eth0: cannot capture, the interface is down; ip link set eth0 up",
                refused.getMessage());
        TestNetwork.run("ip", "-n", network.server, "link", "set", "eth0", "up");
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            send(network.client, "eth0", 10, Syns::ipv4);
            assertSyns(10, tally, capture.stopAfter(10));
        }
    }

    @Test
    void missingInterfaceIsToldWithThoseThereAre() {
        CaptureException e =
                assertThrows(
                        CaptureException.class,
                        () -> new Capture(network.server, options("eth7")).close());
        assertEquals("eth7: no such interface; there are: lo, eth0", e.getMessage());
    }

    @Test
    void whatTheSinkThrowsEndsTheRun() throws Exception {
        IllegalStateException thrown = new IllegalStateException("sink");
        Tally tally =
                new Tally() {
                    @Override
                    public void frame(
                            ByteBuffer buf,
                            int off,
                            int capLen,
                            int wireLen,
                            int linkType,
                            long tsNanos) {
                        throw thrown;
                    }
                };
        try (Capture capture = new Capture(network.server, options("eth0")).start(tally)) {
            send(network.client, "eth0", 3, Syns::ipv4);
            assertSame(thrown, assertThrows(IllegalStateException.class, capture::await));
        }
    }

    @Test
    void stopBeforeRunAndTwiceAndAfterCloseIsFine() throws Exception {
        try (Capture capture = new Capture(network.server, options("eth0"))) {
            capture.source.stop();
            capture.source.stop();
            capture.start(new Tally()).await();
            capture.source.close();
            capture.source.stop();
            capture.source.close();
            assertEquals(Losses.NONE, capture.source.losses());
        }
    }
}
