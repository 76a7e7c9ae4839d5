package syntop.linux.counters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel has counted of connection requests in this network namespace since it exists:
 * /proc/net/netstat and /proc/net/snmp, over IPv4 and IPv6. Immutable.
 */
public final class TcpCounters {
    /** The counters, under the names that the kernel gives them. */
    public enum Counter {
        /** SYN cookies sent: SYN-ACKs for which the kernel keeps nothing. */
        SyncookiesSent,
        /** Connections made from a valid cookie. */
        SyncookiesRecv,
        /** ACKs for connections that are not there, whose cookie was not valid. */
        SyncookiesFailed,
        /** Connections that found the queue of those to be accepted full. */
        ListenOverflows,
        /** Requests and connections lost at a listener, overflows included. */
        ListenDrops,
        /** Times that a full queue of half-open connections was answered with a cookie. */
        TCPReqQFullDoCookies,
        /** Requests lost as the queue of half-open connections was full, and cookies off. */
        TCPReqQFullDrop,
        /** Connections that others opened. */
        PassiveOpens,
        /** Attempts to connect that failed, either way. */
        AttemptFails;

        private static final Counter[] COUNTERS = values();
    }

    // of the calling thread's namespace; /proc/net is that of the process
    private static final Path NETSTAT = Path.of("/proc/thread-self/net/netstat");
    private static final Path SNMP = Path.of("/proc/thread-self/net/snmp");

    private final long[] counts;

    private TcpCounters(long[] counts) {
        this.counts = counts;
    }

    /** Reads the counters; needs no permission. */
    public static TcpCounters read() throws IOException {
        long[] counts = new long[Counter.COUNTERS.length];
        for (Path file : List.of(NETSTAT, SNMP)) {
            add(counts, Files.readAllLines(file, StandardCharsets.US_ASCII));
        }
        return new TcpCounters(counts);
    }

    /** Reads them from the lines of both files; a counter that is not in them is 0. */
    static TcpCounters parse(List<String> lines) {
        long[] counts = new long[Counter.COUNTERS.length];
        add(counts, lines);
        return new TcpCounters(counts);
    }

    /** Lines come in pairs of names and values, each with the group's name in front. */
    private static void add(long[] counts, List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] names = lines.get(i).split(" ", -1);
            String[] values = lines.get(i + 1).split(" ", -1);
            if (!names[0].equals("TcpExt:") && !names[0].equals("Tcp:")) continue;
            Map<String, String> group = new HashMap<>();
            for (int j = 1; j < Math.min(names.length, values.length); j++) {
                group.put(names[j], values[j]);
            }
            for (Counter counter : Counter.COUNTERS) {
                String value = group.get(counter.name());
                if (value != null) counts[counter.ordinal()] = Long.parseUnsignedLong(value);
            }
        }
    }

    /** Counters of these values, in the order of {@link Counter}; missing ones are 0. */
    public static TcpCounters of(long... counts) {
        return new TcpCounters(Arrays.copyOf(counts, Counter.COUNTERS.length));
    }

    /** The count of one. */
    public long get(Counter counter) {
        return counts[counter.ordinal()];
    }

    /** What was added since an earlier reading; 0 where a counter has become less. */
    public long since(TcpCounters earlier, Counter counter) {
        return Math.max(0, get(counter) - earlier.get(counter));
    }
}
