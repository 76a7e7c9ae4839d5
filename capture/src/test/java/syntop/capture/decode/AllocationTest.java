package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** The way of a frame to the analyzer and of the batch back allocates nothing. */
class AllocationTest {
    private static final int PACKETS = 1_000_000;

    /** The JVM itself allocates a little when it compiles a call site anew: the least counts. */
    private static final int ROUNDS = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final BatchRing ring = new BatchRing(4, 512);
    private final FrameDecoder decoder = new FrameDecoder(Selection.ALL, true);
    private final BatchFiller filler =
            new BatchFiller(ring, decoder, (buf, off, capLen, wireLen, type) -> capLen != 1);
    private final List<SynFrame> frames = SynFrame.all();
    private final ByteBuffer buf = ByteBuffer.allocateDirect(1 << 16);
    private final int[] offs = new int[frames.size()];
    private final int[] lens = new int[frames.size()];
    private final int[] linkTypes = new int[frames.size()];
    private long counted;

    @Test
    void aMillionPacketsOfEveryKindAllocateNothing() {
        int off = 0;
        for (int i = 0; i < offs.length; i++) {
            byte[] frame = frames.get(i).frame();
            buf.put(off, frame);
            offs[i] = off;
            lens[i] = frame.length;
            linkTypes[i] = frames.get(i).linkType();
            off += frame.length;
        }
        run(PACKETS); // classes are loaded and call sites linked on first use
        counted = 0;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            run(PACKETS);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
        assertTrue(counted > PACKETS / 2, "counted=" + counted);
    }

    /** Whole frames and frames cut everywhere, through the ring and back. */
    private void run(int packets) {
        for (int i = 0; i < packets; i++) {
            int frame = i % offs.length;
            int len = lens[frame];
            int capLen = i % 3 == 0 ? i % (len + 1) : len;
            filler.frame(buf, offs[frame], capLen, len, linkTypes[frame], i);
            drain();
        }
    }

    private void drain() {
        for (SegmentBatch batch; (batch = ring.peek()) != null; ring.release()) {
            counted += batch.count(Outcome.SYN.ordinal());
        }
    }
}
