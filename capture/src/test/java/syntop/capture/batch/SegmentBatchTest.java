package syntop.capture.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class SegmentBatchTest {
    @Test
    void headerWordsGiveTheirFields() {
        SegmentBatch batch = new SegmentBatch(1);
        int row = batch.newRow();
        // bytes 0-7: 4660 > 32769, seq 0x89ABCDEF; bytes 8-15: ack, offset 15, flags 0x1C2, win
        batch.portsSeq[row] = 0x1234_8001_89AB_CDEFL;
        batch.ackFlagsWnd[row] = 0xFEDC_BA98_F1C2_FFFEL;
        assertEquals(0x1234, batch.srcPort(row));
        assertEquals(0x8001, batch.dstPort(row));
        assertEquals(0x89AB_CDEF, batch.seq(row));
        assertEquals(0xFEDC_BA98, batch.ack(row));
        assertEquals(0x1C2, batch.flags(row));
        assertEquals(0xFFFE, batch.rcvWnd(row));
    }

    @Test
    void packedFieldsStayApart() {
        SegmentBatch batch = new SegmentBatch(1);
        int row = batch.newRow();
        for (int bit = 0; bit < 32; bit++) {
            int one = 1 << bit;
            batch.portsSeq[row] = SegmentBatch.portsSeq(one & 0xFFFF, ~one & 0xFFFF, one);
            batch.ackFlagsWnd[row] = SegmentBatch.ackFlagsWnd(one, one & 0xFFF, ~one & 0xFFFF);
            assertEquals(one & 0xFFFF, batch.srcPort(row));
            assertEquals(~one & 0xFFFF, batch.dstPort(row));
            assertEquals(one, batch.seq(row));
            assertEquals(one, batch.ack(row));
            assertEquals(one & 0xFFF, batch.flags(row));
            assertEquals(~one & 0xFFFF, batch.rcvWnd(row));
        }
        batch.ttlLen[row] = SegmentBatch.ttlLen(255, Integer.MAX_VALUE);
        assertEquals(255, batch.ttl(row));
        assertEquals(Integer.MAX_VALUE, batch.payloadLen(row));
        batch.ttlLen[row] = SegmentBatch.ttlLen(0, 1460);
        assertEquals(0, batch.ttl(row));
        assertEquals(1460, batch.payloadLen(row));
    }

    @Test
    void timesSpanEveryFrameThatHasOne() {
        SegmentBatch batch = new SegmentBatch(1);
        batch.count(Outcome.NOT_IP, SegmentBatch.NO_TIME);
        assertEquals(Long.MAX_VALUE, batch.firstNanos());
        assertEquals(SegmentBatch.NO_TIME, batch.lastNanos());
        batch.count(Outcome.SYN, 20);
        batch.count(Outcome.SYN, -5);
        batch.count(Outcome.SYN, 10);
        batch.count(Outcome.SYN, SegmentBatch.NO_TIME);
        assertEquals(-5, batch.firstNanos());
        assertEquals(20, batch.lastNanos());
        batch.clear();
        assertEquals(Long.MAX_VALUE, batch.firstNanos());
        assertEquals(SegmentBatch.NO_TIME, batch.lastNanos());
    }

    @Test
    void clearForgetsRowsAndOutcomes() {
        SegmentBatch batch = new SegmentBatch(2);
        assertTrue(batch.isEmpty());
        batch.newRow();
        batch.newRow();
        batch.count(Outcome.SYN, 0);
        batch.count(Outcome.NOT_IP, 0);
        assertTrue(batch.isFull());
        assertFalse(batch.isEmpty());
        assertEquals(1, batch.count(Outcome.NOT_IP.ordinal()));
        batch.clear();
        assertTrue(batch.isEmpty());
        assertFalse(batch.isFull());
        assertEquals(0, batch.size());
    }

    @Test
    void framesWithoutRowsMakeItNotEmpty() {
        SegmentBatch batch = new SegmentBatch(1);
        batch.count(Outcome.OTHER_TCP, 0);
        assertFalse(batch.isEmpty());
        assertEquals(0, batch.size());
    }

    @Test
    void rejectsNoRows() {
        assertThrows(IllegalArgumentException.class, () -> new SegmentBatch(0));
    }

    @Test
    void outcomesHaveNamesOfTheirOwn() {
        HashSet<String> names = new HashSet<>();
        for (Outcome outcome : Outcome.values()) {
            assertEquals(outcome, Outcome.of(outcome.ordinal()));
            assertTrue(names.add(outcome.key()), outcome.key());
            assertTrue(names.add(outcome.label() + " (label)"), outcome.label());
        }
        assertEquals(Outcome.COUNT, Arrays.asList(Outcome.values()).size());
    }
}
