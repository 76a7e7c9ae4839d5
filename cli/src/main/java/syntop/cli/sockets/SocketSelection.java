package syntop.cli.sockets;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import syntop.capture.decode.Prefix;
import syntop.linux.sockets.Listener;
import syntop.linux.sockets.SocketTable;
import syntop.linux.sockets.TcpState;

/**
 * Which sockets are looked at.
 *
 * @param states empty: all
 * @param ports at this end; empty: all
 * @param nets networks that one of the two ends is in; empty: all
 */
public record SocketSelection(Set<TcpState> states, List<Integer> ports, List<Prefix> nets) {
    /** Every socket. */
    public static final SocketSelection ALL = new SocketSelection(Set.of(), List.of(), List.of());

    /** Copies the collections. */
    public SocketSelection {
        states = Set.copyOf(states);
        ports = List.copyOf(ports);
        nets = List.copyOf(nets);
    }

    /** Whether a state is looked at. */
    public boolean takes(TcpState state) {
        return states.isEmpty() || states.contains(state);
    }

    /** What to ask the kernel for: listeners too, which tell whose a half-open connection is. */
    public Set<TcpState> asked() {
        if (states.isEmpty()) return EnumSet.allOf(TcpState.class);
        EnumSet<TcpState> asked = EnumSet.copyOf(states);
        asked.add(TcpState.LISTEN);
        return asked;
    }

    boolean takes(SocketTable table, int row) {
        return takes(table.state(row))
                && takesPort(table.localPort(row))
                && (takesAddress(table.remoteHi(row), table.remoteLo(row))
                        || takesAddress(table.localHi(row), table.localLo(row)));
    }

    /** A listener on all addresses is in every network. */
    boolean takes(Listener listener) {
        return takes(TcpState.LISTEN)
                && takesPort(listener.port())
                && (listener.isWildcard()
                        || takesAddress(listener.addressHi(), listener.addressLo()));
    }

    private boolean takesPort(int port) {
        return ports.isEmpty() || ports.contains(port);
    }

    private boolean takesAddress(long hi, long lo) {
        if (nets.isEmpty()) return true;
        for (Prefix net : nets) {
            if (net.contains(hi, lo)) return true;
        }
        return false;
    }
}
