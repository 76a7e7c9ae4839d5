package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** When rows sent their SYNs, against a map of all of them. */
class CoursePropertyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_795_183_392L * SECOND + 123_456_789L;
    private static final CountOptions OPTIONS =
            new CountOptions(CountOptions.MIN_MEMORY, 0, false, true, true, false);

    private final Map<Integer, Map<Long, Long>> expected = new HashMap<>(); // by source and second

    private void count(Counting counting, int n, IntToLongFunction time, int sources, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SegmentBatch batch = new SegmentBatch(500);
        int[] rows = new int[500];
        Arrays.setAll(rows, i -> i);
        for (int i = 0; i < n; i++) {
            long tsNanos = time.applyAsLong(i);
            int source = (int) (random.nextInt(sources) * random.nextDouble());
            SynBatches.synV4(batch, tsNanos, source, 80);
            long second = tsNanos == NO_TIME ? NO_TIME : Math.floorDiv(tsNanos, SECOND);
            expected.computeIfAbsent(source, s -> new HashMap<>()).merge(second, 1L, Long::sum);
            if (!batch.isFull() && i < n - 1) continue;
            counting.add(batch, rows, batch.size());
            batch.clear();
        }
    }

    private void check(Counted counted, int n, long longestPart) {
        assertEquals(n, counted.syns());
        assertEquals(0, counted.error());
        assertEquals(expected.size(), counted.sources());
        Ranking rows = counted.rows();
        Details details = counted.details();
        assertEquals(expected.size(), rows.size());
        long part = details.partNanos();
        assertTrue(part <= longestPart, "parts of " + part);
        for (int row = 0; row < rows.size(); row++) {
            Map<Long, Long> seconds = expected.get((int) rows.lo(row));
            long sum = seconds.values().stream().mapToLong(Long::longValue).sum();
            assertEquals(sum, rows.count(row));
            if (row < Details.MOST && details.has(row)) check(seconds, details, row);
        }
    }

    private static void check(Map<Long, Long> seconds, Details details, int row) {
        long part = details.partNanos();
        Map<Long, Long> parts = new HashMap<>();
        seconds.forEach(
                (second, syns) -> {
                    if (second == NO_TIME) return;
                    parts.merge(Math.floorDiv(second * SECOND, part), syns, Long::sum);
                });
        long first = parts.keySet().stream().min(Long::compare).orElseThrow();
        long last = parts.keySet().stream().max(Long::compare).orElseThrow();
        long most = parts.values().stream().max(Long::compare).orElseThrow();
        assertEquals(first * part, details.firstNanos(row));
        assertEquals(last * part, details.lastNanos(row));
        assertEquals(most, details.peak(row));
        assertEquals(most, parts.get(details.peakNanos(row) / part));
        assertEquals(
                parts.values().stream().mapToLong(Long::longValue).sum(),
                Arrays.stream(details.series(row)).sum());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,20", "3,63", "4,200", "5,4000", "6,86400"})
    void theCourseOfARowEqualsARecount(long seed, int seconds) throws Exception {
        Counting counting = new Counting(OPTIONS);
        int n = 30_000;
        count(counting, n, i -> START + i * (seconds * SECOND / n), 3_000, seed);
        check(counting.everything(Keys.SOURCE, 0).get(), n, Math.max(1, seconds / 16) * SECOND);
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,300", "3,100000"})
    void timesInAnyOrderCountWhereTheyBelong(long seed, int seconds) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Counting counting = new Counting(OPTIONS);
        int n = 20_000;
        IntToLongFunction time =
                i ->
                        random.nextInt(50) == 0
                                ? NO_TIME
                                : START - random.nextLong(seconds * SECOND) * (i < 9_000 ? 1 : -1);
        count(counting, n, time, 900, seed);
        check(counting.everything(Keys.SOURCE, 0).get(), n, Math.max(1, seconds / 8) * SECOND);
    }

    @Test
    void filesInAnyOrderCountWhereTheyBelong() throws Exception {
        Counting counting = new Counting(OPTIONS);
        int n = 60_000;
        count(counting, n, i -> START + (5 - i / 10_000) * 7L * SECOND + i % 10_000, 500, 1);
        check(counting.everything(Keys.SOURCE, 0).get(), n, SECOND);
    }

    @Test
    void theEndsOfTimeCount() throws Exception {
        Counting counting = new Counting(OPTIONS);
        long[] times = {Long.MAX_VALUE, NO_TIME + 1, 0, Long.MAX_VALUE - 1, NO_TIME, -1};
        int n = 1_200;
        SegmentBatch batch = new SegmentBatch(n);
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        for (int i = 0; i < n; i++) {
            SynBatches.synV4(batch, times[i % times.length], i % 7, 80);
        }
        counting.add(batch, rows, n);
        Counted counted = counting.everything(Keys.SOURCE, 0).get();
        assertEquals(n, counted.syns());
        assertEquals(7, counted.sources());
        assertEquals(n, sum(counted.rows()));
    }

    private static long sum(Ranking rows) {
        long sum = 0;
        for (int row = 0; row < rows.size(); row++) {
            sum += rows.count(row);
        }
        return sum;
    }

    @Test
    void withoutTimesThereAreNoDetails() throws Exception {
        Counting counting = new Counting(OPTIONS);
        count(counting, 1_000, i -> NO_TIME, 10, 1);
        Counted counted = counting.everything(Keys.SOURCE, 0).get();
        assertEquals(1_000, counted.syns());
        assertFalse(counted.details().has(0));
        counting.flush();
        assertFalse(counting.everything(Keys.SOURCE, 0).get().details().has(0));
    }

    @Tag("slow") // ten million SYNs
    @Test
    void whereEverySourceStaysMemoryIsSavedOnTimeFirst() throws Exception {
        Counting counting =
                new Counting(
                        new CountOptions(CountOptions.MIN_MEMORY, 0, false, false, false, false));
        int sources = 250_000;
        int rounds = 40; // 80 MB in panes of a second, 2 MB in one
        SegmentBatch batch = new SegmentBatch(1_000);
        int[] rows = new int[1_000];
        Arrays.setAll(rows, i -> i);
        for (int round = 0; round < rounds; round++) {
            for (int source = 0; source < sources; source++) {
                SynBatches.synV4(batch, START + round * SECOND, source, 80);
                if (!batch.isFull()) continue;
                counting.add(batch, rows, batch.size());
                batch.clear();
            }
        }
        Counted counted = counting.everything(Keys.SOURCE, 1).get();
        assertEquals(0, counted.error());
        assertEquals(sources, counted.sources());
        assertEquals((long) sources * rounds, counted.syns());
        assertEquals(rounds, counted.rows().count(0));
        assertTrue(counted.details().partNanos() > SECOND);
        assertEquals(rounds, Arrays.stream(counted.details().series(0)).sum());
    }

    @Test
    void siblingsCountIntoOneSum() throws Exception {
        CountOptions options = OPTIONS.withThreads(3);
        Counting first = new Counting(options);
        Counting[] all = {first, first.sibling(), first.sibling()};
        int n = 9_000;
        for (int i = 0; i < all.length; i++) {
            int part = i;
            count(all[i], n, k -> START + part * 9L * SECOND + k * 1_000_000L, 700, i);
            all[i].flush();
        }
        check(first.everything(Keys.SOURCE, 0).get(), 3 * n, SECOND);
        Counted ofAnother = all[2].everything(Keys.SOURCE, 0).get();
        assertEquals(3L * n, ofAnother.syns());
        assertArrayEquals(
                first.everything(Keys.SOURCE, 0).get().details().series(0),
                ofAnother.details().series(0));
    }
}
