package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** The states that occur, those of most sockets first. */
    List<TcpState> occurring() {
        List<TcpState> states = new ArrayList<>(List.of(TcpState.values()));
        states.removeIf(state -> get(state) == 0);
        states.sort(Comparator.comparingLong(this::get).reversed()); // equal ones stay in order
        return states;
    }

    /** Those in any state. */
    public long total() {
        return total;
    }
}
