package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.LiveSink;
import syntop.capture.decode.Selection;

/** A sink that decodes, counts SYNs by source, and remembers the last one. */
class Tally implements LiveSink {
    /** SYNs by source address, 32 hexadecimal digits. */
    final TreeMap<String, Long> syns = new TreeMap<>();

    final CountDownLatch firstIdle = new CountDownLatch(1);
    final CountDownLatch firstFrame = new CountDownLatch(1);
    private final CountDownLatch marker = new CountDownLatch(1);
    private final FrameDecoder decoder = new FrameDecoder(Selection.ALL);
    private final SegmentBatch batch = new SegmentBatch(1);

    long frames;
    byte[] lastSyn = {};
    int lastLinkType;

    @Override
    public void frame(
            ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
        batch.clear();
        Outcome outcome = decoder.decode(buf, off, capLen, wireLen, linkType, tsNanos, batch);
        if (outcome == Outcome.SYN) {
            String source = "%016x%016x".formatted(batch.srcHi[0], batch.srcLo[0]);
            syns.merge(source, 1L, Long::sum);
            if (source.equals(Syns.MARKER_ADDRESS)) marker.countDown();
            if (lastSyn.length != capLen) lastSyn = new byte[capLen];
            buf.get(off, lastSyn);
        }
        lastLinkType = linkType;
        frames++;
        firstFrame.countDown();
    }

    @Override
    public void idle() {
        firstIdle.countDown();
    }

    /** Waits until the SYN of {@link Syns#MARKER} has come. */
    void awaitMarker() throws InterruptedException {
        assertTrue(marker.await(20, TimeUnit.SECONDS), "the marker never came");
    }

    long total() {
        return syns.values().stream().mapToLong(Long::longValue).sum();
    }
}
