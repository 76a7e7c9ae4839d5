package syntop.linux.sys;

import com.sun.jna.Native;

/** Turns what {@link Libc} returns into exceptions. */
public final class SystemCall {
    private SystemCall() {}

    /**
     * Checks a result, straight after the call and on the same thread.
     *
     * @param call what was called, for the message
     * @param result -1 for failure
     * @return the result
     */
    public static int check(String call, int result) throws SystemCallException {
        if (result == -1) throw new SystemCallException(call, Native.getLastError());
        return result;
    }

    /** As {@link #check(String, int)}, for addresses and lengths. */
    public static long check(String call, long result) throws SystemCallException {
        if (result == -1) throw new SystemCallException(call, Native.getLastError());
        return result;
    }
}
