package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.SegmentBatch;

/** A run that is not in memory answers as one that is. */
class SpilledRunTest {
    private static final int CHUNK = 16; // longs

    private final Chunks chunks = new Chunks(1 << 20, CHUNK);

    private Run run(int stride, int keys) {
        Run run = new Run(stride);
        for (int key = 0; key < keys; key++) {
            run.append(key / 7, 3L * key, key % 2, 1 + key % 5 * Run.FULL, chunks);
        }
        return run;
    }

    private static List<List<Long>> read(RunCursor cursor) {
        List<List<Long>> entries = new ArrayList<>();
        while (cursor.next()) {
            entries.add(List.of(cursor.hi, cursor.lo, cursor.tag, cursor.count));
        }
        return entries;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 15, 16, 17, 32, 33, 200})
    void readsAndFindsWhatItHeld(int keys) {
        for (int stride : new int[] {Run.NARROW, Run.WIDE}) {
            Run here = run(stride, keys);
            Run spilled = run(stride, keys);
            SpillList pieces = new SpillList();
            long before = chunks.left();
            int taken = spilled.chunks();
            spilled.spillTo(pieces, chunks);
            assertEquals(before + taken, chunks.left());
            assertFalse(spilled.isHere());
            assertEquals(taken, pieces.size());
            assertEquals(here.entries(), spilled.entries());
            assertEquals(read(here.read()), read(spilled.read()));
            for (long lo = 0; lo <= 3L * keys; lo++) {
                for (long tag = 0; tag < 2; tag++) {
                    long hi = stride == Run.NARROW ? 0 : lo / 3 / 7;
                    long key = stride == Run.NARROW ? (SegmentBatch.V4_MAPPED | lo) : lo;
                    long t = stride == Run.NARROW ? 0 : tag;
                    long expected = here.count(hi, key, t);
                    assertEquals(expected, spilled.count(hi, key, t), "keys=" + keys + " " + lo);
                    boolean there = lo % 3 == 0 && lo / 3 < keys;
                    if (t == lo / 3 % 2 || stride == Run.NARROW) {
                        assertEquals(there, expected > 0, "keys=" + keys + " lo=" + lo);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 200})
    void takesPartInAMerge(int keys) {
        Run spilled = run(Run.NARROW, keys);
        spilled.spillTo(new SpillList(), chunks);
        Run here = run(Run.NARROW, keys);
        RunMerge merge = RunMerge.of(List.of(spilled.read(), here.read()));
        for (int key = 0; key < keys; key++) {
            assertTrue(merge.next());
            assertEquals((SegmentBatch.V4_MAPPED | 3L * key), merge.lo);
            assertEquals(2 * (1 + key % 5 * Run.FULL), merge.count);
        }
        assertFalse(merge.next());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 100})
    void aCursorMayStartAnywhere(int entry) {
        Run run = new Run(Run.NARROW);
        for (int key = 0; key < 100; key++) {
            run.append(0, key, 0, 1, chunks);
        }
        long[] expected = new long[100 - entry];
        Arrays.setAll(expected, i -> (SegmentBatch.V4_MAPPED | entry + i));
        RunCursor cursor = run.read();
        cursor.seek(entry);
        assertArrayEquals(expected, read(cursor).stream().mapToLong(e -> e.get(1)).toArray());
        run.spillTo(new SpillList(), chunks);
        cursor = run.read();
        cursor.seek(entry);
        assertArrayEquals(expected, read(cursor).stream().mapToLong(e -> e.get(1)).toArray());
    }
}
