package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import syntop.analyzer.count.Addresses;
import syntop.cli.sockets.SocketReport.Queue;
import syntop.cli.sockets.SocketReport.Rates;
import syntop.cli.sockets.SocketReport.Row;
import syntop.cli.sockets.SocketReport.Unknown;
import syntop.linux.sockets.Listener;
import syntop.linux.sockets.Owners;
import syntop.linux.sockets.Program;
import syntop.linux.sockets.SocketTable;
import syntop.linux.sockets.TcpSockets;
import syntop.linux.sockets.TcpState;

/**
 * Counts the sockets of one reading, and finds the programs of what will be shown. One thread.
 *
 * <p>By program, a socket that none holds (half-open, not accepted yet, closed) counts for the one
 * that listens on its port, where one does. In the other views all connections to a port are shown
 * with the program that listens on it.
 */
public final class SocketAnalysis {
    private final TcpSockets sockets;
    private final SocketTable table;
    private final SocketSelection selection;
    private final GroupBy by;
    private final Owners owners;
    private final List<Listener> listeners = new ArrayList<>(); // those selected
    private final Map<Integer, List<Listener>> byPort = new HashMap<>(); // all of them
    private final StateCounts states = new StateCounts();
    private final SocketTally<SocketKey.Network> synRecv = new SocketTally<>();
    private SocketTally<?> tally;

    /**
     * Counts what can be counted without knowing the programs.
     *
     * @param owners searches for the programs; has not been asked for anything
     */
    public SocketAnalysis(
            TcpSockets sockets, SocketSelection selection, GroupBy by, Owners owners) {
        this.sockets = sockets;
        table = sockets.connections();
        this.selection = selection;
        this.by = by;
        this.owners = owners;
        for (Listener listener : sockets.listeners()) {
            byPort.computeIfAbsent(listener.port(), unused -> new ArrayList<>()).add(listener);
            if (!selection.takes(listener)) continue;
            listeners.add(listener);
            states.add(TcpState.LISTEN);
        }
        // one bound to an address takes what comes to it before one bound to all
        byPort.values().forEach(e -> e.sort(Comparator.comparing(Listener::isWildcard)));
        for (int row = 0; row < table.size(); row++) {
            if (!selection.takes(table, row)) continue;
            TcpState state = table.state(row);
            states.add(state);
            if (state == TcpState.SYN_RECV) {
                synRecv.add(source(row), state);
            }
        }
    }

    /**
     * Makes the report.
     *
     * @param rows of each table, 0 for all
     * @param earlier the analysis before this one, to tell the changes, or null
     */
    public SocketReport report(long epochNanos, int rows, SocketAnalysis earlier, Rates counters) {
        List<Row> top =
                switch (by) {
                    case source -> rows(this::source, l -> null, rows, earlier);
                    case prefix -> rows(this::prefix, l -> null, rows, earlier);
                    case port -> rows(this::port, this::port, rows, earlier);
                    case program -> rows(this::program, this::program, rows, earlier);
                    case state -> rows(this::state, this::state, rows, earlier);
                };
        List<Row> halfOpen = new ArrayList<>();
        for (Map.Entry<SocketKey.Network, SocketGroup> entry : synRecv.top(rows)) {
            StateCounts counted = entry.getValue().states;
            halfOpen.add(new Row(entry.getKey().text(), counted, null, List.of()));
        }
        return new SocketReport(
                epochNanos,
                states,
                earlier == null ? null : earlier.states,
                by,
                tally.size(),
                top,
                synRecv.size(),
                List.copyOf(halfOpen),
                by == GroupBy.state ? List.of() : queues(),
                counters,
                new Unknown(owners.missing(), owners.hidden()),
                sockets.malformed(),
                sockets.interrupted());
    }

    private SocketKey.Network source(int row) {
        return SocketKey.Network.ofAddress(table.remoteHi(row), table.remoteLo(row));
    }

    private SocketKey.Network prefix(int row) {
        return SocketKey.Network.ofPrefix(table.remoteHi(row), table.remoteLo(row));
    }

    private SocketKey.Port port(int row) {
        return new SocketKey.Port(table.localPort(row));
    }

    private SocketKey.Port port(Listener listener) {
        return new SocketKey.Port(listener.port());
    }

    private SocketKey.Programs program(int row) {
        return SocketKey.Programs.of(owner(row));
    }

    private SocketKey.Programs program(Listener listener) {
        return SocketKey.Programs.of(owner(listener));
    }

    private SocketKey.State state(int row) {
        return new SocketKey.State(table.state(row));
    }

    private SocketKey.State state(Listener listener) {
        return new SocketKey.State(TcpState.LISTEN);
    }

