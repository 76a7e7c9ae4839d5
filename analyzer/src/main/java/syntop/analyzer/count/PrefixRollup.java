package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums sources by prefix, so that each SYN is in exactly one of the prefixes: hierarchical heavy
 * hitters (G. Cormode and others, 2003). From the longest prefix to the shortest, /24, /16, /8 and
 * /64, /48, /32, one is listed when it holds at least 1 % of all SYNs beside those of longer ones
 * that are listed. Of the shortest, every one with any SYN left is.
 *
 * <p>The sources come in order, so of each length one prefix is open at a time.
 */
public final class PrefixRollup {
    private static final int PHI_PERCENT = 1;
    private static final int[] V4_BITS = {104, 112, 120};
    private static final int[] V6_BITS = {32, 48, 64};
    private static final int BITS_SHIFT = 56;

    private final Ranking ranking;
    private final long least; // SYNs of a prefix that is listed
    private final long[] syns = new long[3]; // of the open prefixes, shortest first
    private final long[] hosts = new long[3];
    private int[] bits = V6_BITS;
    private final List<Prefix> inner = new ArrayList<>(); // at most 100 of each length
    private long hi;
    private long lo;
    private boolean begun;

    private PrefixRollup(Ranking ranking, long total) {
        this.ranking = ranking;
        least = Math.max(1, (long) Math.ceil(total / 100.0 * PHI_PERCENT));
    }

    /** The length of a prefix, 0 to 128, IPv4 as IPv4-mapped, from the tag of a row. */
    public static int bits(long tag) {
        return (int) (tag >>> BITS_SHIFT);
    }

    /** How many of its addresses were seen, as far as they are known, from the tag of a row. */
    public static long hosts(long tag) {
        return tag & (1L << BITS_SHIFT) - 1;
    }

    /** Offers the prefixes of the sources of some panes; returns all but the shortest. */
    static List<Prefix> rank(List<Pane> panes, Ranking ranking) {
        PrefixRollup rollup = new PrefixRollup(ranking, panes.stream().mapToLong(Pane::syns).sum());
        // one family after the other: IPv4-mapped addresses lie amid ::/32
        rollup.add(panes, V4_BITS, Kind.V4_16, Kind.V4_24, Kind.V4);
        rollup.add(panes, V6_BITS, Kind.V6_32, Kind.V6_48, Kind.V6_64, Kind.V6);
        return rollup.inner;
    }

    private void add(List<Pane> panes, int[] lengths, Kind... kinds) {
        bits = lengths;
        begun = false;
        List<Layer> layers = new ArrayList<>();
        for (Kind kind : kinds) {
            Layer layer = new Layer(kind, RunQuery.merge(panes, kind));
            if (layer.merge.next()) layers.add(layer);
        }
        while (!layers.isEmpty()) {
            Layer first = layers.get(0);
            for (Layer layer : layers) {
                if (layer.compareTo(first) < 0) first = layer;
            }
            add(first);
            if (!first.merge.next()) layers.remove(first);
        }
        close(0);
    }

    /** Sources, or prefixes that took over what some lost, in order. */
    private record Layer(Kind kind, RunMerge merge) {
        int compareTo(Layer other) {
            return Addresses.compare(merge.hi, merge.lo, other.merge.hi, other.merge.lo);
        }
    }

    private void add(Layer layer) {
        RunMerge key = layer.merge;
        if (begun) close(common(key.hi, key.lo));
        hi = key.hi;
        lo = key.lo;
        begun = true;
        int level = 2;
        while (bits[level] > layer.kind.bits) {
            level--; // of what was lost only the shorter prefix is known
        }
        syns[level] += key.count;
        if (layer.kind.bits == 128) hosts[level]++;
    }

    /** How many of the open prefixes this address lies in. */
    private int common(long otherHi, long otherLo) {
        int same =
                hi != otherHi
                        ? Long.numberOfLeadingZeros(hi ^ otherHi)
                        : 64 + Long.numberOfLeadingZeros(lo ^ otherLo);
        int levels = 0;
        while (levels < 3 && bits[levels] <= same) {
            levels++;
        }
        return levels;
    }

    /** Closes the open prefixes but so many, the longest first. */
    private void close(int but) {
        for (int level = 2; level >= but; level--) {
            if (syns[level] >= (level == 0 ? 1 : least)) offer(level);
            else if (level > 0) {
                syns[level - 1] += syns[level];
                hosts[level - 1] += hosts[level];
            }
            syns[level] = 0;
            hosts[level] = 0;
        }
    }

    private void offer(int level) {
        Prefix prefix = Prefix.of(hi, lo, bits[level]);
        long tag = (long) prefix.bits() << BITS_SHIFT | hosts[level];
        ranking.offer(prefix.hi(), prefix.lo(), tag, syns[level]);
        if (level > 0) inner.add(prefix);
    }
}
