package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Allocation;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

class PairCountsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final CountOptions WINDOW =
            new CountOptions(CountOptions.MIN_MEMORY, 10 * SECOND, false, false, false, false);

    private final SegmentBatch batch = new SegmentBatch(1_000);
    private final int[] rows = new int[1_000];

    PairCountsTest() {
        Arrays.setAll(rows, i -> i);
    }

    private void syn(PairCounts pairs, long tsNanos, int source, int host, int port) {
        SynBatches.synV4(batch, tsNanos, source, port);
        batch.dstLo[batch.size() - 1] = SynBatches.mapped(host);
        if (batch.isFull()) flush(pairs);
    }

    private void flush(PairCounts pairs) {
        pairs.add(batch, rows, batch.size());
        batch.clear();
    }

    private static Ranking sources(int... addresses) {
        Ranking ranking = new Ranking(addresses.length);
        for (int i = 0; i < addresses.length; i++) {
            ranking.offer(0, SynBatches.mapped(addresses[i]), addresses.length - i);
        }
        return ranking.sort();
    }

    private static long[] count(PairCounts pairs, long since, int... addresses) {
        return Targets.count(List.of(pairs.targets()), sources(addresses), addresses.length, since);
    }

    @Test
    void countsDifferentTargetsExactlyWhileThereAreFew() {
        PairCounts pairs = new PairCounts(CountOptions.DEFAULT);
        for (int time = 0; time < 3; time++) {
            for (int i = 0; i < 20_000; i++) {
                syn(pairs, NO_TIME, 1, 7, i % 10_000); // ports of one host
                syn(pairs, NO_TIME, 2, i % 5_000, 80); // one port of many hosts
                syn(pairs, NO_TIME, 3, 7, 80);
            }
        }
        flush(pairs);
        assertEquals(1, pairs.targets().share());
        assertArrayEquals(new long[] {10_000, 5_000, 1, 0}, count(pairs, NO_TIME, 1, 2, 3, 4));
    }

    private void synV6(PairCounts pairs, long hi, long lo, long dstHi, long dstLo, int port) {
        SynBatches.segment(batch, Outcome.SYN, SegmentBatch.SYN, NO_TIME, hi, lo, port);
        batch.dstHi[batch.size() - 1] = dstHi;
        batch.dstLo[batch.size() - 1] = dstLo;
        if (batch.isFull()) flush(pairs);
    }

    /** Every half of both addresses tells pairs apart; by /64 all hosts of a sender are one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsTargetsOfIpv6Sources(boolean byPrefix) {
        PairCounts pairs =
                new PairCounts(
                        new CountOptions(
                                CountOptions.MIN_MEMORY, 0, false, false, false, byPrefix));
        long network = 0x2001_0db8L << 32;
        for (int i = 0; i < 600; i++) {
            synV6(pairs, network, 1 + i % 2, network, i % 200, 80); // 100 for each of two hosts
            synV6(pairs, network + 1, 1, network + i % 300, 5, 80);
            synV6(pairs, network + 2, 1, network, 5, i % 400);
            synV6(pairs, network + 3, 1, network, 5, 80);
        }
        flush(pairs);
        Ranking ranking = new Ranking(5);
        ranking.offer(network, byPrefix ? 0 : 1, 9);
        ranking.offer(network + 1, byPrefix ? 0 : 1, 8);
        ranking.offer(network + 2, byPrefix ? 0 : 1, 7);
        ranking.offer(network + 3, byPrefix ? 0 : 1, 6);
        ranking.offer(network, 2, 5);
        long[] counts = Targets.count(List.of(pairs.targets()), ranking.sort(), 5, NO_TIME);
        long ofOne = byPrefix ? 200 : 100;
        assertArrayEquals(new long[] {ofOne, 300, 400, 1, byPrefix ? 0 : 100}, counts);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void estimatesAScannerInAFlood(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PairCounts pairs = new PairCounts(CountOptions.DEFAULT);
        for (int i = 0; i < 400_000; i++) {
            syn(pairs, NO_TIME, random.nextInt() | 1, 7, 80);
            if (i % 20 == 0) syn(pairs, NO_TIME, 2, i, 22); // 20,000 targets
        }
        flush(pairs);
        double share = pairs.targets().share();
        assertTrue(share < 1 && share >= 1.0 / 64, "share=" + share);
        double sigma = Math.sqrt(20_000 / share);
        assertEquals(20_000, (double) count(pairs, NO_TIME, 2)[0], 4 * sigma);
    }

    @Test
    void aPairThatWasNotSeenInTheWindowDoesNotCount() {
        PairCounts pairs = new PairCounts(WINDOW);
        for (int second = 0; second < 30; second++) {
            for (int i = 0; i < 1_000; i++) {
                syn(pairs, second * SECOND, 1, 7, second * 100 + i % 100);
                syn(pairs, second * SECOND, 2, 7, 80);
            }
        }
        flush(pairs);
        assertArrayEquals(new long[] {1_000, 1}, count(pairs, 20 * SECOND, 1, 2));
        assertArrayEquals(new long[] {100, 1}, count(pairs, 29 * SECOND, 1, 2));
    }

    @Test
    void keepsMoreAgainOnceAFloodIsOver() {
        SplittableRandom random = new SplittableRandom(1);
        PairCounts pairs = new PairCounts(WINDOW);
        for (int i = 0; i < 500_000; i++) {
            syn(pairs, i * 1_000L, random.nextInt() | 1, 7, 80);
        }
        assertTrue(pairs.targets().share() < 1.0 / 8);
        for (int second = 1; second < 400; second++) {
            for (int i = 0; i < 1_000; i++) {
                syn(pairs, second * SECOND + i, 2, 7, i);
            }
        }
        flush(pairs);
        assertTrue(pairs.targets().share() > 1.0 / 8, "share=" + pairs.targets().share());
        double estimate = count(pairs, 390 * SECOND, 2)[0];
        assertEquals(1_000, estimate, 4 * Math.sqrt(1_000 / pairs.targets().share()));
    }

    @Test
    void whatTwoThreadsSawCountsOnce() {
        PairCounts one = new PairCounts(CountOptions.DEFAULT);
        PairCounts other = new PairCounts(CountOptions.DEFAULT);
        for (int port = 0; port < 600; port++) {
            syn(one, NO_TIME, 1, 7, port);
        }
        flush(one);
        for (int port = 400; port < 1_000; port++) {
            syn(other, NO_TIME, 1, 7, port);
        }
        flush(other);
        List<Targets> both = List.of(one.targets(), other.targets());
        assertArrayEquals(new long[] {1_000}, Targets.count(both, sources(1), 1, NO_TIME));
    }

    @Test
    void allocatesNothingOnceGrown() {
        PairCounts pairs = new PairCounts(CountOptions.DEFAULT);
        for (int i = 0; i < 1_000; i++) {
            SynBatches.synV4(batch, i, i, i % 7);
        }
        Allocation.assertNoneOnceGrown(() -> pairs.add(batch, rows, 1_000));
    }
}
