package syntop.analyzer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.NO_TIME;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

class AnalyzerTest {
    private static final long NANOS = 1_000_000_000L;
    private static final int ROWS = 256;

    private final BatchRing ring = new BatchRing(8, ROWS);
    private final Analyzer analyzer = new Analyzer(ring);

    private void publish(Consumer<SegmentBatch> fill) {
        fill.accept(ring.claim());
        ring.publish();
    }

    private Snapshot finish(View view, int limit) {
        ring.close();
        analyzer.run();
        return analyzer.snapshot(view, limit);
    }

    @Test
    void endsWhenTheRingIsClosedAndEmpty() {
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertEquals(0, snapshot.frames());
        assertEquals(0, snapshot.sources());
        assertEquals(0, snapshot.rowCount());
        assertEquals(0, snapshot.peak().syns());
        assertFalse(snapshot.hasInterval());
        assertEquals(0, snapshot.seconds());
        assertEquals(0, snapshot.series().length);
    }

    @Test
    void sumsTheOutcomesOfAllBatches() {
        for (int time = 0; time < 3; time++) {
            publish(
                    batch -> {
                        for (int i = 0; i < Outcome.COUNT; i++) {
                            for (int frame = 0; frame <= i; frame++) {
                                if (i > 0) batch.count(Outcome.of(i), NO_TIME);
                            }
                        }
                    });
        }
        Snapshot snapshot = finish(View.SOURCE, 10);
        long frames = 0;
        for (int i = 1; i < Outcome.COUNT; i++) {
            assertEquals(3L * (i + 1), snapshot.outcome(Outcome.of(i)), Outcome.of(i).key());
            frames += 3L * (i + 1);
        }
        assertEquals(frames, snapshot.frames());
        assertEquals(0, snapshot.syns());
    }

    @Test
    void countsOnlyRowsWithSynSetAndAckClear() {
        long source = SynBatches.mapped(1);
        publish(
                batch -> {
                    SynBatches.segment(batch, Outcome.SYN, SYN, 0, 0, source, 80);
                    SynBatches.segment(
                            batch, Outcome.SYN, SYN | 0xFEC, 0, 0, source, 80); // all else
                    SynBatches.segment(batch, Outcome.SYN_ACK, SYN | ACK, 0, 0, source, 80);
                    SynBatches.segment(batch, Outcome.RST, SegmentBatch.RST, 0, 0, source, 80);
                    SynBatches.segment(batch, Outcome.FIN, SegmentBatch.FIN, 0, 0, source, 80);
                    SynBatches.segment(batch, Outcome.OTHER_TCP, ACK, 0, 0, source, 80);
                    SynBatches.segment(batch, Outcome.OTHER_TCP, 0, 0, 0, source, 80);
                });
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertEquals(2, snapshot.syns());
        assertEquals(2, snapshot.syns(0));
        assertEquals(2, snapshot.peak().syns());
        assertEquals(7, snapshot.frames());
    }

    @Test
    void ignoresStaleRowsOfAReusedBatch() {
        publish(batch -> SynBatches.synV4(batch, 0, 1, 80));
        for (int i = 0; i < 7; i++) {
            publish(batch -> SynBatches.synV4(batch, 0, 2, 80));
        }
        SegmentBatch first = ring.peek();
        analyzer.count(first);
        ring.release();
        publish(batch -> batch.count(Outcome.NOT_IP, 0)); // the batch that held source 1, no row
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertEquals(2, snapshot.rowCount());
        assertEquals(7, snapshot.syns(0));
        assertEquals(1, snapshot.syns(1));
    }

    @Test
    void intervalGoesFromTheEarliestToTheLatestFrameOfAnyKind() {
        publish(batch -> SynBatches.synV4(batch, 5 * NANOS, 1, 80));
        publish(batch -> batch.count(Outcome.NOT_IP, 9 * NANOS));
        publish(batch -> batch.count(Outcome.NOT_TCP, -2 * NANOS)); // late, and before 1970
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertTrue(snapshot.hasInterval());
        assertEquals(-2 * NANOS, snapshot.fromNanos());
        assertEquals(9 * NANOS, snapshot.toNanos());
        assertEquals(11.0, snapshot.seconds());
        assertArrayEquals(new long[] {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}, snapshot.series());
    }

