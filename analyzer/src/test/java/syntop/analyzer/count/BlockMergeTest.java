package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.SegmentBatch;

/** Runs of sizes that block borders fall anywhere in. */
class BlockMergeTest {
    private static final int BLOCK = 1 << 14; // entries, as in BlockMerge

    private final Chunks chunks = new Chunks(1 << 30, 64);
    private final List<Run> runs = new ArrayList<>();
    private final Map<Long, Long> expected = new TreeMap<>();

    private void run(int keys, LongUnaryOperator key) {
        Run run = new Run(Run.NARROW);
        for (int i = 0; i < keys; i++) {
            append(run, key.applyAsLong(i), 1 + i % 3);
        }
        runs.add(run);
    }

    private void append(Run run, long key, long count) {
        run.append(0, key, 0, count, chunks);
        expected.merge(key, count, Long::sum);
    }

    /** Once by reading and once by draining, which gives all memory back. */
    private void check() {
        check(runs.stream().map(Run::read).toList());
        check(runs.stream().map(run -> run.drain(chunks)).toList());
        assertEquals(chunks.limit(), chunks.left());
    }

    private void check(List<RunCursor> cursors) {
        RunMerge merge = new BlockMerge(cursors);
        for (Map.Entry<Long, Long> entry : expected.entrySet()) {
            assertTrue(merge.next(), "ends before " + entry);
            assertEquals(SegmentBatch.V4_MAPPED | entry.getKey(), merge.lo);
            assertEquals(entry.getValue(), merge.count, entry::toString);
        }
        assertFalse(merge.next());
        assertFalse(merge.next(), "and stays at its end");
    }

    @Test
    void nothingAtAllAndEmptyRuns() {
        check();
        runs.add(new Run(Run.NARROW));
        run(3, i -> i);
        runs.add(new Run(Run.NARROW));
        check();
    }

    @Test
    void lowestAndHighestKey() {
        run(2, i -> i * Run.FULL);
        run(1, i -> Run.FULL);
        check();
    }

    @Test
    void oneRunOfAsMuchAsABlockAndAnEntryMore() {
        for (int keys : new int[] {BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 1}) {
            runs.clear();
            expected.clear();
            run(keys, i -> i * 7L);
            check();
        }
    }

    @Test
    void runsThatLieApartOrAmongEachOther() {
        run(BLOCK, i -> i);
        run(BLOCK, i -> 1_000_000 + i);
        run(3 * BLOCK, i -> i * 50L);
        run(1, i -> 999_999);
        check();
    }

    @Test
    void oneLongRunAmongManyShortOnes() {
        run(5 * BLOCK, i -> i * 3L);
        for (int n = 0; n < 300; n++) {
            int from = n * 700;
            run(1 + n % 5, i -> from + i);
        }
        check();
    }

    @Test
    void manyRunsOfTheSameKeys() {
        for (int n = 0; n < 40; n++) {
            run(2_000, i -> i * 2_000_003L);
        }
        check();
    }

    /** Its entries are many more than a block has room for. */
    @Test
    void aCountThatTakesMoreEntriesThanABlockHas() {
        Run run = new Run(Run.NARROW);
        append(run, 5, 1);
        append(run, 7, 3L * BLOCK * Run.FULL + 2);
        append(run, 8, 2 * Run.FULL);
        append(run, 9, 4);
        runs.add(run);
        run(100, i -> i);
        run(BLOCK, i -> i * 2L);
        check();
    }
}
