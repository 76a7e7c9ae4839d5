package syntop.cli.sockets;

import syntop.linux.sockets.TcpState;

/** How many sockets are in each state. Does not change any more once it is in a report. */
public final class StateCounts {
    private final int[] counts = new int[TcpState.COUNT];
    private long total;

    void add(TcpState state) {
        counts[state.ordinal()]++;
        total++;
    }

    /** Those in a state. */
    public long get(TcpState state) {
        return counts[state.ordinal()];
    }

    /** Those in any state. */
    public long total() {
        return total;
    }
}
