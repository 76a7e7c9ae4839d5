package syntop.cli.sockets;

import java.util.List;
import syntop.linux.counters.TcpCounters;
import syntop.linux.sockets.Program;

/**
 * What {@code sockets} tells, of one moment. Immutable; renderers get nothing else.
 *
 * @param epochNanos when, ns since 1970-01-01 UTC
 * @param states how many were selected, listeners included
 * @param earlier how many there were in the report before, or null when there was none
 * @param by what the rows are
 * @param groups how many rows there would be in all
 * @param rows those with the most sockets, most first
 * @param synRecvSources how many addresses have half-open connections
 * @param synRecv those with the most, most first
 * @param listeners those in trouble first
 * @param counters what the kernel counts, or null when not asked for
 * @param owners what is not known of the programs
 * @param malformed messages of the kernel that could not be read
 * @param interrupted whether entries may be missing because the table changed
 */
public record SocketReport(
        long epochNanos,
        StateCounts states,
        StateCounts earlier,
        GroupBy by,
        long groups,
        List<Row> rows,
        long synRecvSources,
        List<Row> synRecv,
        List<Queue> listeners,
        Rates counters,
        Unknown owners,
        long malformed,
        boolean interrupted) {
    /**
     * Sockets counted under one key.
     *
     * @param key may hold names from outside
     * @param states how many in each state
     * @param change since the last report, or null when there was none
     * @param programs that hold them, each once; of those not seen, the users
     */
    public record Row(String key, StateCounts states, Long change, List<Program> programs) {}

    /**
     * A listener, or several that share an address and a port.
     *
     * @param address with the port: 0.0.0.0:22, [2001:db8::1]:443, or *:80 for all of both families
     * @param port alone
     * @param sockets how many share it (SO_REUSEPORT)
     * @param queued connections that wait to be accepted
     * @param limit how many may wait
     * @param synQueue half-open connections; the limit holds for them as well
     * @param dropped requests and connections lost since it listens
     * @param program that holds it
     */
    public record Queue(
            String address,
            int port,
            int sockets,
            long queued,
            long limit,
            long synQueue,
            long dropped,
            Program program) {
        /** How full the fuller one of the queues is, 0 to 1 and above. */
        double fill() {
            return (double) Math.max(queued, synQueue) / Math.max(1, limit);
        }
    }

    /**
     * Counters, and how they grew.
     *
     * @param now the counts
     * @param before those of an earlier moment
     * @param seconds between the two, above 0
     */
    public record Rates(TcpCounters now, TcpCounters before, double seconds) {
        /** Growth of one in a second. */
        public double perSecond(TcpCounters.Counter counter) {
            return now.since(before, counter) / seconds;
        }
    }

    /**
     * What could not be found out about programs.
     *
     * @param sockets that some program holds, but none that was seen
     * @param processes that this user may not look into
     */
    public record Unknown(long sockets, long processes) {}
}