    @Test
    void aSynWithoutATimeCountsInTheTotalsAndInNoSecond() {
        publish(
                batch -> {
                    SynBatches.synV4(batch, NO_TIME, 1, 80);
                    SynBatches.synV4(batch, NO_TIME, 1, 80);
                    SynBatches.synV4(batch, 3 * NANOS, 1, 80);
                });
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertEquals(3, snapshot.syns());
        assertEquals(3, snapshot.syns(0));
        assertEquals(1, snapshot.peak().syns());
        assertEquals(3 * NANOS, snapshot.fromNanos());
        assertArrayEquals(new long[] {1}, snapshot.series());
    }

    @Test
    void hasNoIntervalWhenNoFrameHadATime() {
        publish(batch -> SynBatches.synV4(batch, NO_TIME, 1, 80));
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertFalse(snapshot.hasInterval());
        assertEquals(1, snapshot.syns());
        assertEquals(0, snapshot.peak().syns());
        assertEquals(0, snapshot.seconds());
    }

    @Test
    void secondsStayRightWhenTheIntervalIsLongerThanALongHolds() {
        publish(batch -> batch.count(Outcome.NOT_IP, Long.MIN_VALUE + 1));
        publish(batch -> SynBatches.synV4(batch, Long.MAX_VALUE, 1, 80));
        Snapshot snapshot = finish(View.SOURCE, 10);
        assertEquals(0x1p64 / 1e9, snapshot.seconds(), 1);
        assertEquals(1, snapshot.series()[23]);
    }

    @Test
    void ranksByDestinationPort() {
        publish(
                batch -> {
                    for (int port : new int[] {443, 0, 65_535, 443, 80, 65_535, 443}) {
                        SynBatches.synV4(batch, 0, port, port);
                    }
                });
        Snapshot snapshot = finish(View.PORT, 3);
        assertEquals(View.PORT, snapshot.view());
        assertEquals(3, snapshot.rowCount());
        assertRow(snapshot, 0, 443, 3);
        assertRow(snapshot, 1, 65_535, 2);
        assertRow(snapshot, 2, 0, 1); // equal to 80, the lower port first
        assertEquals(4, snapshot.sources());
    }

    private static void assertRow(Snapshot snapshot, int row, long key, long syns) {
        assertEquals(0, snapshot.keyHi(row));
        assertEquals(key, snapshot.keyLo(row));
        assertEquals(syns, snapshot.syns(row));
    }

    @Test
    void limitZeroGivesEveryRow() {
        publish(
                batch -> {
                    for (int source = 0; source < ROWS; source++) {
                        SynBatches.synV4(batch, 0, source, 80);
                    }
                });
        assertEquals(ROWS, finish(View.SOURCE, 0).rowCount());
        assertEquals(5, analyzer.snapshot(View.SOURCE, 5).rowCount());
        assertEquals(1, analyzer.snapshot(View.PORT, 0).rowCount());
    }

    @Test
    void rowsOfBothViewsAddUpToTheTotal() {
        publish(
                batch -> {
                    for (int row = 0; row < ROWS; row++) {
                        SynBatches.synV4(batch, row * NANOS, row % 17, row % 5);
                    }
                });
        Snapshot bySource = finish(View.SOURCE, 0);
        Snapshot byPort = analyzer.snapshot(View.PORT, 0);
        assertEquals(ROWS, sum(bySource));
        assertEquals(ROWS, sum(byPort));
        assertEquals(17, bySource.sources());
    }

    private static long sum(Snapshot snapshot) {
        long sum = 0;
        for (int row = 0; row < snapshot.rowCount(); row++) {
            sum += snapshot.syns(row);
        }
        return sum;
    }

    @Test
    void aSnapshotIsNotChangedByLaterBatchesNorByItsReader() {
        publish(batch -> SynBatches.synV4(batch, 0, 1, 80));
        analyzer.count(ring.peek());
        ring.release();
        Snapshot early = analyzer.snapshot(View.SOURCE, 10);
        early.series()[0] = 99;
        publish(
                batch -> {
                    SynBatches.synV4(batch, 0, 1, 80);
                    SynBatches.synV4(batch, 5 * NANOS, 2, 80);
                });
        Snapshot late = finish(View.SOURCE, 10);
        assertEquals(3, late.syns());
        assertEquals(1, early.syns());
        assertEquals(1, early.sources());
        assertEquals(1, early.rowCount());
        assertEquals(1, early.syns(0));
        assertEquals(1, early.peak().syns());
        assertEquals(0, early.toNanos());
        assertArrayEquals(new long[] {1}, early.series());
    }
}
