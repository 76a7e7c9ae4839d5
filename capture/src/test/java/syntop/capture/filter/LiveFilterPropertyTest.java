package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.Selection;

class LiveFilterPropertyTest {
    private static final int FRAMES = 3_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void ownProgramAcceptsWhatLibpcapsDoes(long seed) throws Exception {
        for (LiveFilter filter : LiveFilters.all()) {
            BpfProgram own = LiveProgram.forEthernet(filter);
            BpfProgram libpcaps = LiveFilters.libpcapProgram(filter, LinkType.ETHERNET);
            SplittableRandom random = new SplittableRandom(seed);
            int accepted = 0;
            for (int step = 0; step < FRAMES; step++) {
                byte[] frame = wholeFrame(random);
                boolean expected = LiveFilters.accepts(libpcaps, frame);
                if (expected) accepted++;
                String where = "seed=" + seed + " step=" + step + " " + filter;
                assertEquals(expected, LiveFilters.accepts(own, frame), where);
            }
            assertTrue(accepted > FRAMES / 100 && accepted < FRAMES, "accepted=" + accepted);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void nothingThatCountsIsRejected(long seed) {
        for (LiveFilter filter : LiveFilters.all()) {
            if (filter.flags() != SegmentBatch.SYN) continue;
            BpfProgram own = LiveProgram.forEthernet(filter);
            Selection selection = new Selection(filter.ports(), filter.nets());
            FrameDecoder decoder = new FrameDecoder(selection, filter.tunnels(), true);
            SegmentBatch batch = new SegmentBatch(1);
            SplittableRandom random = new SplittableRandom(seed);
            int syns = 0;
            for (int step = 0; step < FRAMES; step++) {
                byte[] frame = wholeFrame(random);
                batch.clear();
                ByteBuffer buf = ByteBuffer.wrap(frame);
                int length = frame.length;
                Outcome outcome =
                        decoder.decode(buf, 0, length, length, LinkType.ETHERNET, 0, batch);
                boolean row = filter.handshakes() && batch.size() > 0;
                if (outcome != Outcome.SYN && !row) continue;
                syns++;
                String where = "seed=" + seed + " step=" + step + " " + filter;
                assertTrue(LiveFilters.accepts(own, frame), where);
            }
            assertTrue(syns > 0, filter::toString);
        }
    }

    /** Live frames come whole; one that is cut makes an expression fail at its first load. */
    private static byte[] wholeFrame(SplittableRandom random) {
        while (true) {
            Frame frame = TestFrames.random(random);
            if (frame.bytes.length == frame.wireLen && frame.wireLen >= 120) return frame.bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {LiveFilter.MAX_PORTS + 1, 65_536})
    void manyPortsLetEveryPortThrough(int count) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) ports.add(65_535 - i);
        LiveFilter many = new LiveFilter(ports, List.of(), false);
        LiveFilter all = new LiveFilter(List.of(), List.of(), false);
        assertEquals(all.listing(false), many.listing(false));
        assertEquals(all.expression(1), many.expression(1));
    }
}
