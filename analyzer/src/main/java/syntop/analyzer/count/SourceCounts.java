package syntop.analyzer.count;

import java.util.Arrays;
import syntop.capture.batch.SegmentBatch;

/**
 * Exact count of SYNs for each source address, IPv4 and IPv6. One thread at a time.
 *
 * <p>Memory: that of the two tables, and 32 bytes for each row of a batch.
 */
public final class SourceCounts {
    private static final int MOST_SLOTS = 1 << 26; // 512 MiB, 2 GiB

    private final Ipv4Table v4;
    private final WideTable v6;
    private final long v6LoMask;
    private int[] v4Keys = new int[0];
    private long[] v6Hi = new long[0];
    private long[] v6Lo = new long[0];
    private final int v6Tag; // bits of the prefix, 0 for the whole address
    private int[] v6Tags = new int[0]; // all the same

    /** Makes an empty count for as many sources as an array of longs can hold. */
    public SourceCounts() {
        this(MOST_SLOTS, MOST_SLOTS, false);
    }

    /**
     * Makes an empty count.
     *
     * @param v4Slots a power of two: three quarters of them are the most IPv4 sources
     * @param v6Slots the same for IPv6
     * @param v6ByPrefix whether IPv6 sources count by their /64
     */
    SourceCounts(int v4Slots, int v6Slots, boolean v6ByPrefix) {
        v4 = new Ipv4Table(new KeyedHash(4), Math.min(v4Slots, MOST_SLOTS));
        v6 = new WideTable(new KeyedHash(18), Math.min(v6Slots, MOST_SLOTS));
        v6LoMask = v6ByPrefix ? 0 : -1;
        v6Tag = v6ByPrefix ? 64 : 0;
    }

    /** Whether as many further sources have a place. Hot path. */
    boolean hasRoom(int n) {
        return v4.hasRoom(n) && v6.hasRoom(n);
    }

    /**
     * Counts the source of each of these rows. Hot path.
     *
     * @param rows row numbers, valid up to {@code n}
     */
    public void add(SegmentBatch batch, int[] rows, int n) {
        add(batch, rows, 0, n);
    }

    /** As the other, of the rows from {@code from} to before {@code to}. Hot path. */
    void add(SegmentBatch batch, int[] rows, int from, int to) {
        if (v4Keys.length < to - from) {
            v4Keys = new int[rows.length];
            v6Hi = new long[rows.length];
            v6Lo = new long[rows.length];
            v6Tags = new int[rows.length];
            Arrays.fill(v6Tags, v6Tag);
        }
        long[] srcHi = batch.srcHi;
        long[] srcLo = batch.srcLo;
        int[] keys = v4Keys;
        int n4 = 0;
        int n6 = 0;
        for (int k = from; k < to; k++) {
            int row = rows[k];
            long hi = srcHi[row];
            long lo = srcLo[row];
            if (Addresses.isV4(hi, lo)) {
                keys[n4++] = (int) lo;
            } else {
                v6Hi[n6] = hi;
                v6Lo[n6++] = lo & v6LoMask;
            }
        }
        if (n4 > 0) v4.add(keys, n4);
        if (n6 > 0) v6.add(v6Hi, v6Lo, v6Tags, n6);
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

    /** Chunks that runs of all sources would take. */
    long needed(Chunks chunks) {
        return chunks.needed(v4.size(), Run.NARROW) + chunks.needed(v6.size(), Run.WIDE);
    }

    /** Moves everything to runs of a pane, and is empty then. */
    void sealTo(Pane pane, RunSort sort, Chunks chunks) {
        if (v4.size() > 0) {
            Run run = new Run(Run.NARROW);
            v4.sealTo(run, sort, chunks);
            pane.runs(Kind.V4).add(run);
        }
        if (v6.size() > 0) {
            Run run = new Run(Run.WIDE);
            v6.sealTo(run, chunks);
            pane.runs(Kind.V6).add(run);
        }
    }
}
