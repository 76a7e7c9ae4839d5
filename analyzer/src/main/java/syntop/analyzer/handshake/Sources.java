package syntop.analyzer.handshake;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the sources of some requests have in common.
 *
 * @param sampled sources that the figures are of
 * @param estimated all sources, estimated when the sample does not hold all
 * @param requestsPerSource mean over the sources, at least 1
 * @param onceShare share of the sources that sent one request, 0 to 1
 * @param specialShare share of the requests that come from addresses which no client on the
 *     Internet has (IANA special-purpose registries and multicast), 0 to 1
 * @param impossibleShare those among them that no host has at all, even on a private network
 * @param octetChi2 chi-square of the first octets of IPv4 sources against all being equally likely,
 *     by its 255 degrees of freedom: about 1 for uniformly drawn addresses, much more for real
 *     ones; NaN for less than {@link #MIN_FOR_CHI2} sources
 * @param wideNets different /16 (IPv6: /32) among the sources
 * @param prefix the longest prefix that holds most of the requests, or null when that is none
 */
public record Sources(
        int sampled,
        long estimated,
        double requestsPerSource,
        double onceShare,
        double specialShare,
        double impossibleShare,
        double octetChi2,
        int wideNets,
        CommonPrefix prefix) {
    /** Sources below which their first octets say nothing. */
    public static final int MIN_FOR_CHI2 = 128;

    private static final double MOST_CHI2 = 3;

    /** The share of the requests that a {@link CommonPrefix} holds at least. */
    public static final double PREFIX_SHARE = 0.8;

    private static final long V4 = 0xFFFFL;
    private static final int V4_BITS = 96; // in front of an IPv4-mapped address

    /**
     * A prefix and what it holds.
     *
     * @param hi upper half of its address
     * @param lo lower half
     * @param bits its length: 8 to 24 of IPv4, 16 to 64 of IPv6
     * @param v4 whether it is one of IPv4
     * @param share of the requests, 0 to 1
     * @param sources different ones in it, of those sampled
     */
    public record CommonPrefix(long hi, long lo, int bits, boolean v4, double share, int sources) {}

    /** Whether they are spread evenly over all addresses, as none but those drawn at random are. */
    public boolean isDrawn() {
        return octetChi2 < MOST_CHI2;
    }

    /** Nothing is known. */
    static final Sources NONE = of(new long[0], new long[0], new long[0], 0);

    static Sources of(long[] hi, long[] lo, long[] requests, int level) {
        int n = requests.length;
        long all = 0;
        long special = 0;
        long impossible = 0;
        int once = 0;
        int v4 = 0;
        int[] octets = new int[256];
        Set<Long> nets = new HashSet<>();
        for (int i = 0; i < n; i++) {
            all += requests[i];
            if (requests[i] == 1) once++;
            boolean isV4 = isV4(hi[i], lo[i]);
            if (isV4 ? SpecialPurpose.contains((int) lo[i]) : SpecialPurpose.contains(hi[i])) {
                special += requests[i];
            }
            if (isV4
                    ? SpecialPurpose.isImpossible((int) lo[i])
                    : SpecialPurpose.isImpossible(hi[i])) {
                impossible += requests[i];
            }
            if (isV4) {
                octets[(int) (lo[i] >>> 24) & 0xFF]++;
                v4++;
            }
            nets.add(isV4 ? lo[i] >>> 16 : hi[i] >>> 32 | 1L << 40);
        }
        return new Sources(
                n,
                (long) n << level,
                n == 0 ? 1 : (double) all / n,
                n == 0 ? 0 : (double) once / n,
                all == 0 ? 0 : (double) special / all,
                all == 0 ? 0 : (double) impossible / all,
                v4 < MIN_FOR_CHI2 ? Double.NaN : chi2(octets, v4),
                nets.size(),
                n == 0 ? null : prefix(hi, lo, requests, all));
    }

    private static boolean isV4(long hi, long lo) {
        return hi == 0 && lo >>> 32 == V4;
    }

    private static double chi2(int[] octets, int n) {
        double expected = n / 256.0;
        double sum = 0;
        for (int count : octets) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum / 255;
    }

    /** Walks from the shortest prefix to the longest while one holds enough. */
    private static CommonPrefix prefix(long[] hi, long[] lo, long[] requests, long all) {
        CommonPrefix found = null;
        for (int bits : new int[] {16, 24, 32, 40, 48, 56, 64, 104, 108, 112, 116, 118, 120}) {
            CommonPrefix longer = longer(hi, lo, requests, bits, all);
            if (longer != null) found = longer;
        }
        return found;
    }

    private static CommonPrefix longer(long[] hi, long[] lo, long[] requests, int bits, long all) {
        boolean v4 = bits > V4_BITS;
        Map<Long, long[]> groups = new HashMap<>();
        long[] best = {0, 0};
        long bestKey = 0;
        for (int i = 0; i < requests.length; i++) {
            if (isV4(hi[i], lo[i]) != v4) continue;
            long key = v4 ? lo[i] >>> 128 - bits : hi[i] >>> 64 - bits;
            long[] group = groups.computeIfAbsent(key, k -> new long[2]);
            group[0] += requests[i];
            group[1]++;
            if (group[0] > best[0]) {
                best = group;
                bestKey = key;
            }
        }
        if (best[0] < all * PREFIX_SHARE) return null;
        int shown = v4 ? bits - V4_BITS : bits;
        long address = v4 ? bestKey << 128 - bits : bestKey << 64 - bits;
        return new CommonPrefix(
                v4 ? 0 : address,
                v4 ? address : 0,
                shown,
                v4,
                (double) best[0] / all,
                (int) best[1]);
    }
}
