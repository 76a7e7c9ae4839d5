package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.verdict.ServerCounts;
import syntop.analyzer.verdict.ServerCounts.Cookies;
import syntop.linux.counters.TcpCounters;
import syntop.linux.counters.TcpCounters.Counter;

/**
 * What the kernel of this host counts of connection requests while its interface is watched: since
 * the start, or over about the length of a window. Any thread.
 */
final class ServerWatch {
    private final Host host;
    private final boolean ofMore;
    private final long windowNanos; // 0: none
    private final List<Reading> readings = new ArrayList<>(); // the oldest first; of this lock

    private record Reading(long nanos, TcpCounters counters) {}

    /**
     * Begins.
     *
     * @param ofMore whether only some of the requests that the kernel counts are captured
     * @param windowNanos how far back counts go, about; 0: to the start
     */
    ServerWatch(Host host, boolean ofMore, long windowNanos) {
        this.ofMore = ofMore;
        this.host = host;
        this.windowNanos = windowNanos;
        read();
    }

    /** Reads the counters; what was read before stands where this host gives none. */
    private void read() {
        try {
            readings.add(new Reading(host.clock().nanos(), host.tcpCounters()));
        } catch (IOException e) {
            // another system than Linux, or one that hides them
        }
    }

    /** What was counted until now; null where the host tells nothing. */
    synchronized ServerCounts counts() {
        read();
        if (readings.size() < 2) return null;
        int from = 0;
        Reading last = readings.get(readings.size() - 1);
        if (windowNanos > 0) {
            while (last.nanos - readings.get(from + 1).nanos >= windowNanos) from++;
            readings.subList(0, from).clear();
        }
        Reading first = readings.get(0);
        if (windowNanos == 0) readings.subList(1, readings.size()).clear();
        Cookies cookies = cookies();
        if (cookies == null) return null;
        return new ServerCounts(
                ofMore,
                cookies,
                Math.max(1, last.nanos - first.nanos) / 1e9,
                since(first, last, Counter.SyncookiesSent),
                since(first, last, Counter.SyncookiesRecv),
                since(first, last, Counter.SyncookiesFailed),
                since(first, last, Counter.TCPReqQFullDoCookies)
                        + since(first, last, Counter.TCPReqQFullDrop),
                since(first, last, Counter.ListenDrops),
                since(first, last, Counter.ListenOverflows),
                since(first, last, Counter.PassiveOpens));
    }

    private static long since(Reading first, Reading last, Counter counter) {
        return last.counters.since(first.counters, counter);
    }

    private Cookies cookies() {
        try {
            return switch (host.synCookies()) {
                case OFF -> Cookies.OFF;
                case WHEN_FULL, ALWAYS -> Cookies.ON;
                case MISSING -> Cookies.MISSING;
            };
        } catch (IOException e) {
            return null;
        }
    }
}
