package syntop.linux.sockets;

import java.util.Collection;
import java.util.Locale;

/** The states of a TCP socket, in the order of the kernel's numbers ({@code net/tcp_states.h}). */
public enum TcpState {
    /** Open in both directions. */
    ESTABLISHED("established"),
    /** This host has asked, and waits for the answer. */
    SYN_SENT("syn-sent"),
    /** Asked by another, whose answer is awaited: half-open. */
    SYN_RECV("syn-recv"),
    /** Closed here, which the other end has not acknowledged yet. */
    FIN_WAIT_1("fin-wait-1"),
    /** Closed here, open at the other end. */
    FIN_WAIT_2("fin-wait-2"),
    /** Closed; kept so that late segments do no harm. */
    TIME_WAIT("time-wait"),
    /** Not connected. */
    CLOSE("close"),
    /** Closed by the other end; the program here has not noticed. */
    CLOSE_WAIT("close-wait"),
    /** Closed by both, the last acknowledgement is missing. */
    LAST_ACK("last-ack"),
    /** Waits for connections. */
    LISTEN("listen"),
    /** Closed by both at the same time. */
    CLOSING("closing");

    /** How many there are. */
    public static final int COUNT = 11;

    private static final TcpState[] STATES = values();

    /** What the kernel calls a request that is half-open; it tells it as {@link #SYN_RECV}. */
    private static final int TCP_NEW_SYN_RECV = 12;

    private final String key;

    TcpState(String key) {
        this.key = key;
    }

    /** The name on the command line, in tables and in JSON: as ss(8) has it. */
    public String key() {
        return key;
    }

    /**
     * The state of a name: the key, in any case, or what netstat(8) prints: SYN_RECV, FIN_WAIT1.
     *
     * @return null if there is none of that name
     */
    public static TcpState named(String name) {
        String letters = letters(name);
        for (TcpState state : STATES) {
            if (letters(state.key).equals(letters)) return state;
        }
        return null;
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /** The state of an {@link #ordinal}. */
    public static TcpState of(int ordinal) {
        return STATES[ordinal];
    }

    /** The state of a kernel's number, or null for one that is not known. Hot path. */
    static TcpState ofKernel(int number) {
        if (number == TCP_NEW_SYN_RECV) return SYN_RECV;
        return number < 1 || number > COUNT ? null : STATES[number - 1];
    }

    /** A bit for each of these states, as the kernel has them. */
    static int mask(Collection<TcpState> states) {
        int mask = 0;
        for (TcpState state : states) mask |= 1 << state.ordinal() + 1;
        return mask;
    }
}
