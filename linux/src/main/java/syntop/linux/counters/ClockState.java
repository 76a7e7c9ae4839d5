package syntop.linux.counters;

import com.sun.jna.Function;
import com.sun.jna.Memory;

/** What the kernel knows of its clock (adjtimex(2)). */
public final class ClockState {
    /** More than struct timex has on any architecture: 208 bytes with 64-bit longs. */
    private static final int TIMEX_BYTES = 256;

    private static final int TIME_ERROR = 5;

    private ClockState() {}

    /**
     * Whether something, an NTP client say, keeps the clock right. Needs no permission.
     *
     * @throws LinkageError if the C library has no such call
     */
    public static boolean isSynchronized() {
        try (Memory timex = new Memory(TIMEX_BYTES)) {
            timex.clear(); // no modes: nothing is set
            int state = Function.getFunction("c", "adjtimex").invokeInt(new Object[] {timex});
            return state >= 0 && state != TIME_ERROR;
        }
    }
}
