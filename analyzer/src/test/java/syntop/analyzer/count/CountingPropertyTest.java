package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** Windows against a list of everything that came. */
class CountingPropertyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_795_183_392L * SECOND;

    private record Syn(long tsNanos, long hi, long lo, int port) {}

    private static CountOptions window(long nanos, boolean busiest) {
        return new CountOptions(CountOptions.MIN_MEMORY, nanos, busiest, true, true, false);
    }

    private static void add(Counting counting, List<Syn> syns, SplittableRandom random) {
        SegmentBatch batch = new SegmentBatch(700);
        int[] rows = new int[700];
        Arrays.setAll(rows, i -> i);
        for (int i = 0; i < syns.size(); ) {
            batch.clear();
            int n = Math.min(1 + random.nextInt(700), syns.size() - i);
            for (int row = 0; row < n; row++, i++) {
                Syn syn = syns.get(i);
                SynBatches.segment(
                        batch,
                        Outcome.SYN,
                        SegmentBatch.SYN,
                        syn.tsNanos,
                        syn.hi,
                        syn.lo,
                        syn.port);
            }
            counting.add(batch, rows, n);
        }
    }

    /** Some heavy sources, many light ones, both families; 1 ms apart on average. */
    private static List<Syn> traffic(SplittableRandom random, int n, long meanGapNanos) {
        List<Syn> syns = new ArrayList<>();
        long now = START + random.nextLong(SECOND);
        for (int i = 0; i < n; i++) {
            now += random.nextLong(2 * meanGapNanos);
            int source = random.nextBoolean() ? random.nextInt(20) : random.nextInt();
            int port = random.nextInt(5) * 13_107;
            if (random.nextInt(4) == 0) syns.add(new Syn(now, 0x2001_0db8L << 32, source, port));
            else syns.add(new Syn(now, 0, SynBatches.mapped(source), port));
        }
        return syns;
    }

    private static Map<String, Long> expected(List<Syn> syns, long from, long to, Keys keys) {
        Map<String, Long> counts = new HashMap<>();
        for (Syn syn : syns) {
            if (syn.tsNanos == NO_TIME || syn.tsNanos < from || syn.tsNanos >= to) continue;
            String key = keys == Keys.PORT ? "0 " + syn.port : syn.hi + " " + syn.lo;
            counts.merge(key, 1L, Long::sum);
        }
        return counts;
    }

    private static Map<String, Long> rows(Ranking ranking) {
        Map<String, Long> counts = new HashMap<>();
        for (int row = 0; row < ranking.size(); row++) {
            counts.put(ranking.hi(row) + " " + ranking.lo(row), ranking.count(row));
        }
        return counts;
    }

    private static void check(List<Syn> syns, Counted counted, Keys keys, String message) {
        Map<String, Long> expected = expected(syns, counted.fromNanos(), counted.toNanos(), keys);
        assertEquals(expected, rows(counted.rows()), message);
        assertEquals(
                expected.values().stream().mapToLong(Long::longValue).sum(),
                counted.syns(),
                message);
        assertEquals(0, counted.error());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "3,10", "4,30", "5,60", "6,90", "7,600", "8,3600"})
    void theLatestWindowEqualsARecount(long seed, long windowSeconds) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Counting counting = new Counting(window(windowSeconds * SECOND, false));
        List<Syn> syns = new ArrayList<>();
        for (Syn syn : traffic(random, 30_000, windowSeconds * SECOND / 10_000)) {
            syns.add(syn);
            if (syns.size() % 6_000 != 0) continue;
            add(counting, syns.subList(syns.size() - 6_000, syns.size()), random);
            for (Keys keys : List.of(Keys.SOURCE, Keys.PORT)) {
                Counted counted = counting.latest(keys, 0, syn.tsNanos).get();
                check(syns, counted, keys, "seed=" + seed + " at " + syns.size());
                assertEquals(windowSeconds * SECOND, counted.toNanos() - counted.fromNanos());
                assertTrue(counted.toNanos() > syn.tsNanos);
                long pane = counting.options().paneNanos();
                assertTrue(counted.toNanos() - pane <= syn.tsNanos);
            }
        }
        assertEquals(0, counting.outside());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void packetsThatComeLateCountWhereTheyBelong(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CountOptions options = window(30 * SECOND, false);
        List<Syn> syns = traffic(random, 40_000, 2 * SECOND / 1_000);
        List<Syn> shuffled = new ArrayList<>(syns);
        int span = 1_500; // about three seconds
        for (int from = 0; from < shuffled.size(); from += span) {
            Collections.shuffle(
                    shuffled.subList(from, Math.min(from + span, shuffled.size())),
                    new Random(seed));
        }
        Counting counting = new Counting(options);
        add(counting, shuffled, random);
        Counted counted = counting.latest(Keys.SOURCE, 0, 0).get();
        check(syns, counted, Keys.SOURCE, "seed=" + seed);
        assertTrue(counted.syns() > 10_000);
        assertEquals(0, counting.outside());
        assertEquals(0, counting.restarts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theBusiestWindowIsTheBusiestOfAll(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CountOptions options = window(SECOND << seed % 3, true);
        List<Syn> syns = new ArrayList<>();
        long pause = 0;
        for (Syn syn : traffic(random, 20_000, SECOND / 1_000)) {
            if (random.nextInt(3_000) == 0) pause += random.nextLong(9 * SECOND);
            syns.add(new Syn(syn.tsNanos + pause, syn.hi, syn.lo, syn.port));
        }
        Counting counting = new Counting(options);
        add(counting, syns, random);
        counting.finish();
        Counted counted = counting.busiest(Keys.SOURCE, 0).get();
        check(syns, counted, Keys.SOURCE, "seed=" + seed);
        assertEquals(options.windowNanos(), counted.toNanos() - counted.fromNanos());
        long pane = options.paneNanos();
        long most = 0;
        long last = syns.get(syns.size() - 1).tsNanos;
        for (long from = Math.floorDiv(START, pane) * pane - options.windowNanos();
                from <= last;
                from += pane) {
            long syn = 0;
            for (Syn each : syns) {
                if (each.tsNanos >= from && each.tsNanos < from + options.windowNanos()) syn++;
            }
            most = Math.max(most, syn);
        }
        assertEquals(most, counted.syns(), "seed=" + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyWindowOfTheGridIsHandedOverOnceAndWhole(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        CountOptions options = window(SECOND, false);
        List<Syn> syns = traffic(random, 6_000, SECOND / 300 * seed);
        for (int i = 0; i + 1 < syns.size(); i += 2) {
            Collections.swap(syns, i, i + 1);
        }
        List<Counted> windows = Collections.synchronizedList(new ArrayList<>());
        Counting counting = new Counting(options, Keys.SOURCE, 0, windows::add);
        add(counting, syns, random);
        counting.finish();
        counting.busiest(Keys.SOURCE, 1).get(); // whatever was handed over is done by now
        long sum = 0;
        long before = Long.MIN_VALUE;
        for (Counted counted : windows) {
            check(syns, counted, Keys.SOURCE, "seed=" + seed);
            assertEquals(0, counted.fromNanos() % SECOND);
            assertEquals(counted.fromNanos() + SECOND, counted.toNanos());
            assertTrue(counted.fromNanos() > before, "in order");
            before = counted.fromNanos();
            sum += counted.syns();
        }
        assertEquals(syns.size(), sum);
    }

    /** Just before, on and just after the borders of panes, some of which stay empty. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 30, 60, 61, 3_600})
    void borders(int windowSeconds) throws Exception {
        Counting counting = new Counting(window(windowSeconds * SECOND, false));
        long pane = counting.options().paneNanos();
        List<Syn> syns = new ArrayList<>();
        for (long at : new long[] {-1, 0, 1}) {
            for (int n = 0; n <= 2 * counting.options().panes(); n += 7) {
                long border = Math.floorDiv(START, pane) * pane + n * pane;
                syns.add(new Syn(border + at, 0, SynBatches.mapped(1), 80));
            }
        }
        syns.sort((one, other) -> Long.compare(one.tsNanos, other.tsNanos));
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 1; n <= syns.size(); n++) {
            Syn syn = syns.get(n - 1);
            add(counting, List.of(syn), random);
            Counted counted = counting.latest(Keys.SOURCE, 0, syn.tsNanos).get();
            check(syns.subList(0, n), counted, Keys.SOURCE, "at " + (syn.tsNanos - START));
            assertEquals(0, counted.fromNanos() % pane);
        }
    }

    @Test
    void aSampleAsLongAsTheWindowIsOneWindow() throws Exception {
        Counting counting = new Counting(window(30 * SECOND, true));
        List<Syn> syns = flow(START, 30_001, SECOND / 1_000, 1);
        add(counting, syns, new SplittableRandom(1));
        counting.finish();
        Counted counted = counting.busiest(Keys.SOURCE, 0).get();
        check(syns, counted, Keys.SOURCE, "");
        assertEquals(30_000, counted.syns(), "the SYN at the very end is in the next");
        assertEquals(START, counted.fromNanos());
    }

    @Test
    void aFirstTimeThatNothingBearsOutIsLeftAgain() throws Exception {
        Counting counting = new Counting(window(10 * SECOND, false));
        List<Syn> all = flow(4_300_000_000L * SECOND, 1, 1, 2); // 2106
        all.addAll(flow(START, 500, SECOND / 100, 1));
        add(counting, all, new SplittableRandom(1));
        Counted counted = counting.latest(Keys.SOURCE, 0, 0).get();
        assertEquals(500, counted.syns());
        assertEquals(1, counted.rows().size());
        assertEquals(0, counting.outside());
        assertEquals(1, counting.restarts());
    }

    private static List<Syn> flow(long from, int n, long gap, int source) {
        List<Syn> syns = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            syns.add(new Syn(from + i * gap, 0, SynBatches.mapped(source), 80));
        }
        return syns;
    }

    @Test
    void aTimeThatNothingBearsOutMovesNoWindow() throws Exception {
        Counting counting = new Counting(window(30 * SECOND, false));
        SplittableRandom random = new SplittableRandom(1);
        List<Syn> good = flow(START, 1_000, SECOND / 100, 1);
        List<Syn> all = new ArrayList<>(good);
        all.add(300, new Syn(4_300_000_000L * SECOND, 0, SynBatches.mapped(2), 80)); // 2106
        all.add(400, new Syn(0, 0, SynBatches.mapped(3), 80));
        all.add(500, new Syn(NO_TIME, 0, SynBatches.mapped(4), 80));
        all.add(600, new Syn(Long.MAX_VALUE, 0, SynBatches.mapped(5), 80));
        all.add(700, new Syn(START - 3_600 * SECOND, 0, SynBatches.mapped(6), 80));
        all.add(800, new Syn(START + 3_600 * SECOND, 0, SynBatches.mapped(7), 80));
        add(counting, all, random);
        Counted counted = counting.latest(Keys.SOURCE, 0, 0).get();
        check(good, counted, Keys.SOURCE, "");
        assertEquals(1_000, counted.syns());
        assertEquals(6, counting.outside());
        assertEquals(0, counting.restarts());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3_600, 86_400})
    void aClockThatIsSetBackStartsNewWindows(long seconds) throws Exception {
        Counting counting = new Counting(window(10 * SECOND, true));
        SplittableRandom random = new SplittableRandom(1);
        List<Syn> before = flow(START, 1_000, SECOND / 50, 1);
        List<Syn> after = flow(START + 20 * SECOND - seconds * SECOND, 900, SECOND / 50, 2);
        List<Syn> all = new ArrayList<>(before);
        all.addAll(after);
        add(counting, all, random);
        counting.finish();
        Counted counted = counting.busiest(Keys.SOURCE, 0).get();
        boolean far = seconds > 10;
        assertEquals(far ? 1 : 0, counting.restarts());
        assertEquals(0, counting.outside());
        if (far) {
            assertEquals(500, counted.syns()); // the halves of time are never added
            assertEquals(1, counted.rows().size());
        } else {
            check(all, counted, Keys.SOURCE, "");
        }
    }

    @Test
    void aClockThatIsSetForwardIsBelievedWhenOthersAgree() throws Exception {
        Counting counting = new Counting(window(10 * SECOND, false));
        List<Syn> all = flow(START, 1_000, SECOND / 50, 1);
        all.addAll(flow(START + 86_400 * SECOND, 100, SECOND / 50, 2));
        add(counting, all, new SplittableRandom(1));
        Counted counted = counting.latest(Keys.SOURCE, 0, 0).get();
        check(all, counted, Keys.SOURCE, "");
        assertEquals(100, counted.syns());
        assertEquals(0, counting.outside());
    }

    /** After a pause as long as the window, in another order than that of their times. */
    @Test
    void aTimeThatTheNextBearsOutCounts() throws Exception {
        Counting counting = new Counting(window(20 * SECOND, false));
        List<Syn> all = flow(START, 100, SECOND / 100, 1);
        all.addAll(flow(START + 21 * SECOND, 1, 1, 2)); // a window and a pane on
        all.addAll(flow(START + 20 * SECOND, 1, 1, 3));
        all.addAll(flow(START + 22 * SECOND, 100, SECOND / 100, 4));
        add(counting, all, new SplittableRandom(1));
        Counted counted = counting.latest(Keys.SOURCE, 0, 0).get();
        check(all, counted, Keys.SOURCE, "");
        assertEquals(102, counted.syns());
        assertEquals(0, counting.outside());
    }

    @Test
    void fewAgreeingAtTheEndAreBelieved() throws Exception {
        Counting counting = new Counting(window(10 * SECOND, true));
        List<Syn> all = flow(START, 10, SECOND / 50, 1);
        all.addAll(flow(START + 86_400 * SECOND, 15, SECOND / 50, 2));
        add(counting, all, new SplittableRandom(1));
        counting.finish();
        assertEquals(15, counting.busiest(Keys.SOURCE, 0).get().syns());
        assertEquals(0, counting.outside());
    }

    @Test
    void withoutTimesThereIsNoWindow() throws Exception {
        Counting counting = new Counting(window(10 * SECOND, true));
        add(counting, flow(NO_TIME, 20, 0, 1), new SplittableRandom(1));
        counting.finish();
        assertEquals(0, counting.busiest(Keys.SOURCE, 0).get().syns());
        assertEquals(20, counting.outside());
    }

    @Test
    void timesOfZeroAreTimes() throws Exception {
        Counting counting = new Counting(window(10 * SECOND, true));
        add(counting, flow(0, 20, 0, 1), new SplittableRandom(1));
        counting.finish();
        assertEquals(20, counting.busiest(Keys.SOURCE, 0).get().syns());
    }
}
