package syntop.analyzer.handshake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who asked whom: different pairs of a source and a target, to find sources with many targets. When
 * there are too many, those whose hash ends in a number of zero bits are kept (Venkataraman, Song,
 * Gibbons and Blum, "New Streaming Algorithms for Fast Detection of Superspreaders", 2005): the
 * targets of a source are then 2^level times those kept. Analyzer thread only.
 *
 * <p>Memory: 40 bytes a slot, two to four slots a pair, up to 5 MiB, and half as much again while
 * it grows.
 */
final class Contacts {
    static final int FAILED = 0;
    static final int SUCCEEDED = 1;
    static final int REFUSED = 2;
    static final int OPEN = 3; // answered, then reset: what a scanner wants to know
    static final int TRIED_AGAIN = 4; // the source itself had no answer
    static final int CRAFTED = 5; // not even a SYN
    static final int UNCONNECTED = 6; // no SYN, and reset
    private static final long OUTCOME = 7;
    private static final long OUTGOING = 8; // a host of ours asks
    private static final int TIMES_SHIFT = 24; // requests so far, in 8 bits
    private static final long ONCE = 1L << TIMES_SHIFT;
    private static final long MOST_TIMES = 0xFF;
    static final int SYSTEM_PORTS = 1024; // RFC 6335, 6

    /** Hash, source (2), target's address hash with times, port, direction and outcome, second. */
    private static final int WORDS = 5;

    private static final int MAX_PAIRS = 1 << 16;
    private static final int COLUMNS = 1 << 14;
    private static final int SCANNERS = 8;

    private final int maxPairs;
    private long[] slots = new long[WORDS << 8];
    private int size;
    private int level;

    Contacts() {
        this(MAX_PAIRS);
    }

    /** As the other, with place for this many pairs, a power of two of at least 128. */
    Contacts(int maxPairs) {
        this.maxPairs = maxPairs;
    }

    private static long pair(long sourceHash, long targetHash) {
        long mixed = (sourceHash ^ Long.rotateLeft(targetHash, 29)) * 0x9E37_79B9_7F4A_7C15L;
        return (mixed ^ mixed >>> 32) | 1L << 63; // never 0
    }

    /**
     * Notes a request. Hot path, but where it grows.
     *
     * @param outcome what is known of it at once
     * @param outgoing whether a host of ours sends it
     * @param second its time, s since 1970-01-01 UTC
     */
    void add(
            long sourceHash,
            long hi,
            long lo,
            long targetHash,
            int port,
            int outcome,
            boolean outgoing,
            long second) {
        long pair = pair(sourceHash, targetHash + port);
        if ((pair & (1L << level) - 1) != 0) return;
        int at = find(slots, pair);
        if (slots[at] != 0) {
            if (times(slots[at + 3]) < MOST_TIMES) slots[at + 3] += ONCE;
            return;
        }
        long target = targetHash & 0xFFFF_FFFF_0000_0000L | ONCE | (long) port << 8;
        slots[at] = pair;
        slots[at + 1] = hi;
        slots[at + 2] = lo;
        slots[at + 3] = target | (outgoing ? OUTGOING : 0) | outcome;
        slots[at + 4] = second;
        if (++size > slots.length / WORDS / 2) makeRoom();
    }

    private static long times(long target) {
        return target >>> TIMES_SHIFT & MOST_TIMES;
    }

    /** Whether a source asked a target, or might have when not all is kept. */
    boolean mayKnow(long sourceHash, long targetHash, int port) {
        long pair = pair(sourceHash, targetHash + port);
        return (pair & (1L << level) - 1) != 0 || slots[find(slots, pair)] != 0;
    }

    /** Notes what became of a request; success outdoes all else. Hot path. */
    void outcome(long sourceHash, long targetHash, int port, int outcome) {
        long pair = pair(sourceHash, targetHash + port);
        if ((pair & (1L << level) - 1) != 0) return;
        int at = find(slots, pair);
        if (slots[at] == 0 || (slots[at + 3] & OUTCOME) == SUCCEEDED) return;
        slots[at + 3] = slots[at + 3] & ~OUTCOME | outcome;
    }

    private static int find(long[] table, long pair) {
        int mask = table.length / WORDS - 1;
        int i = (int) (pair >>> 32) & mask;
        while (table[WORDS * i] != 0 && table[WORDS * i] != pair) {
            i = i + 1 & mask;
        }
        return WORDS * i;
    }

    private void makeRoom() {
        long[] old = slots;
        boolean full = old.length / WORDS >= 2 * maxPairs;
        if (full) level++;
        slots = new long[full ? old.length : old.length * 2];
        size = 0;
        for (int at = 0; at < old.length; at += WORDS) {
            if (old[at] == 0 || (old[at] & (1L << level) - 1) != 0) continue;
            System.arraycopy(old, at, slots, find(slots, old[at]), WORDS);
            size++;
        }
    }

    /** These contacts and those of another period, with the same hashes. */
    Contacts and(Contacts other) {
        Contacts both = new Contacts(maxPairs);
        both.level = Math.max(level, other.level);
        for (long[] from : new long[][] {slots, other.slots}) {
            for (int at = 0; at < from.length; at += WORDS) {
                if (from[at] == 0 || (from[at] & (1L << both.level) - 1) != 0) continue;
                int to = find(both.slots, from[at]);
                boolean known = both.slots[to] != 0;
                if (known) {
                    merge(both.slots, to, from, at);
                    continue;
                }
                System.arraycopy(from, at, both.slots, to, WORDS);
                if (++both.size > both.slots.length / WORDS / 2) both.makeRoom();
            }
        }
        return both;
    }

