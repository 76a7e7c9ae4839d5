package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.SegmentBatch;

/** Sealed tables, merged, against a map. */
class RunPropertyTest {
    private final Chunks chunks = new Chunks(1 << 30);

    private record Key(long hi, long lo, long tag) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1234567})
    void mergedNarrowRunsEqualAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Ipv4Table table = new Ipv4Table(new KeyedHash(4, new Random(seed)), 1 << 20);
        RunSort sort = new RunSort();
        List<RunCursor> cursors = new ArrayList<>();
        Map<Key, Long> expected = new HashMap<>();
        for (int run = 0; run < 1 + seed % 7; run++) {
            int[] keys = new int[1 + random.nextInt(30_000)];
            int mask = -1 >>> random.nextInt(30);
            for (int i = 0; i < keys.length; i++) {
                keys[i] = random.nextInt() & mask | random.nextInt() << 31;
                expected.merge(
                        new Key(0, SegmentBatch.V4_MAPPED | keys[i] & 0xFFFF_FFFFL, 0),
                        1L,
                        Long::sum);
            }
            table.add(keys, keys.length);
            Run sealed = new Run(Run.NARROW);
            table.sealTo(sealed, sort, chunks);
            assertEquals(0, table.size());
            cursors.add(sealed.drain(chunks));
        }
        assertEquals(expected, inOrder(RunMerge.of(cursors)), "seed=" + seed);
        assertEquals(chunks.limit(), chunks.left());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 1234567})
    void mergedWideRunsEqualAMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        WideTable table = new WideTable(new KeyedHash(18, new Random(seed)), 1 << 20);
        List<RunCursor> cursors = new ArrayList<>();
        Map<Key, Long> expected = new HashMap<>();
        for (int run = 0; run < 1 + seed % 7; run++) {
            int n = 1 + random.nextInt(20_000);
            long[] hi = new long[n];
            long[] lo = new long[n];
            int[] tags = new int[n];
            for (int i = 0; i < n; i++) {
                hi[i] = random.nextLong() >> random.nextInt(64);
                lo[i] = random.nextLong() >> random.nextInt(64);
                tags[i] = random.nextInt(3) * 0x7FFF;
                expected.merge(new Key(hi[i], lo[i], tags[i]), 1L, Long::sum);
            }
            table.add(hi, lo, tags, n);
            Run sealed = new Run(Run.WIDE);
            table.sealTo(sealed, chunks);
            assertEquals(0, table.size());
            cursors.add(sealed.drain(chunks));
        }
        assertEquals(expected, inOrder(RunMerge.of(cursors)), "seed=" + seed);
        assertEquals(chunks.limit(), chunks.left());
    }

    private static Map<Key, Long> inOrder(RunMerge merge) {
        Map<Key, Long> all = new HashMap<>();
        Key last = null;
        while (merge.next()) {
            Key key = new Key(merge.hi, merge.lo, merge.tag);
            if (last != null) {
                int order = Addresses.compare(last.hi, last.lo, key.hi, key.lo);
                assertFalse(order > 0 || order == 0 && last.tag >= key.tag, last + " " + key);
            }
            all.put(key, merge.count);
            last = key;
        }
        return all;
    }

    @Test
    void narrowCountsGoOnWhereThirtyTwoBitsEnd() {
        Run run = new Run(Run.NARROW);
        long[] counts = {Run.FULL - 1, Run.FULL, Run.FULL + 1, 3 * Run.FULL, 3 * Run.FULL + 5, 1};
        for (int i = 0; i < counts.length; i++) {
            run.append(0, i, 0, counts[i], chunks);
        }
        RunMerge merge = RunMerge.of(List.of(run.read(), run.read()));
        for (long count : counts) {
            assertEquals(true, merge.next());
            assertEquals(2 * count, merge.count);
        }
        assertFalse(merge.next());
    }

    @Test
    void aSealedTableCountsOnWithWhatWasCarried() {
        Ipv4Table table = new Ipv4Table(new KeyedHash(4, new Random(1)), 1 << 20);
        table.add(new int[] {7, 8}, 2);
        for (int i = 0; i < table.slots.length; i++) {
            if (table.slots[i] != 0) table.slots[i] |= 0xFFFF_FFFFL;
        }
        table.add(new int[] {7, 7}, 2);
        Run run = new Run(Run.NARROW);
        table.sealTo(run, new RunSort(), chunks);
        RunCursor cursor = run.read();
        assertEquals(true, cursor.next());
        assertEquals(Run.FULL + 2, cursor.count);
        assertEquals(true, cursor.next());
        assertEquals(Run.FULL, cursor.count);
        assertFalse(cursor.next());
        table.add(new int[] {7}, 1); // nothing of before is left
        Run next = new Run(Run.NARROW);
        table.sealTo(next, new RunSort(), chunks);
        assertEquals(1, count(next));
    }

    private static long count(Run run) {
        RunCursor cursor = run.read();
        assertEquals(true, cursor.next());
        return cursor.count;
    }

    /** The rest of a count that goes on in a second entry may look like one. */
    @Test
    void onesAreTheKeysWithACountOfOne() {
        for (int stride : new int[] {Run.NARROW, Run.WIDE}) {
            Chunks small = new Chunks(1 << 20, 16);
            Run run = new Run(stride);
            assertEquals(0, run.ones());
            int ones = 0;
            for (int key = 0; key < 200; key++) {
                long count = key % 3 == 0 ? 1 : key % 7 == 0 ? Run.FULL + 1 : 2 + key % 2;
                if (count == 1) ones++;
                run.append(key, key, 0, count, small);
            }
            // a one behind a full entry is taken for its rest: fewer, never more
            assertTrue(run.ones() <= ones && run.ones() >= ones - 200 / 7, "ones=" + run.ones());
            if (stride == Run.WIDE) assertEquals(ones, run.ones());
        }
    }

    @Test
    void errorsAddAndMemoryIsGivenBack() {
        Chunks small = new Chunks(1 << 20, 16);
        Run run = new Run(Run.NARROW);
        run.addError(3);
        run.addError(4);
        assertEquals(7, run.error());
        run.append(0, 1, 0, 1, small);
        long[] chunk = run.piece(0, null);
        run.release(small);
        assertEquals(small.limit(), small.left());
        assertEquals(chunk, small.take());
        assertEquals(0, run.entries());
    }

    @Test
    void anEmptyMergeHasNoKey() {
        assertFalse(RunMerge.of(List.of(new Run(Run.WIDE).read())).next());
        assertFalse(RunMerge.of(List.of()).next());
    }
}
