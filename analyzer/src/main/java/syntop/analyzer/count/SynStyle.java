package syntop.analyzer.count;

import syntop.capture.batch.SegmentBatch;

/**
 * What a SYN looks like beside its options: TTL class, receive window, and whether its sequence
 * number is the destination address, all in one long.
 */
public final class SynStyle {
    private static final long ISN_IS_DESTINATION = 1L << 24;
    private static final int TTL_SHIFT = 16;

    private SynStyle() {}

    /** The style of a row. Hot path. */
    static long of(SegmentBatch batch, int row) {
        long style = (long) ttlClass(batch.ttl(row)) << TTL_SHIFT | batch.rcvWnd(row);
        return batch.seq(row) == (int) batch.dstLo[row] ? style | ISN_IS_DESTINATION : style;
    }

    /** The initial TTL that a TTL seems to come from: the least usual one that is not below it. */
    private static int ttlClass(int ttl) {
        if (ttl <= 32) return 32;
        if (ttl <= 64) return 64;
        return ttl <= 128 ? 128 : 255;
    }

    /** The TTL class: 32, 64, 128 or 255. */
    public static int ttlClass(long style) {
        return (int) (style >>> TTL_SHIFT) & 0xFF;
    }

    /** The receive window, unscaled. */
    public static int window(long style) {
        return (int) style & 0xFFFF;
    }

    /** Whether the sequence number was the (lower half of the) destination address. */
    public static boolean isnIsDestination(long style) {
        return (style & ISN_IS_DESTINATION) != 0;
    }
}
