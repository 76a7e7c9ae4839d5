package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import syntop.capture.decode.FrameFilter;

class FilterAllocationTest {
    private static final int FRAMES = 1_000_000;

    /** The first ones load classes and compile; what is left then is allocated per frame. */
    private static final int ROUNDS = 8;

    @Test
    void allocatesNothingOnceCompiled() {
        assertAllocatesNothing(new ExpressionFilter("tcp dst port 80 and tcp[13] & 18 = 2"));
    }

    @Test
    void allocatesNothingInTheInterpreterWithMemory() throws Exception {
        String expression = "ip protochain 6"; // loops, and keeps the protocol in a memory slot
        BpfProgram program = LibpcapCompiler.load().compile(expression, 1, ByteOrder.LITTLE_ENDIAN);
        assertTrue(program.loops() && program.memorySlots() > 0);
        assertAllocatesNothing(new ExpressionFilter(expression));
    }

    /**
     * Frames of two link types in turn, so that the change between programs is measured as well.
     */
    private static void assertAllocatesNothing(FrameFilter filter) {
        byte[] frame = TestFrames.ipv4Tcp(1, 80, 2);
        ByteBuffer buf = ByteBuffer.allocateDirect(4096).put(1000, frame);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            assertEquals(FRAMES, run(filter, buf, frame.length));
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private static int run(FrameFilter filter, ByteBuffer buf, int length) {
        int accepted = 0;
        for (int i = 0; i < FRAMES; i++) {
            boolean ethernet = (i & 1) == 0;
            int linkType = ethernet ? Frame.ETHERNET : Frame.RAW;
            int off = ethernet ? 1000 : 1014;
            int capLen = ethernet ? length : length - 14;
            if (filter.accepts(buf, off, capLen, capLen, linkType)) accepted++;
        }
        return accepted;
    }
}
