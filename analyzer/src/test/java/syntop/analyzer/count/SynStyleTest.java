package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

class SynStyleTest {
    private final SegmentBatch batch = new SegmentBatch(1);

    SynStyleTest() {
        SynBatches.synV4(batch, 0, 1, 80);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 32",
        "1, 32",
        "32, 32",
        "33, 64",
        "64, 64",
        "65, 128",
        "128, 128",
        "129, 255",
        "255, 255"
    })
    void theTtlIsThatOfTheSystemThatItSeemsToComeFrom(int ttl, int ttlClass) {
        batch.ttlLen[0] = SegmentBatch.ttlLen(ttl, 0);
        assertEquals(ttlClass, SynStyle.ttlClass(SynStyle.of(batch, 0)));
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "512", "32768", "65535"})
    void theWindowIsWhole(int window) {
        batch.ackFlagsWnd[0] = SegmentBatch.ackFlagsWnd(0, SegmentBatch.SYN, window);
        batch.ttlLen[0] = SegmentBatch.ttlLen(255, 0);
        long style = SynStyle.of(batch, 0);
        assertEquals(window, SynStyle.window(style));
        assertEquals(255, SynStyle.ttlClass(style));
        assertFalse(SynStyle.isnIsDestination(style));
    }

    /** Also that of an address whose highest bit is set, and the lower half of one of IPv6. */
    @Test
    void sequenceNumbersThatAreTheDestinationAreMarked() {
        for (int address : new int[] {0x0A00_0001, 0xC633_6407, -1, 0}) {
            batch.dstLo[0] = SynBatches.mapped(address);
            batch.portsSeq[0] = SegmentBatch.portsSeq(40_000, 23, address);
            long style = SynStyle.of(batch, 0);
            assertTrue(SynStyle.isnIsDestination(style));
            assertEquals(64, SynStyle.ttlClass(style));
            assertEquals(64_240, SynStyle.window(style));
            batch.portsSeq[0] = SegmentBatch.portsSeq(40_000, 23, address + 1);
            assertFalse(SynStyle.isnIsDestination(SynStyle.of(batch, 0)));
        }
        batch.dstHi[0] = 0x2001_0db8L << 32;
        batch.dstLo[0] = 0x1234_5678_9ABC_DEF0L;
        batch.portsSeq[0] = SegmentBatch.portsSeq(40_000, 23, 0x9ABC_DEF0);
        assertTrue(SynStyle.isnIsDestination(SynStyle.of(batch, 0)));
    }
}
