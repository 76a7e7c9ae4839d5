package syntop.analyzer.count;

import java.util.List;

/** Several runs as one: each key once, in ascending order, with the sum of its counts. */
abstract class RunMerge {
    /** Upper half of the key that {@link #next} went to. */
    long hi;

    /** Lower half of the key; a narrow key as the address {@code ::ffff:key}. */
    long lo;

    /** What stands beside the key. */
    long tag;

    /** The sum of the counts of the key. */
    long count;

    /** A merge of cursors that stand before their first entries, all of runs of the same stride. */
    static RunMerge of(List<RunCursor> cursors) {
        boolean narrow = !cursors.isEmpty() && cursors.get(0).isNarrow();
        return narrow ? new BlockMerge(cursors) : new HeapMerge(cursors);
    }

    /** Goes to the next key; false past the last one. */
    abstract boolean next();
}
