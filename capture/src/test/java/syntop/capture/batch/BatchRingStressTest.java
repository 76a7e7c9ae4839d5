package syntop.capture.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two real threads: every row arrives once, in order, whole. */
@Tag("stress")
@Timeout(120) // a lost wake-up must fail, not hang the build
class BatchRingStressTest {
    @ParameterizedTest
    @CsvSource({"2, 1, 50000", "2, 64, 2000000", "8, 7, 500000", "64, 256, 5000000"})
    void everyRowArrivesOnceAndInOrder(int slots, int rows, long total)
            throws InterruptedException {
        BatchRing ring = new BatchRing(slots, rows);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread producer = new Thread(() -> produce(ring, rows, total), "stress-producer");
        producer.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        producer.start();
        long expected = 0;
        long outcomes = 0;
        for (SegmentBatch batch; (batch = ring.peekWaiting()) != null; ring.release()) {
            outcomes += batch.count(Outcome.SYN.ordinal());
            for (int row = 0; row < batch.size(); row++) {
                if (!holds(batch, row, expected)) {
                    assertEquals(expected, batch.tsNanos[row], "slots=" + slots);
                }
                expected++;
            }
        }
        producer.join();
        assertNull(failure.get());
        assertFalse(producer.isAlive());
        assertEquals(total, expected);
        assertEquals(total, outcomes);
    }

    /** Fills batches to random sizes and closes behind the last row. */
    private static void produce(BatchRing ring, int rows, long total) {
        SplittableRandom random = new SplittableRandom(rows);
        long next = 0;
        while (next < total) {
            SegmentBatch batch = ring.claimWaiting();
            int size = (int) Math.min(1 + random.nextInt(rows), total - next);
            for (int i = 0; i < size; i++, next++) {
                int row = batch.newRow();
                batch.tsNanos[row] = next;
                batch.srcHi[row] = ~next;
                batch.portsSeq[row] = next << 1;
                batch.signature[row] = next * 31;
                batch.count(Outcome.SYN, next);
            }
            ring.publish();
        }
        ring.close();
    }

    private static boolean holds(SegmentBatch batch, int row, long value) {
        return batch.tsNanos[row] == value
                && batch.srcHi[row] == ~value
                && batch.portsSeq[row] == value << 1
                && batch.signature[row] == value * 31;
    }
}
