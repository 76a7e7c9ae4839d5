package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.decode.Selection;
import syntop.capture.filter.LiveFilter;

/** Real kernels with filters that are swapped while frames come. */
@Tag("live")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class ThinningLiveTest {
    private static final int[] LEVELS = {0, 1, 3, HandshakeSample.MAX_LEVEL, Thinning.SYNS, 2, 0};
    private static final int EACH = 200;

    private final HandshakeSample sample = new HandshakeSample(11);
    private TestNetwork network;

    @BeforeEach
    void connect() throws Exception {
        network = new TestNetwork();
    }

    @AfterEach
    void disconnect() throws Exception {
        network.remove();
    }

    private static Thinning thinning(HandshakeSample sample, int lanes) {
        return new Thinning(sample, lanes, () -> 0);
    }

    private static LiveFilter filter(int... ports) {
        List<Integer> all = new ArrayList<>();
        for (int port : ports) all.add(port);
        return new LiveFilter(all, List.of(), false).withHandshakes();
    }

    private Capture open(String interfaceName, Backend backend, LiveFilter filter, int lanes)
            throws Exception {
        int bytes = LiveOptions.DEFAULT_BUFFER_BYTES;
        return new Capture(
                network.server,
                new LiveOptions(interfaceName, filter, backend, bytes, true, lanes));
    }

    /** Frames in which a SYN has become an ACK, which completes a handshake, of any number. */
    private static byte[] acknowledgement(byte[] frame, int ip, int tcp, int number) {
        ByteBuffer.wrap(frame).putInt(ip + tcp + 4, number * 0x9E37_79B1);
        frame[ip + tcp + 13] = SegmentBatch.ACK;
        return frame;
    }

    private static byte[] frame(int number) {
        int source = number % 1_000;
        return switch (number % 3) {
            case 0 -> acknowledgement(Syns.ipv4(source), 14, 20, number);
            case 1 -> acknowledgement(Syns.ipv6(source), 14, 40, number);
            default -> acknowledgement(Syns.ipv4(source, 0x8100, 0x8100), 22, 20, number);
        };
    }

    private boolean passes(byte[] frame, int linkType, int level) {
        SegmentBatch batch = new SegmentBatch(1);
        Selection selection = new Selection(List.of(), List.of());
        int length = frame.length;
        new FrameDecoder(selection, false, true)
                .decode(ByteBuffer.wrap(frame), 0, length, length, linkType, 0, batch);
        return sample.leastNumber(batch, 0) < HandshakeSample.bound(level);
    }

    private static void swap(Thinning thinning, int level, int lanes) {
        long swaps = thinning.swaps() + (thinning.wanted() == level ? 0 : lanes);
        thinning.want(level);
        while (thinning.swaps() < swaps) {
            assertNull(thinning.refusal());
            LockSupport.parkNanos(1_000_000); // until the next look; the time limit ends it
        }
    }

    private void send(List<byte[]> frames) throws Exception {
        TestNetwork.callIn(
                network.client,
                () -> {
                    try (FrameSender sender = new FrameSender("eth0")) {
                        frames.forEach(sender::send);
                    }
                    return null;
                });
    }

    @ParameterizedTest
    @CsvSource({"RING, eth0, 1", "RING, any, 1", "RING, eth0, 3", "LIBPCAP, eth0, 1"})
    void theKernelHoldsBackWhatIsNotInTheSample(Backend backend, String interfaceName, int lanes)
            throws Exception {
        Thinning thinning = thinning(sample, lanes);
        Frames sink = new Frames();
        long expected = 0;
        try (Capture capture = open(interfaceName, backend, filter(Syns.PORT), lanes)) {
            assertTrue(capture.source.thin(thinning));
            capture.start(sink);
            int number = 0;
            for (int level : LEVELS) {
                swap(thinning, level, lanes);
                List<byte[]> frames = new ArrayList<>();
                for (int i = 0; i < EACH; i++, number++) {
                    byte[] frame = frame(number);
                    if (passes(frame, LinkType.ETHERNET, level)) expected++;
                    frames.add(frame);
                }
                frames.add(Syns.ipv4(number % 1_000));
                frames.add(Syns.ipv6(number % 1_000, 0x8100));
                expected += 2;
                send(frames);
                capture.awaitAccepted(expected);
            }
            Losses losses = capture.stop();
            assertEquals(expected, losses.received());
            assertEquals(0, losses.droppedByKernel());
        }
        assertEquals(expected, sink.frames.get());
        assertEquals((LEVELS.length - 1L) * lanes, thinning.swaps());
        assertEquals(Thinning.SYNS, thinning.highest());
    }

    /** No Ethernet header: the network header is where the kernel says it is. */
    @Test
    void packetsWithoutALinkHeaderAreThinnedOutToo() throws Exception {
        TestNetwork.run("ip", "-n", network.server, "tuntap", "add", "tun0", "mode", "tun");
        TestNetwork.run("ip", "-n", network.server, "link", "set", "tun0", "up");
        Thinning thinning = thinning(sample, 1);
        long expected = 0;
        try (TunDevice tun = TestNetwork.callIn(network.server, () -> new TunDevice("tun0"));
                Capture capture = open("tun0", Backend.RING, filter(), 1)) {
            assertTrue(capture.source.thin(thinning));
            capture.start(new Frames());
            for (int level : LEVELS) {
                swap(thinning, level, 1);
                for (int i = 0; i < EACH; i++) {
                    byte[] packet = acknowledgement(Syns.packet(i), 0, 20, i);
                    if (passes(packet, LinkType.RAW, level)) expected++;
                    tun.receive(packet);
                }
                tun.receive(Syns.packet(Syns.MARKER));
                capture.awaitAccepted(++expected);
            }
            assertEquals(expected, capture.stop().received());
        }
    }

    @ParameterizedTest
    @CsvSource({"RING", "LIBPCAP"})
    void noSynIsLostWhileFiltersAreSwapped(Backend backend) throws Exception {
        Thinning thinning = thinning(sample, 1);
        Tally tally = new Tally();
        AtomicBoolean enough = new AtomicBoolean();
        try (Capture capture = open("eth0", backend, filter(Syns.PORT), 1)) {
            assertTrue(capture.source.thin(thinning));
            capture.start(tally);
            FutureTask<Integer> sending =
                    new FutureTask<>(
                            () -> TestNetwork.callIn(network.client, () -> sendSyns(enough)));
            new Thread(sending).start();
            for (int swaps = 1; swaps <= 2 * Thinning.SYNS; swaps++) {
                swap(thinning, swaps % (Thinning.SYNS + 1), 1);
            }
            enough.set(true);
            int sent = sending.get();
            tally.awaitMarker();
            Losses losses = capture.stop();
            assertEquals(sent, tally.total() + losses.droppedByKernel());
        }
    }

    private static int sendSyns(AtomicBoolean enough) throws Exception {
        try (FrameSender sender = new FrameSender("eth0")) {
            int sent = 0;
            while (!enough.get()) sender.send(Syns.ipv4(sent++ % 250));
            sender.send(Syns.ipv4(Syns.MARKER));
            return sent + 1;
        }
    }

    /** Before Linux 6.7 both filters together were too long for it. */
    @Test
    void longFiltersAreSwappedWhereTheKernelTakesNoLongerOnes() throws Exception {
        TestNetwork.runIn(network.server, "sysctl", "-qw", "net.core.optmem_max=20480");
        int[] ports = new int[16];
        for (int i = 0; i < ports.length; i++) ports[i] = Syns.PORT + 7 * i;
        Thinning thinning = thinning(sample, 1);
        try (Capture capture = open("eth0", Backend.RING, filter(ports), 1)) {
            assertTrue(capture.source.thin(thinning));
            capture.start(new Frames());
            for (int level : LEVELS) swap(thinning, level, 1);
            assertEquals(LEVELS.length - 1, thinning.swaps());
        }
    }

    @Test
    void aFilterThatTheKernelRefusesLeavesTheOneBefore() throws Exception {
        Thinning thinning = thinning(sample, 1);
        Frames sink = new Frames();
        try (Capture capture = open("eth0", Backend.RING, filter(Syns.PORT), 1)) {
            assertTrue(capture.source.thin(thinning));
            // as much as the filter in use takes, and nothing longer
            TestNetwork.runIn(network.server, "sysctl", "-qw", "net.core.optmem_max=5000");
            capture.start(sink);
            thinning.want(3);
            while (thinning.refusal() == null) LockSupport.parkNanos(1_000_000);
            assertFalse(thinning.isPossible());
            assertEquals(Thinning.ALL, thinning.state().level());
            TestNetwork.runIn(network.server, "sysctl", "-qw", "net.core.optmem_max=131072");
            send(List.of(frame(0), frame(1), frame(2), Syns.ipv4(1)));
            assertEquals(4, capture.stopAfter(4).received());
        }
    }

    @Test
    void whereFramesBeginOtherwiseLibpcapKeepsItsFilter() throws Exception {
        Thinning thinning = thinning(sample, 1);
        try (Capture capture = open(LiveOptions.ANY, Backend.LIBPCAP, filter(Syns.PORT), 1)) {
            assertFalse(capture.source.thin(thinning));
        }
        assertFalse(thinning.isPossible());
    }

    /** Counts frames, of whatever thread. */
    private static final class Frames implements LiveSink {
        final AtomicLong frames = new AtomicLong();

        @Override
        public void frame(
                ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
            frames.incrementAndGet();
        }

        @Override
        public void idle() {}
    }
}
