package syntop.analyzer.count;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many targets sources had, as {@link PairCounts} knew it at one moment. Immutable. */
public final class Targets {
    private static final int STRIDE = 4;

    private final long[] slots;
    private final int level;
    private final long loweredNanos;

    Targets(long[] slots, int level, long loweredNanos) {
        this.slots = slots;
        this.level = level;
        this.loweredNanos = loweredNanos;
    }

    /** The part of all pairs that was kept; 1: the numbers are exact. */
    public double share() {
        return 1.0 / (1L << level);
    }

    /**
     * For each row of a ranking of sources, how many targets it had; estimates where {@link #share}
     * is not 1, with a relative standard error of about 1 / sqrt(share * number).
     *
     * @param all of several threads
     * @param rows how many rows, the first ones
     * @param sinceNanos pairs last seen before do not count
     */
    public static long[] count(List<Targets> all, Ranking ranking, int rows, long sinceNanos) {
        Map<Source, Integer> rowOf = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            rowOf.put(new Source(ranking.hi(row), ranking.lo(row)), row);
        }
        int level = all.stream().mapToInt(targets -> targets.level).max().orElse(0);
        long unwanted = (1L << level) - 1;
        Set<Long> seen = new HashSet<>(); // pairs of rows, for several threads may know one
        long[] counts = new long[rows];
        for (Targets targets : all) {
            long[] slots = targets.slots;
            for (int at = 0; at < slots.length; at += STRIDE) {
                if (slots[at] == 0 || (slots[at] & unwanted) != 0) continue;
                if (slots[at + 3] < sinceNanos) continue;
                Integer row = rowOf.get(new Source(slots[at + 1], slots[at + 2]));
                if (row == null || !seen.add(slots[at])) continue;
                boolean before = slots[at + 3] < targets.loweredNanos && targets.level == level;
                counts[row] += 1L << (before ? level + 1 : level);
            }
        }
        return counts;
    }

    private record Source(long hi, long lo) {}
}
