package syntop.analyzer.count;

import java.util.ArrayDeque;

/**
 * The memory of sealed runs: equal pieces, made when first needed, then taken and given back for
 * ever. So a run that grows, shrinks or is dropped leaves no garbage, and no collection of it can
 * hold up who counts.
 *
 * <p>One thread at a time. Memory: 64 KiB a chunk, up to the limit, and beyond it one for each run
 * that takes part in a merge, while that goes on.
 */
final class Chunks {
    private static final int LONGS = 1 << 13;

    private final ArrayDeque<long[]> free = new ArrayDeque<>();
    private final int longs;
    private final long limit;
    private long taken;

    /**
     * Makes an empty store.
     *
     * @param bytes what runs may take
     */
    Chunks(long bytes) {
        this(bytes, LONGS);
    }

    /**
     * As the other, of any size.
     *
     * @param longs of a chunk, a power of two and a multiple of every {@link Run#stride}
     */
    Chunks(long bytes, int longs) {
        this.longs = longs;
        limit = bytes / (longs * 8L);
    }

    /** Longs of a chunk. */
    int longs() {
        return longs;
    }

    /** Chunks that entries of this stride take. */
    long needed(long entries, int stride) {
        return (entries * stride + longs - 1) / longs;
    }

    /** How many there may be. */
    long limit() {
        return limit;
    }

    /** How many may still be taken; negative while a merge is over the limit. */
    long left() {
        return limit - taken;
    }

    /** Takes one; what it holds is stale. */
    long[] take() {
        taken++;
        long[] chunk = free.poll();
        return chunk != null ? chunk : new long[longs];
    }

    /** Gives one back. */
    void give(long[] chunk) {
        taken--;
        free.push(chunk);
    }
}