    /**
     * Counts, and finds the programs of what counts most.
     *
     * @param ofRow the key of a connection
     * @param ofListener that of a listener, null where it has none: a listener has no source
     */
    private <K extends Comparable<K> & SocketKey> List<Row> rows(
            IntFunction<K> ofRow,
            Function<Listener, K> ofListener,
            int limit,
            SocketAnalysis earlier) {
        if (by == GroupBy.program) wantAll();
        SocketTally<K> counted = new SocketTally<>();
        SocketGroup[] groups = new SocketGroup[table.size()]; // null for rows not selected
        for (int row = 0; row < groups.length; row++) {
            if (!selection.takes(table, row)) continue;
            groups[row] = counted.add(ofRow.apply(row), table.state(row));
        }
        SocketGroup[] ofListeners = new SocketGroup[listeners.size()];
        for (int i = 0; i < ofListeners.length; i++) {
            K own = ofListener.apply(listeners.get(i));
            if (own != null) ofListeners[i] = counted.add(own, TcpState.LISTEN);
        }
        tally = counted;
        List<Map.Entry<K, SocketGroup>> top = counted.top(limit);
        for (Map.Entry<K, SocketGroup> entry : top) entry.getValue().show();
        if (by != GroupBy.state) findPrograms(groups, ofListeners);
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<K, SocketGroup> entry : top) {
            SocketGroup group = entry.getValue();
            Long change =
                    earlier == null
                            ? null
                            : group.states.total() - earlier.tally.total(entry.getKey());
            rows.add(new Row(entry.getKey().text(), group.states, change, group.programs()));
        }
        return List.copyOf(rows);
    }

    private void wantAll() {
        for (int row = 0; row < table.size(); row++) {
            if (selection.takes(table, row)) owners.want(table.inode(row));
        }
        wantListeners();
        owners.search();
    }

    private void wantListeners() {
        for (List<Listener> each : byPort.values()) {
            for (Listener listener : each) owners.want(listener.inode());
        }
    }

    /** Adds their programs to the groups that will be shown. */
    private void findPrograms(SocketGroup[] groups, SocketGroup[] ofListeners) {
        if (by != GroupBy.program) {
            for (int row = 0; row < groups.length; row++) {
                if (groups[row] == null || !groups[row].isShown()) continue;
                if (listener(row) == null) owners.want(table.inode(row));
            }
            wantListeners();
            owners.search();
        }
        for (int row = 0; row < groups.length; row++) {
            if (groups[row] == null || !groups[row].isShown()) continue;
            groups[row].add(by == GroupBy.program ? owner(row) : service(row));
        }
        for (int i = 0; i < ofListeners.length; i++) {
            if (ofListeners[i] == null || !ofListeners[i].isShown()) continue;
            ofListeners[i].add(owner(listeners.get(i)));
        }
    }

    /**
     * The program that listens on a socket's port; for one that this host opened, who holds it. To
     * find every holder would mean to look at all open files, twice the time of all the rest.
     */
    private Program service(int row) {
        Listener listener = listener(row);
        return listener == null ? holder(row) : owner(listener);
    }

    /** The program that holds a socket, or else the one that listens on its port. */
    private Program owner(int row) {
        if (table.inode(row) != 0) return holder(row);
        Listener listener = listener(row);
        return listener == null ? null : owner(listener);
    }

    /** The program that holds a socket, or null for a socket that none holds. */
    private Program holder(int row) {
        int inode = table.inode(row);
        return inode == 0 ? null : owner(inode, table.uid(row));
    }

    private Program owner(Listener listener) {
        return owner(listener.inode(), listener.uid());
    }

    /** The program, or else what is known of it: the user. */
    private Program owner(int inode, int uid) {
        Program found = owners.of(inode);
        return found == null ? owners.unseen(uid) : found;
    }

    /** The listener that a socket came from, or null: this end may have opened it. */
    private Listener listener(int row) {
        for (Listener listener : byPort.getOrDefault(table.localPort(row), List.of())) {
            if (listener.takes(table.localHi(row), table.localLo(row), listener.port())) {
                return listener;
            }
        }
        return null;
    }

    /** Listeners with their queues, the fullest first, then those that lost the most. */
    private List<Queue> queues() {
        Map<String, List<Listener>> shared = new LinkedHashMap<>();
        for (Listener listener : listeners) {
            shared.computeIfAbsent(text(listener), unused -> new ArrayList<>()).add(listener);
        }
        Map<String, Integer> halfOpen = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            if (table.state(row) != TcpState.SYN_RECV) continue;
            Listener listener = listener(row);
            if (listener != null) halfOpen.merge(text(listener), 1, Integer::sum);
        }
        List<Queue> queues = new ArrayList<>();
        shared.forEach(
                (text, each) -> {
                    Listener first = each.get(0);
                    queues.add(
                            new Queue(
                                    text,
                                    first.port(),
                                    each.size(),
                                    each.stream().mapToLong(Listener::queued).sum(),
                                    each.stream().mapToLong(Listener::limit).sum(),
                                    halfOpen.getOrDefault(text, 0),
                                    each.stream().mapToLong(Listener::dropped).sum(),
                                    owner(first)));
                });
        queues.sort(
                Comparator.comparingDouble(Queue::fill)
                        .reversed()
                        .thenComparing(Comparator.comparingLong(Queue::dropped).reversed())
                        .thenComparingInt(Queue::port)
                        .thenComparing(Queue::address));
        return List.copyOf(queues);
    }

    private static String text(Listener listener) {
        String port = ":" + listener.port();
        long hi = listener.addressHi();
        long lo = listener.addressLo();
        if (listener.isWildcard() && listener.dual()) return "*" + port;
        if (Addresses.isV4(hi, lo)) return Addresses.text(hi, lo) + port;
        return "[" + Addresses.text(hi, lo) + "]" + port;
    }
}
