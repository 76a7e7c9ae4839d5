package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** IPv6 sources by the million: memory holds, and the network behind them is found. */
@Tag("slow") // six million SYNs
class Ipv6FloodTest {
    private static final int SYNS = 2_000_000;
    private static final int ROWS = 1_024;
    private static final long NETWORK = 0x2001_0db8_0000_0007L;

    private record Address(long hi, long lo) {}

    private static Counting count(boolean byPrefix, IntFunction<Address> source) {
        Counting counting =
                new Counting(
                        new CountOptions(
                                CountOptions.MIN_MEMORY, 0, false, false, false, byPrefix));
        SegmentBatch batch = new SegmentBatch(ROWS);
        int[] rows = new int[ROWS];
        Arrays.setAll(rows, i -> i);
        for (int i = 0; i < SYNS; i++) {
            Address address = source.apply(i);
            SynBatches.syn(batch, 0, address.hi, address.lo);
            if (!batch.isFull() && i < SYNS - 1) continue;
            counting.add(batch, rows, batch.size());
            batch.clear();
        }
        return counting;
    }

    private static void assertFound(Counting counting, long hi, int bits) throws Exception {
        Counted counted = counting.everything(Keys.PREFIX, 1).get();
        assertEquals(SYNS, counted.syns());
        Ranking rows = counted.rows();
        assertEquals(hi, rows.hi(0));
        assertEquals(bits, PrefixRollup.bits(rows.tag(0)));
        assertTrue(rows.count(0) >= SYNS - counted.error(), rows.count(0) + " SYN");
        Counted sources = counting.everything(Keys.SOURCE, 1).get();
        assertTrue(sources.error() > 0, "more than the budget holds");
        assertEquals(1, (double) sources.sources() / SYNS, 3 * sources.sourceError());
    }

    @Test
    void randomHostsOfOne64ShowAsIt() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        assertFound(count(false, i -> new Address(NETWORK, random.nextLong())), NETWORK, 64);
    }

    @Test
    void random64sOfOne32ShowAsIt() throws Exception {
        SplittableRandom random = new SplittableRandom(2);
        long network = 0x2001_0db9L << 32;
        assertFound(
                count(false, i -> new Address(network | random.nextInt() & 0xFFFF_FFFFL, 1)),
                network,
                32);
    }

    @Test
    void countedBy64AllHostsOfASenderAreOneRow() throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        Counting counting = count(true, i -> new Address(NETWORK + i % 3, random.nextLong()));
        Counted counted = counting.everything(Keys.SOURCE, 0).get();
        assertEquals(0, counted.error());
        assertEquals(3, counted.sources());
        assertEquals(SYNS / 3 + 1, counted.rows().count(0));
        assertEquals(NETWORK, counted.rows().hi(0));
        assertEquals(0, counted.rows().lo(0));
        assertEquals(64, counted.rows().tag(0));
    }
}
