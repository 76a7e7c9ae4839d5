package syntop.linux.conntrack;

import java.nio.ByteBuffer;
import java.util.Collection;
import syntop.linux.netlink.Attributes;
import syntop.linux.netlink.NetlinkMessages;

/**
 * What one processor has counted of connection tracking since the network namespace exists, or the
 * sum over all of them. The kernel's counters have 32 bits and wrap around. Immutable.
 */
public final class ConntrackStatistics {
    /** The counters, under the names that {@code conntrack -S} gives them. */
    public enum Counter {
        /** Connections that were looked for and found. */
        found(2),
        /** Packets that belong to no connection and can begin none. */
        invalid(4),
        /** Connections that were put into the table; current kernels do not count them. */
        insert(8),
        /** Connections that could not be put in, as others took their place. */
        insert_failed(9),
        /** Packets dropped: the table was full, or there was no memory. */
        drop(10),
        /** Connections removed to make room in a full table. */
        early_drop(11),
        /** ICMP packets that were malformed. */
        error(12),
        /** Searches begun anew, as the table was resized meanwhile. */
        search_restart(13),
        /** Packets of one connection that met on two processors, and were put together. */
        clash_resolve(14),
        /** Connections refused, as too many had the same place in the table. */
        chaintoolong(15);

        private static final Counter[] COUNTERS = values();

        private final int attribute; // of enum ctattr_stats_cpu

        Counter(int attribute) {
            this.attribute = attribute;
        }
    }

    private static final long WRAP = 1L << 32;

    private final int cpu;
    private final long[] counts = new long[Counter.COUNTERS.length];

    private ConntrackStatistics(int cpu) {
        this.cpu = cpu;
    }

    /** Reads a message, or returns null when it is malformed. */
    static ConntrackStatistics read(NetlinkMessages message, ByteBuffer buffer) {
        Attributes attributes = message.attributes(Ctnetlink.NFGENMSG_BYTES);
        if (message.type() != Ctnetlink.IPCTNL_MSG_CT_GET_STATS_CPU || attributes.isDamaged()) {
            return null;
        }
        int at = message.offset() + Ctnetlink.RES_ID;
        int number = (buffer.get(at) & 0xFF) << 8 | buffer.get(at + 1) & 0xFF;
        ConntrackStatistics statistics = new ConntrackStatistics(number);
        while (attributes.next()) {
            for (Counter counter : Counter.COUNTERS) {
                if (counter.attribute != attributes.type()) continue;
                statistics.counts[counter.ordinal()] = attributes.getNetworkInt() & 0xFFFF_FFFFL;
            }
        }
        return attributes.isDamaged() ? null : statistics;
    }

    /**
     * Statistics of these values.
     *
     * @param counts in the order of {@link Counter}; missing ones are 0
     */
    public static ConntrackStatistics of(int cpu, long... counts) {
        ConntrackStatistics statistics = new ConntrackStatistics(cpu);
        System.arraycopy(counts, 0, statistics.counts, 0, counts.length);
        return statistics;
    }

    /** The sum over processors; its number is -1. */
    public static ConntrackStatistics total(Collection<ConntrackStatistics> processors) {
        ConntrackStatistics total = new ConntrackStatistics(-1);
        for (ConntrackStatistics one : processors) {
            for (int i = 0; i < total.counts.length; i++) total.counts[i] += one.counts[i];
        }
        return total;
    }

    /** Number of the processor. */
    public int cpu() {
        return cpu;
    }

    /** The count of one. */
    public long get(Counter counter) {
        return counts[counter.ordinal()];
    }

    /** What this processor has added since an earlier reading, across one wrap. */
    public ConntrackStatistics since(ConntrackStatistics earlier) {
        ConntrackStatistics added = new ConntrackStatistics(cpu);
        for (int i = 0; i < counts.length; i++) {
            added.counts[i] = Math.floorMod(counts[i] - earlier.counts[i], WRAP);
        }
        return added;
    }

    /** Whether it has counted nothing. */
    public boolean isZero() {
        for (long count : counts) {
            if (count != 0) return false;
        }
        return true;
    }
}
