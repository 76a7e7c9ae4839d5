package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {
    private static final int KEYS = 1_000;

    /** Counts of every size: most are 1, few, tens of thousands, or more than an int holds. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 50, 40_000, 65_534, 70_000, 1L << 24, 1L << 33, 1L << 45})
    void dropsAtLeastHalfAndNotesTheLargestOfThem(long scale) {
        Kind kind = scale < 1L << 32 ? Kind.V4 : Kind.V6;
        Chunks chunks = new Chunks(1 << 26, 64);
        SplittableRandom random = new SplittableRandom(scale);
        Run run = new Run(kind.stride);
        Map<Long, Long> rest = new HashMap<>();
        long sum = 0;
        for (long key = 0; key < KEYS; key++) {
            long count = scale + random.nextLong(2 * scale);
            run.append(kind == Kind.V4 ? 0 : 7 + key, key << 5, 0, count, chunks);
            rest.put(key << 5, count);
            sum += count;
        }
        Pane pane = new Pane(0);
        pane.runs(kind).add(run);
        pane.runs(kind).add(new Run(kind.stride));
        new Cut(chunks).cut(pane, kind);
        assertEquals(1, pane.runs(kind).size());
        long left = 0;
        RunMerge kept = RunQuery.merge(List.of(pane), kind);
        while (kept.next()) {
            assertEquals(rest.remove(kept.lo & 0xFFFF_FFFFL), kept.count);
            left += kept.count;
        }
        assertTrue(rest.size() >= KEYS / 2, "dropped=" + rest.size());
        long error = pane.error(kind);
        assertEquals(Collections.max(rest.values()), error);
        // large counts are told apart by powers of two only
        assertTrue(error <= (scale < 30_000 ? 2 : 4) * sum / KEYS, "E=" + error);
        assertEquals(rest.size(), (double) pane.dropped().estimate(), 0.05 * KEYS);
        for (Kind coarser = kind.coarser; coarser != null; coarser = coarser.coarser) {
            RunMerge prefixes = RunQuery.merge(List.of(pane), coarser);
            while (prefixes.next()) {
                left += prefixes.count;
            }
        }
        assertEquals(sum, left, "what sources lose is in their prefixes");
    }
}
