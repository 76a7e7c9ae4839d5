package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import syntop.capture.decode.LiveSink;

class RingSourceLiveTest extends LiveSourceContract {
    private static final int MANY = 20_000;

    @Override
    Backend backend() {
        return Backend.RING;
    }

    /** libpcap asks for packets without headers, and newer kernels hide the inner tag from it. */
    @Test
    void anySeesBehindTwoTags() throws Exception {
        Tally tally = new Tally();
        try (Capture capture = new Capture(network.server, options(LiveOptions.ANY)).start(tally)) {
            send(network.client, "eth0", 5, i -> Syns.ipv4(i, 0x88A8, 0x8100));
            send(network.client, "eth0", 6, i -> Syns.ipv6(i, 0x8100, 0x8100));
            assertSyns(11, tally, capture.stopAfter(11));
        }
    }

    @Test
    void allocatesNothingForAFrame() throws Exception {
        AllocationSink sink = new AllocationSink();
        try (Capture capture = new Capture(network.server, options("eth0")).start(sink)) {
            send(network.client, "eth0", MANY, Syns::ipv4);
            capture.stopAfter(MANY);
        }
        assertTrue(sink.frames > MANY / 2, "frames=" + sink.frames);
        long bytes = sink.lastBytes - sink.firstBytes; // waiting takes some
        assertTrue(bytes < sink.frames, "bytes=" + bytes + " frames=" + sink.frames);
    }

    /** Looks how much the capture thread has allocated at the first and the last frame. */
    private static final class AllocationSink implements LiveSink {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long frames;
        long firstBytes;
        long lastBytes;

        @Override
        public void frame(
                ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
            lastBytes = threads.getCurrentThreadAllocatedBytes();
            if (frames++ == 0) firstBytes = lastBytes;
        }

        @Override
        public void idle() {}
    }
}
