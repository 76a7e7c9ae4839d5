package syntop.analyzer.count;

import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.SplittableRandom;
import syntop.capture.batch.SegmentBatch;

/**
 * Tells how many targets, destination addresses with a port, a source has sent SYNs to: a scanner
 * has many. Kept are different pairs of source and target, all while they have a place; then those
 * whose hash ends in so many zero bits, each standing for 2^that many (P. Flajolet, "On Adaptive
 * Sampling", 1990). The hash is keyed, so no sender can choose what is kept.
 *
 * <p>Counting thread. Memory: 32 bytes a slot, up to 2 MiB, and 64 KiB. Costs a source that sends
 * many SYNs to one target a hash and a look into a small cache for each.
 */
public final class PairCounts {
    private static final int STRIDE = 4; // hash, source, time; a hash of 0 is a free slot
    private static final int FIRST_SLOTS = 1 << 10;
    private static final int MOST_SLOTS = 1 << 15;
    private static final int RECENT_BITS = 13;
    private static final long REFRESH_NANOS = 1_000_000_000L;
    private static final long[] KEYS = // one for all, so that any counts can be added up
            new SplittableRandom(new SecureRandom().nextLong()).longs(8).toArray();

    private final long windowNanos;
    private final long loMask;
    private final long[] recent = new long[1 << RECENT_BITS]; // hashes that need not be looked up
    private long[] slots = new long[FIRST_SLOTS * STRIDE];
    private long[] spare; // for rebuilding without allocating
    private int size;
    private int level;
    private long levelNanos; // when the level was last looked at; meaningful above level 0
    private long loweredNanos = NO_TIME; // what was last seen before was kept at the level above
    private long refreshNanos = NO_TIME; // when to look again

    /** Makes an empty one for what is counted. */
    public PairCounts(CountOptions options) {
        windowNanos = options.windowNanos();
        loMask = options.v6ByPrefix() ? 0 : -1;
    }

    /**
     * Notes the source and target of each of these rows. Hot path.
     *
     * @param rows row numbers, valid up to {@code n}
     */
    public void add(SegmentBatch batch, int[] rows, int n) {
        long last = batch.lastNanos();
        if (windowNanos > 0 && last != NO_TIME && isDue(last)) refresh(last);
        long unwanted = (1L << level) - 1;
        for (int k = 0; k < n; k++) {
            int row = rows[k];
            long srcHi = batch.srcHi[row];
            long srcLo = batch.srcLo[row];
            if (srcHi != 0) srcLo &= loMask;
            long dstHi = batch.dstHi[row];
            long dstLo = batch.dstLo[row];
            int port = batch.dstPort(row);
            long hash =
                    srcHi == 0 && dstHi == 0
                            ? fold(srcLo << 32 ^ dstLo ^ KEYS[0], port ^ KEYS[1])
                            : hash(srcHi, srcLo, dstHi, dstLo, port);
            if ((hash & unwanted) != 0) continue;
            int slot = (int) (hash >>> Long.SIZE - RECENT_BITS);
            if (recent[slot] == hash) continue;
            recent[slot] = hash;
            note(hash, srcHi, srcLo, batch.tsNanos[row]);
            unwanted = (1L << level) - 1;
        }
    }

    private static long hash(long srcHi, long srcLo, long dstHi, long dstLo, int port) {
        long source = fold(srcHi ^ KEYS[2], srcLo ^ KEYS[3]);
        long target = fold(dstHi ^ KEYS[4], dstLo ^ KEYS[5]);
        return fold(source ^ KEYS[6], target + port ^ KEYS[7]);
    }

    private static long fold(long a, long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }

    /** Whether it is time to look again, also because the clock was set back. */
    private boolean isDue(long nowNanos) {
        return nowNanos >= refreshNanos || nowNanos < refreshNanos - 2 * REFRESH_NANOS;
    }

    /** From now on pairs are looked up again, so that it is known when they were last seen. */
    private void refresh(long nowNanos) {
        Arrays.fill(recent, 0);
        refreshNanos = nowNanos + REFRESH_NANOS;
        if (level == 0 || nowNanos - levelNanos <= windowNanos) return;
        rebuild(slots.length, nowNanos - windowNanos, 0);
        levelNanos = nowNanos; // whatever comes of it, the next look is a window away
        if (size > MOST_SLOTS / 8) return;
        level--;
        loweredNanos = nowNanos;
    }

    private void note(long hash, long srcHi, long srcLo, long tsNanos) {
        int at = find(slots, hash);
        if (slots[at] == hash) {
            slots[at + 3] = Math.max(slots[at + 3], tsNanos);
            return;
        }
        slots[at] = hash == 0 ? 1 : hash;
        slots[at + 1] = srcHi;
        slots[at + 2] = srcLo;
        slots[at + 3] = tsNanos;
        if (++size > slots.length / STRIDE / 4 * 3) makeRoom(tsNanos);
    }

    private static int find(long[] table, long hash) {
        int mask = table.length / STRIDE - 1;
        int i = (int) (hash >>> 32) & mask;
        while (table[i * STRIDE] != 0 && table[i * STRIDE] != hash) {
            i = i + 1 & mask;
        }
        return i * STRIDE;
    }

    private void makeRoom(long nowNanos) {
        if (slots.length / STRIDE < MOST_SLOTS) {
            rebuild(slots.length * 2, NO_TIME, 0);
            return;
        }
        if (windowNanos > 0) rebuild(slots.length, nowNanos - windowNanos, 0);
        while (size > MOST_SLOTS / 2) {
            level++;
            levelNanos = nowNanos;
            loweredNanos = NO_TIME;
            rebuild(slots.length, NO_TIME, (1L << level) - 1);
        }
    }

    /** Keeps what was last seen not before a time, and whose hash has none of some bits. */
    private void rebuild(int length, long sinceNanos, long unwanted) {
        long[] old = slots;
        boolean fits = spare != null && spare.length == length;
        slots = fits ? spare : new long[length];
        spare = old.length == length ? old : null;
        Arrays.fill(slots, 0);
        size = 0;
        for (int at = 0; at < old.length; at += STRIDE) {
            boolean keep = old[at + 3] >= sinceNanos && (old[at] & unwanted) == 0;
            if (old[at] == 0 || !keep) continue;
            System.arraycopy(old, at, slots, find(slots, old[at]), STRIDE);
            size++;
        }
    }

    /** What is known now; to be asked by any thread later. */
    public Targets targets() {
        return new Targets(slots.clone(), level, loweredNanos);
    }
}
