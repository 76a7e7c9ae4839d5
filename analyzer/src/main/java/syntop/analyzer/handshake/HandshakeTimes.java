package syntop.analyzer.handshake;

import org.HdrHistogram.Histogram;

/**
 * How long handshakes take, to two digits: from the SYN to the SYN-ACK, which is the server and the
 * way to it, and from the SYN-ACK to its acknowledgement, which is the client and the way to it.
 * Requests whose SYN or SYN-ACK was sent again are left out, for nobody can tell which one was
 * answered (Karn and Partridge, 1987). Analyzer thread only. Memory: 40 KiB.
 */
final class HandshakeTimes {
    private static final long LOWEST = 1_000; // 1 us
    private static final long HIGHEST = 128_000_000_000L; // past every horizon

    private final Histogram server = new Histogram(LOWEST, HIGHEST, 2);
    private final Histogram client = new Histogram(LOWEST, HIGHEST, 2);

    void clear() {
        server.reset();
        client.reset();
    }

    /** Records a SYN-ACK. Hot path. */
    void answered(long nanos) {
        if (nanos >= 0 && nanos <= HIGHEST) server.recordValue(nanos);
    }

    /** Records the acknowledgement of one. Hot path. */
    void completed(long nanos) {
        if (nanos >= 0 && nanos <= HIGHEST) client.recordValue(nanos);
    }

    /** The times of both, each of which may be null. */
    static HandshakeTimes of(HandshakeTimes one, HandshakeTimes other) {
        if (one == null || other == null) return one == null ? other : one;
        HandshakeTimes both = new HandshakeTimes();
        both.server.add(one.server);
        both.server.add(other.server);
        both.client.add(one.client);
        both.client.add(other.client);
        return both;
    }

    static Percentiles server(HandshakeTimes times) {
        return times == null ? Percentiles.NONE : percentiles(times.server);
    }

    static Percentiles client(HandshakeTimes times) {
        return times == null ? Percentiles.NONE : percentiles(times.client);
    }

    private static Percentiles percentiles(Histogram histogram) {
        if (histogram.getTotalCount() == 0) return Percentiles.NONE;
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9));
    }
}
