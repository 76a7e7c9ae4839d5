package syntop.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Holds a hot path to its promise that it allocates nothing. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** How often the action runs. */
    public static final int RUNS = 4;

    private Allocation() {}

    /**
     * Runs an action {@link #RUNS} times, first to let it grow what it needs, and fails when each
     * further time allocates. One of them may: the JVM itself allocates some bytes on a thread when
     * it links a call or leaves compiled code.
     */
    public static void assertNoneOnceGrown(Runnable action) {
        action.run();
        long least = Long.MAX_VALUE;
        for (int run = 1; run < RUNS; run++) {
            least = Math.min(least, measure(action));
        }
        assertEquals(0, least, "bytes allocated");
    }

    private static long measure(Runnable action) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        action.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
