package syntop.capture.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRingTest {
    private final BatchRing ring = new BatchRing(2, 1);

    @Test
    void emptyRingHasNothingToPeek() {
        assertNull(ring.peek());
        ring.claim();
        assertNull(ring.peek()); // claimed is not published
    }

    @Test
    void batchesArriveInOrder() {
        publish(1);
        publish(2);
        assertEquals(1, ring.peek().tsNanos[0]);
        assertSame(ring.peek(), ring.peek());
        ring.release();
        assertEquals(2, ring.peek().tsNanos[0]);
        ring.release();
        assertNull(ring.peek());
    }

    @Test
    void fullRingHasNothingToClaimUntilARelease() {
        publish(1);
        publish(2);
        assertNull(ring.claim());
        assertNull(ring.claim());
        ring.peek();
        ring.release();
        assertNotNull(ring.claim());
    }

    @Test
    void claimedBatchIsEmptyAlsoWhenReused() {
        for (int i = 0; i < 5; i++) {
            SegmentBatch batch = ring.claim();
            assertTrue(batch.isEmpty());
            assertEquals(0, batch.size());
            batch.newRow();
            batch.count(Outcome.SYN, 0);
            ring.publish();
            ring.peek();
            ring.release();
        }
    }

    @Test
    void claimingTwiceGivesTheSameBatch() {
        assertSame(ring.claim(), ring.claim());
    }

    @Test
    void closedRingGivesWhatIsLeftThenNull() {
        publish(1);
        ring.close();
        assertEquals(1, ring.peekWaiting().tsNanos[0]);
        ring.release();
        assertNull(ring.peekWaiting());
        assertNull(ring.peekWaiting());
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 1, 3, 12})
    void slotsMustBeAPowerOfTwo(int slots) {
        assertThrows(IllegalArgumentException.class, () -> new BatchRing(slots, 1));
    }

    @Test
    void aBriefLookGivesNullWithoutSayingThatItIsTheEnd() {
        assertNull(ring.peekBriefly());
        assertFalse(ring.isDrained());
        publish(1);
        ring.close();
        assertFalse(ring.isDrained());
        assertEquals(1, ring.peekBriefly().tsNanos[0]);
        ring.release();
        assertTrue(ring.isDrained());
    }

    @Test
    @Timeout(60)
    void aBriefLookStaysBriefOnASilentLine() {
        for (int i = 0; i < 1_000; i++) {
            assertNull(ring.peekBriefly());
        }
        publish(7);
        assertEquals(7, ring.peekBriefly().tsNanos[0]);
    }

    @Test
    void tellsWhatItHasDone() {
        assertEquals(0, ring.published());
        publish(1);
        assertNotNull(ring.claimWaiting()); // there is room: no wait
        assertEquals(1, ring.published());
        assertEquals(0, ring.fullWaits());
    }

    @Test
    @Timeout(60)
    void countsTheWaitsForAFullRing() throws InterruptedException {
        publish(1);
        publish(2);
        Thread producer = new Thread(ring::claimWaiting, "producer");
        producer.start();
        while (ring.fullWaits() == 0) {
            Thread.onSpinWait();
        }
        ring.peek();
        ring.release();
        producer.join();
        assertEquals(1, ring.fullWaits());
    }

    private void publish(int seq) {
        SegmentBatch batch = ring.claim();
        batch.tsNanos[batch.newRow()] = seq;
        ring.publish();
    }
}
