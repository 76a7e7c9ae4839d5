package syntop.linux.conntrack;

import java.util.Locale;

/**
 * How far a tracked connection has come. For TCP the states of {@code nf_conntrack_tcp.h}, which
 * are those of the connection as seen from between its ends; for all others, and where the kernel
 * does not tell the state of TCP, what was seen of replies.
 */
public enum FlowState {
    /** No SYN was seen. */
    NONE,
    /** A SYN was seen. */
    SYN_SENT,
    /** A SYN-ACK was seen. */
    SYN_RECV,
    /** The handshake is complete. */
    ESTABLISHED,
    /** One end has closed. */
    FIN_WAIT,
    /** That was acknowledged. */
    CLOSE_WAIT,
    /** The other end has closed too. */
    LAST_ACK,
    /** That was acknowledged. */
    TIME_WAIT,
    /** Reset. */
    CLOSE,
    /** SYNs were seen from both ends. */
    SYN_SENT2,
    /** Not TCP: no packet was seen from the other end. */
    UNREPLIED,
    /** Not TCP: packets were seen from both ends. */
    REPLIED,
    /** Not TCP: packets were seen from both ends for a while; stays when the table is full. */
    ASSURED,
    /** A flow table or the network card forwards it, past connection tracking. */
    OFFLOADED;

    private static final FlowState[] STATES = values();
    private static final int TCP_STATES = UNREPLIED.ordinal();

    private final String key = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name on the command line and in results, such as {@code syn-recv}. */
    public String key() {
        return key;
    }

    /**
     * The state.
     *
     * @param tcpState of TCP, or -1; one that is not known counts as not told
     * @param status IPS_ bits
     */
    static FlowState of(int tcpState, int status) {
        if ((status & Ctnetlink.IPS_OFFLOAD) != 0) return OFFLOADED;
        if (tcpState >= 0 && tcpState < TCP_STATES) return STATES[tcpState];
        if ((status & Ctnetlink.IPS_ASSURED) != 0) return ASSURED;
        return (status & Ctnetlink.IPS_SEEN_REPLY) != 0 ? REPLIED : UNREPLIED;
    }
}
