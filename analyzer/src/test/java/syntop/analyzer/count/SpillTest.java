package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

/** More sources than memory holds, and a place for them. */
@Tag("slow") // seven million sources, and again
class SpillTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int ROWS = 1_000;
    private static final int SOURCES = 7_000_000; // 56 MB
    private static final int HEAVY = 500;

    private final SpillList pieces = new SpillList();
    private final Counting counting =
            new Counting(
                    new CountOptions(CountOptions.MIN_MEMORY, 0, false, false, false, false)
                            .withSpill(pieces));
    private final SegmentBatch batch = new SegmentBatch(ROWS);
    private final int[] rows = new int[ROWS];
    private long syns;

    private void syn(long second, long hi, long lo) {
        SynBatches.syn(batch, second * SECOND, hi, lo);
        syns++;
        if (batch.isFull()) flush();
    }

    private void flush() {
        Arrays.setAll(rows, i -> i);
        counting.add(batch, rows, batch.size());
        batch.clear();
    }

    private void countAll() {
        for (int i = 0; i < SOURCES; i++) {
            long second = i / 500_000;
            syn(second, 0, SynBatches.mapped(i * 0x9E37_79B9)); // all distinct
            if (i % 1_000 == 0) syn(second, 0x2001_0db8L << 32, i / 1_000 % HEAVY);
        }
        flush();
    }

    @Test
    void countsStayExact() throws Exception {
        countAll();
        Counted counted = counting.everything(Keys.SOURCE, HEAVY).get();
        assertTrue(pieces.longs() > 1_000_000, pieces.longs() + " longs were written");
        assertEquals(0, counted.error());
        assertEquals(0, counted.sourceError());
        assertEquals(syns, counted.syns());
        assertEquals(SOURCES + HEAVY, counted.sources());
        Ranking ranking = counted.rows();
        for (int row = 0; row < HEAVY; row++) {
            assertEquals(SOURCES / 1_000 / HEAVY, ranking.count(row));
            assertEquals(row, ranking.lo(row));
            assertEquals(ranking.count(row), Arrays.stream(counted.details().series(row)).sum());
        }
        Counted all = counting.everything(Keys.SOURCE, 1_000).get();
        long lo = all.rows().lo(999); // one that was seen once
        assertEquals(1, all.rows().count(999));
        assertTrue(Addresses.isV4(0, lo));
        assertEquals(1, Arrays.stream(all.details().series(999)).sum());
        assertEquals(SOURCES, sum(counting.everything(Keys.PREFIX, 0).get().rows(), 104));
    }

    private static long sum(Ranking ranking, int least) {
        long sum = 0;
        for (int row = 0; row < ranking.size(); row++) {
            boolean v4 = PrefixRollup.bits(ranking.tag(row)) >= least;
            if (v4) sum += ranking.count(row);
        }
        return sum;
    }

    @Test
    void aFullDiskIsAFailure() {
        pieces.full = true;
        IllegalStateException e =
                assertThrows(
                        IllegalStateException.class,
                        () -> {
                            countAll();
                            countAll();
                        });
        assertTrue(e.getMessage().contains("no space left"), e.getMessage());
    }
}