    /** Adds what another period knows of a pair: success outdoes all else, failure nothing. */
    private static void merge(long[] slots, int to, long[] from, int at) {
        long one = slots[to + 3];
        long other = from[at + 3];
        boolean keep = (one & OUTCOME) == SUCCEEDED || (other & OUTCOME) == FAILED;
        long times = Math.min(MOST_TIMES, times(one) + times(other));
        long rest = (keep ? one : other) & ~(MOST_TIMES << TIMES_SHIFT);
        slots[to + 3] = rest | times << TIMES_SHIFT;
        slots[to + 4] = Math.min(slots[to + 4], from[at + 4]);
    }

    /** Targets of a source are 2^level times the pairs kept. */
    int level() {
        return level;
    }

    /**
     * The sources with most targets, most first.
     *
     * @param least kept pairs below which a source is left out, at least 1
     */
    List<Contacter> most(int least) {
        int[] columns = new int[COLUMNS]; // pairs of all sources with one hash: few have enough
        for (int at = 0; at < slots.length; at += WORDS) {
            if (slots[at] != 0) columns[column(at)]++;
        }
        Map<List<Long>, Tally> tallies = new HashMap<>();
        for (int at = 0; at < slots.length; at += WORDS) {
            if (slots[at] == 0 || columns[column(at)] < least) continue;
            List<Long> source = List.of(slots[at + 1], slots[at + 2]);
            tallies.computeIfAbsent(source, key -> new Tally()).add(slots[at + 3], slots[at + 4]);
        }
        List<Contacter> most = new ArrayList<>();
        tallies.forEach(
                (source, tally) -> {
                    if (tally.pairs >= least) most.add(tally.of(source, level));
                });
        most.sort(
                Comparator.comparingLong(Contacter::targets)
                        .reversed()
                        .thenComparingLong(Contacter::hi)
                        .thenComparing(Contacter::lo, Long::compareUnsigned));
        return List.copyOf(most.subList(0, Math.min(SCANNERS, most.size())));
    }

    private int column(int at) {
        long mixed = (slots[at + 1] ^ slots[at + 2] * 31) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 50);
    }

    /** The targets of one source. */
    private static final class Tally {
        private final Map<Long, Integer> hosts = new HashMap<>();
        private final Map<Long, Integer> systemPorts = new HashMap<>();
        private final Map<Integer, Integer> ports = new HashMap<>();
        private final Map<Long, Long> seconds = new TreeMap<>();
        private long pairs;
        private long times;
        private long outgoing;
        private long succeeded;
        private long refused;
        private long open;
        private long triedAgain;
        private long crafted;

        void add(long target, long second) {
            pairs++;
            seconds.merge(second, 1L, Long::sum);
            times += times(target);
            if ((target & OUTGOING) != 0) outgoing++;
            hosts.merge(target >>> 32, 1, Integer::sum);
            int port = (int) (target >>> 8) & 0xFFFF;
            int outcome = (int) (target & OUTCOME);
            // a port of many hosts would be a client whose connections are all gone
            if (outcome != UNCONNECTED) ports.merge(port, 1, Integer::sum);
            if (port < SYSTEM_PORTS) systemPorts.merge(target >>> 32, 1, Integer::sum);
            if (outcome == SUCCEEDED) succeeded++;
            if (outcome == REFUSED) refused++;
            if (outcome == OPEN) open++;
            if (outcome == TRIED_AGAIN) triedAgain++;
            if (outcome == CRAFTED || outcome == UNCONNECTED) crafted++;
        }

        Contacter of(List<Long> source, int level) {
            int topPort =
                    ports.entrySet().stream()
                            .max(
                                    Map.Entry.<Integer, Integer>comparingByValue()
                                            .thenComparing(
                                                    Map.Entry.comparingByKey(
                                                            Comparator.reverseOrder())))
                            .map(Map.Entry::getKey)
                            .orElse(0);
            return new Contacter(
                    source.get(0),
                    source.get(1),
                    pairs << level,
                    hosts.size(),
                    ports.size(),
                    most(hosts),
                    most(systemPorts),
                    topPort,
                    ports.getOrDefault(topPort, 0),
                    (double) succeeded / pairs,
                    (double) refused / pairs,
                    (double) open / pairs,
                    (double) triedAgain / pairs,
                    (double) crafted / pairs,
                    (double) times / pairs,
                    outgoing * 2 > pairs,
                    timeline(level));
        }

        /** Of first contacts. */
        private Timeline timeline(int level) {
            int n = seconds.size();
            Timeline timeline = new Timeline(new long[n], new long[n], new long[n], new long[n]);
            int i = 0;
            for (Map.Entry<Long, Long> entry : seconds.entrySet()) {
                timeline.seconds()[i] = entry.getKey();
                timeline.requests()[i++] = entry.getValue() << level;
            }
            return timeline;
        }

        private static int most(Map<Long, Integer> counts) {
            return counts.values().stream().mapToInt(i -> i).max().orElse(0);
        }
    }
}
