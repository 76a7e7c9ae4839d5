package syntop.analyzer.count;

import syntop.capture.batch.SegmentBatch;

/**
 * Exact count of SYNs for each source address, IPv4 and IPv6. Analyzer thread only.
 *
 * <p>Memory: that of the two tables, and 28 bytes for each row of a batch.
 */
public final class SourceCounts {
    private final Ipv4Table v4 = new Ipv4Table(new KeyedHash(4));
    private final Ipv6Table v6 = new Ipv6Table(new KeyedHash(16));
    private int[] v4Keys = new int[0];
    private long[] v6Hi = new long[0];
    private long[] v6Lo = new long[0];

    /**
     * Counts the source of each of these rows. Hot path.
     *
     * @param rows row numbers, valid up to {@code n}
     */
    public void add(SegmentBatch batch, int[] rows, int n) {
        if (v4Keys.length < n) {
            v4Keys = new int[rows.length];
            v6Hi = new long[rows.length];
            v6Lo = new long[rows.length];
        }
        long[] srcHi = batch.srcHi;
        long[] srcLo = batch.srcLo;
        int[] keys = v4Keys;
        int n4 = 0;
        int n6 = 0;
        for (int k = 0; k < n; k++) {
            int row = rows[k];
            long hi = srcHi[row];
            long lo = srcLo[row];
            if (Addresses.isV4(hi, lo)) {
                keys[n4++] = (int) lo;
            } else {
                v6Hi[n6] = hi;
                v6Lo[n6++] = lo;
            }
        }
        if (n4 > 0) v4.add(keys, n4);
        if (n6 > 0) v6.add(v6Hi, v6Lo, n6);
    }

    /** Different sources. */
    public long size() {
        return (long) v4.size() + v6.size();
    }

    /** Offers every source to a ranking. */
    public void rank(Ranking ranking) {
        v4.rank(ranking);
        v6.rank(ranking);
    }
}
