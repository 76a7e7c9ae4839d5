package syntop.analyzer.baseline;

import java.util.Map;
import syntop.analyzer.baseline.Sightings.Pair;
import syntop.analyzer.baseline.Sightings.Seen;
import syntop.analyzer.count.Addresses;

/**
 * The prefixes that sources usually come from: the {@value #FINE} most frequent /24 (IPv6: /48),
 * and for those that do not fit the /16 (IPv6: /32) they lie in. Addresses are two longs, IPv4 as
 * IPv4-mapped. One thread.
 */
public final class Prefixes {
    private static final int FINE = 4096;
    private static final int COARSE = 2048;
    private static final int V4_BITS = 96; // in front of an IPv4-mapped address
    private static final long ABOVE = 2; // times the most there was
    private static final long LEAST_ABOVE = 60; // SYNs in a minute below which nothing is much

    private final Sightings fine = new Sightings(FINE);
    private final Sightings coarse = new Sightings(COARSE);

    /** The /24 and /48 that are usual. */
    public Sightings fine() {
        return fine;
    }

    /** The /16 and /32 that are usual. */
    public Sightings coarse() {
        return coarse;
    }

    /** The upper half of the prefix that an address is noted under. Hot path. */
    public static long fineHi(long hi, long lo) {
        return Addresses.isV4(hi, lo) ? hi : hi & -1L << 16;
    }

    /** The lower half of it. Hot path. */
    public static long fineLo(long hi, long lo) {
        return Addresses.isV4(hi, lo) ? lo & -1L << 8 : 0;
    }

    /** The length of the prefix that an address is noted under, of 128 bits. */
    public static int fineBits(boolean v4) {
        return v4 ? V4_BITS + 24 : 48;
    }

    /** The length of the wider prefixes, of 128 bits. */
    public static int coarseBits(boolean v4) {
        return v4 ? V4_BITS + 16 : 32;
    }

    /**
     * Notes SYNs from a prefix.
     *
     * @param hi as {@link #fineHi}
     * @param lo as {@link #fineLo}
     */
    void add(long hi, long lo, long syns, long perMinute) {
        fine.add(hi, lo, syns, perMinute);
        boolean v4 = Addresses.isV4(hi, lo);
        coarse.add(v4 ? hi : hi & -1L << 32, v4 ? lo & -1L << 16 : 0, syns, perMinute);
    }

    /** Whether a number of SYNs in a minute is far above the most there was. */
    static boolean isAbove(double perMinute, long most) {
        return perMinute > Math.max(ABOVE * most, most + LEAST_ABOVE);
    }

    /** Compares a source, or a prefix in one of those that are noted. */
    private Mark ofSource(long hi, long lo, double perMinute) {
        Seen entry = fine.get(fineHi(hi, lo), fineLo(hi, lo));
        if (entry == null && fine.forgotten() > 0) {
            boolean v4 = Addresses.isV4(hi, lo);
            entry = coarse.get(v4 ? hi : hi & -1L << 32, v4 ? lo & -1L << 16 : 0);
        }
        if (entry == null) return Mark.NEW;
        return isAbove(perMinute, entry.mostPerMinute()) ? Mark.ABOVE : Mark.USUAL;
    }

    /**
     * Compares the SYNs of a prefix.
     *
     * @param bits its length, of 128
     */
    Mark mark(long hi, long lo, int bits, double perMinute) {
        if (bits >= fineBits(Addresses.isV4(hi, lo))) return ofSource(hi, lo, perMinute);
        long most = 0;
        boolean met = false;
        for (Map.Entry<Pair, Seen> each : in(bits).all()) {
            if (!contains(hi, lo, bits, each.getKey())) continue;
            met = true;
            most += each.getValue().mostPerMinute();
        }
        if (!met) return Mark.NEW;
        return isAbove(perMinute, most) ? Mark.ABOVE : Mark.USUAL;
    }

    /** What to look into for prefixes of a length: the wide ones where those lie within. */
    private Sightings in(int bits) {
        boolean wide = bits <= 32 || bits >= V4_BITS && bits <= V4_BITS + 16;
        return wide ? coarse : fine;
    }

    /**
     * The share of all recorded SYNs that came from a prefix, 0 to 1; of one that is longer than
     * those that are noted, the share of the noted one that it lies in: so never too low, but for
     * what was forgotten.
     *
     * @param bits its length, of 128
     */
    public double share(long hi, long lo, int bits) {
        if (fine.total() == 0) return 0;
        if (bits >= fineBits(Addresses.isV4(hi, lo))) {
            Seen entry = fine.get(fineHi(hi, lo), fineLo(hi, lo));
            return entry == null ? 0 : (double) entry.syns() / fine.total();
        }
        long syns = 0;
        for (Map.Entry<Pair, Seen> each : in(bits).all()) {
            if (contains(hi, lo, bits, each.getKey())) syns += each.getValue().syns();
        }
        return Math.min(1, (double) syns / fine.total());
    }

    private static boolean contains(long hi, long lo, int bits, Pair key) {
        long maskHi = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << 64 - bits;
        long maskLo = bits <= 64 ? 0 : -1L << 128 - bits;
        return (key.hi() & maskHi) == (hi & maskHi) && (key.lo() & maskLo) == (lo & maskLo);
    }
}
