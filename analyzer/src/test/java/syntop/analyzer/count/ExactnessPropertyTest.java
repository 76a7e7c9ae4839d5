package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** Everything that is counted without a window, against sorting all addresses. */
@Tag("slow") // eight million SYNs
class ExactnessPropertyTest {
    private static final int SYNS = 1 << 20; // more than an open table of the least budget holds
    private static final int ROWS = 1_024;
    private static final long SECOND = 1_000_000_000L;

    /** What sources the SYNs come from. */
    @SuppressWarnings("ImmutableEnumChecker") // a function without a state is immutable
    enum Traffic {
        UNIFORM(seed -> random(seed, r -> r.nextInt(300_000))),
        ZIPF_0_7(seed -> zipf(seed, 0.7)),
        ZIPF_1_1(seed -> zipf(seed, 1.1)),
        ZIPF_1_5(seed -> zipf(seed, 1.5)),
        SWEEP_OF_A_16(seed -> i -> 0x0A0B_0000 | i & 0xFFFF),
        ONE_SOURCE(seed -> i -> 0xC612_0001),
        ALL_DISTINCT(seed -> i -> i * 0x9E37_79B9),
        RANDOM(seed -> random(seed, SplittableRandom::nextInt));

        final LongFunction<IntUnaryOperator> sources;

        Traffic(LongFunction<IntUnaryOperator> sources) {
            this.sources = sources;
        }

        private static IntUnaryOperator random(long seed, ToIntFunction<SplittableRandom> next) {
            SplittableRandom random = new SplittableRandom(seed);
            return i -> next.applyAsInt(random);
        }

        /** By inversion of a table of sums: rank k has a share of 1 / k to the exponent. */
        private static IntUnaryOperator zipf(long seed, double exponent) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] sums = new double[50_000];
            double sum = 0;
            for (int rank = 0; rank < sums.length; rank++) {
                sum += Math.pow(rank + 1, -exponent);
                sums[rank] = sum;
            }
            double total = sum;
            return i -> {
                int at = Arrays.binarySearch(sums, random.nextDouble() * total);
                return (at < 0 ? ~at : at) * 0x9E37_79B9; // scattered over all prefixes
            };
        }
    }

    private final int[] sources = new int[SYNS];
    private final Counting counting =
            new Counting(new CountOptions(CountOptions.MIN_MEMORY, 0, false, false, false, false));

    private void count(Traffic traffic, LongUnaryOperator time) {
        IntUnaryOperator next = traffic.sources.apply(traffic.ordinal());
        SegmentBatch batch = new SegmentBatch(ROWS);
        int[] rows = new int[ROWS];
        Arrays.setAll(rows, i -> i);
        for (int i = 0; i < SYNS; i++) {
            sources[i] = next.applyAsInt(i);
            SynBatches.synV4(batch, time.applyAsLong(i), sources[i], sources[i] & 0xFFFF);
            if (!batch.isFull()) continue;
            counting.add(batch, rows, ROWS);
            batch.clear();
        }
        counting.finish();
    }

    /** Counts of keys made of the sources, by sorting. */
    private Map<Long, Long> expected(IntUnaryOperator key) {
        int[] keys = Arrays.stream(sources).map(key).sorted().toArray();
        Map<Long, Long> counts = new TreeMap<>();
        for (int from = 0, to; from < SYNS; from = to) {
            to = from;
            while (to < SYNS && keys[to] == keys[from]) {
                to++;
            }
            counts.put(Integer.toUnsignedLong(keys[from]), (long) (to - from));
        }
        return counts;
    }

    private static Map<Long, Long> actual(Ranking rows) {
        Map<Long, Long> counts = new TreeMap<>();
        long before = Long.MAX_VALUE;
        for (int row = 0; row < rows.size(); row++) {
            counts.put(rows.lo(row) & 0xFFFF_FFFFL, rows.count(row));
            assertEquals(true, rows.count(row) <= before, "in order");
            before = rows.count(row);
        }
        return counts;
    }

    @ParameterizedTest
    @EnumSource
    void everyCountEqualsThatOfTheSortedList(Traffic traffic) throws Exception {
        count(traffic, i -> 1_795_183_392L * SECOND + i * 20_000L); // 21 s
        Map<Long, Long> expected = expected(source -> source);
        Counted counted = counting.everything(Keys.SOURCE, 0).get();
        assertEquals(0, counted.error());
        assertEquals(0, counted.sourceError());
        assertEquals(SYNS, counted.syns());
        assertEquals(expected.size(), counted.sources());
        assertEquals(expected, actual(counted.rows()));
        assertEquals(
                expected(source -> source & 0xFFFF),
                actual(counting.everything(Keys.PORT, 0).get().rows()));
        Ranking prefixes = counting.everything(Keys.PREFIX, 0).get().rows();
        long sum = 0;
        for (int row = 0; row < prefixes.size(); row++) {
            sum += prefixes.count(row);
        }
        assertEquals(SYNS, sum, "each SYN is in one prefix");
    }
}
