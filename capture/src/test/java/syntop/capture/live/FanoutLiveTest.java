package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;

/** Several rings that share the frames of one interface. */
@Tag("live")
@Timeout(60)
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class FanoutLiveTest {
    private static final int LANES = 3;
    private static final int SOURCES = 200;
    private static final int SYNS = 20_000;

    private TestNetwork network;

    /** A tally for each thread. */
    private static final class Tallies implements LiveSink {
        final List<Tally> all = new ArrayList<>();

        Tallies() {
            while (all.size() < LANES) {
                all.add(new Tally());
            }
        }

        @Override
        public LiveSink lane(int number) {
            return all.get(number);
        }

        @Override
        public void frame(
                ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
            throw new AssertionError("a frame that is of no lane");
        }

        @Override
        public void idle() {}

        long frames() {
            return all.stream().mapToLong(tally -> tally.frames).sum();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        network = new TestNetwork();
    }

    @AfterEach
    void disconnect() throws Exception {
        network.remove();
    }

    private Capture open() throws Exception {
        LiveFilter filter = new LiveFilter(List.of(), List.of(), false);
        return new Capture(
                network.server,
                new LiveOptions("eth0", filter, Backend.RING, 4 << 20, true, LANES));
    }

    private void send(int count) throws Exception {
        TestNetwork.callIn(
                network.client,
                () -> {
                    try (FrameSender sender = new FrameSender("eth0")) {
                        for (int i = 0; i < count; i++) {
                            sender.send(Syns.ipv4(i % SOURCES));
                        }
                    }
                    return null;
                });
    }

    @Test
    void everyFrameComesToOneOfThemAndAllOfAConnectionToTheSame() throws Exception {
        Tallies tallies = new Tallies();
        try (Capture capture = open().start(tallies)) {
            send(SYNS);
            Losses losses = capture.stopAfter(SYNS);
            assertEquals(tallies.frames() + losses.droppedByKernel(), losses.received());
            assertEquals(
                    SYNS,
                    tallies.all.stream().mapToLong(Tally::total).sum() + losses.droppedByKernel());
        }
        Set<String> sources = new HashSet<>();
        for (Tally tally : tallies.all) {
            assertTrue(tally.syns.size() > 0, "each has a part");
            for (String source : tally.syns.keySet()) {
                assertTrue(sources.add(source), source + " came to two");
            }
        }
        assertEquals(SOURCES, sources.size());
    }

    @Test
    void twoGroupsDoNotTakeFramesFromEachOther() throws Exception {
        Tallies one = new Tallies();
        Tallies other = new Tallies();
        try (Capture first = open().start(one);
                Capture second = open().start(other)) {
            send(1_000);
            first.stopAfter(1_000);
            second.stopAfter(1_000);
        }
        assertEquals(1_000, one.all.stream().mapToLong(Tally::total).sum());
        assertEquals(1_000, other.all.stream().mapToLong(Tally::total).sum());
    }

    @Test
    void anInterfaceThatGoesDownEndsAllOfThem() throws Exception {
        Tallies tallies = new Tallies();
        try (Capture capture = open().start(tallies)) {
            send(100);
            capture.awaitAccepted(100);
            TestNetwork.runIn(network.server, "ip", "link", "set", "eth0", "down");
            assertThrows(InterfaceDownException.class, capture::await);
        }
        assertEquals(100, tallies.all.stream().mapToLong(Tally::total).sum());
    }
}
