package syntop.analyzer.count;

import java.util.Arrays;
import java.util.List;
import syntop.capture.batch.SegmentBatch;

/**
 * Narrow runs as one. A block is what all runs hold up to some key: it is collected, sorted by
 * radix in the second-level cache, and added up. That has no branch that depends on which run comes
 * next, so a step costs as much for any number of runs.
 *
 * <p>Memory: 16 bytes for each entry of a block.
 */
final class BlockMerge extends RunMerge {
    private static final int BLOCK = 1 << 14;

    private final RunCursor[] cursors; // those with entries left come first
    private final RunSort sort = new RunSort();
    private int running;
    private long[] block;
    private long[] sorted;
    private int size;
    private int at;

    /** Makes a merge of cursors that stand before their first entries. */
    BlockMerge(List<RunCursor> of) {
        cursors = of.stream().filter(cursor -> cursor.left() > 0).toArray(RunCursor[]::new);
        running = cursors.length;
        // each run may have one more than its share, and a full block would be made larger
        block = new long[(int) Math.min(left(), BLOCK) + cursors.length + 1];
        sorted = block;
    }

    private long left() {
        long sum = 0;
        for (int i = 0; i < running; i++) {
            sum += cursors[i].left();
        }
        return sum;
    }

    @Override
    boolean next() {
        if (at == size && !collect()) return false;
        long[] entries = sorted;
        int i = at;
        long key = entries[i] >>> 32;
        long sum = entries[i++] & Run.FULL;
        while (i < size && entries[i] >>> 32 == key) {
            sum += entries[i++] & Run.FULL;
        }
        at = i;
        lo = SegmentBatch.V4_MAPPED | key;
        count = sum;
        return true;
    }

    private boolean collect() {
        long last = lastKey();
        int from = 0; // runs
        size = 0;
        at = 0;
        for (int i = running - 1; i >= 0; i--) {
            int before = size;
            size = cursors[i].take(last, block, size);
            while (size == block.length) {
                block = Arrays.copyOf(block, 2 * size);
                size = cursors[i].take(last, block, size);
            }
            if (size > before) from++;
            if (cursors[i].left() == 0) cursors[i] = cursors[--running];
        }
        sorted = from > 1 ? sort.narrow(block, size) : block;
        return size > 0;
    }

    /** The last key of the next block: each run has at most its share of entries up to there. */
    private long lastKey() {
        long left = left();
        long last = Run.FULL;
        if (left <= BLOCK) return last;
        for (int i = 0; i < running; i++) {
            long share = Math.max(1, BLOCK * cursors[i].left() / left);
            last = Math.min(last, cursors[i].keyAhead((int) share));
        }
        return last;
    }
}
