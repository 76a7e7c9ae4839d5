package syntop.cli;

import java.io.IOException;
import syntop.cli.sockets.GroupBy;
import syntop.cli.sockets.SocketAnalysis;
import syntop.cli.sockets.SocketReport;
import syntop.cli.sockets.SocketSelection;
import syntop.linux.counters.TcpCounters;
import syntop.linux.sockets.TcpSockets;

/** Reads the sockets of a host, once or again and again. One thread. */
final class SocketReading {
    private static final double LEAST_SECONDS = 1e-3; // where a clock stands still

    private final Host host;
    private final SocketSelection selection;
    private GroupBy earlierBy;
    private SocketAnalysis earlier; // null: none by the same view
    private TcpCounters counters; // null before the first
    private long countersNanos;

    SocketReading(Host host, SocketSelection selection) {
        this.host = host;
        this.selection = selection;
    }

    /**
     * Reads once. Rates are since the last reading; of the first, over the time that it took.
     *
     * @param rows of each table, 0 for all
     */
    SocketReport read(GroupBy by, int rows) throws IOException {
        if (counters == null) noteCounters();
        TcpSockets sockets = host.sockets(selection.asked());
        SocketAnalysis analysis = new SocketAnalysis(sockets, selection, by, host.owners());
        TcpCounters before = counters;
        long since = countersNanos;
        noteCounters();
        double seconds = Math.max(LEAST_SECONDS, (countersNanos - since) / 1e9);
        SocketReport report =
                analysis.report(
                        host.clock().epochNanos(),
                        rows,
                        by == earlierBy ? earlier : null,
                        new SocketReport.Rates(counters, before, seconds));
        earlier = analysis;
        earlierBy = by;
        return report;
    }

    private void noteCounters() throws IOException {
        counters = host.tcpCounters();
        countersNanos = host.clock().nanos();
    }
}
