package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static syntop.capture.decode.Packets.ethernet;
import static syntop.capture.decode.Packets.ethernetSyn;
import static syntop.capture.decode.Packets.zeros;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

class BatchFillerTest {
    private final BatchRing ring = new BatchRing(4, 2);
    private final FrameDecoder decoder = new FrameDecoder(Selection.ALL);
    private final BatchFiller filler = new BatchFiller(ring, decoder, null);

    @Test
    void handsOverAFullBatchAtOnce() {
        give(filler, ethernetSyn());
        assertNull(ring.peek());
        give(filler, ethernetSyn());
        assertEquals(2, ring.peek().size());
    }

    @Test
    void flushHandsOverWhatIsThereAndNothingWhenThereIsNothing() {
        filler.flush();
        assertNull(ring.peek());
        give(filler, ethernet(0x0806, zeros(28)));
        filler.flush();
        SegmentBatch batch = ring.peek();
        assertEquals(0, batch.size());
        assertEquals(1, batch.count(Outcome.NOT_IP.ordinal()));
        ring.release();
        filler.flush();
        assertNull(ring.peek());
    }

    @Test
    void closeHandsOverTheRest() {
        give(filler, ethernetSyn());
        filler.close();
        assertEquals(1, ring.peekWaiting().size());
        ring.release();
        assertNull(ring.peekWaiting());
    }

    @Test
    void totalsKeepUpWithoutRows() {
        byte[] arp = ethernet(0x0806, zeros(28));
        for (int i = 1; i < 1 << 16; i++) give(filler, arp);
        assertNull(ring.peek());
        give(filler, arp);
        assertNotNull(ring.peek());
        assertEquals(1 << 16, ring.peek().count(Outcome.NOT_IP.ordinal()));
    }

    @Test
    void rejectedFramesAreCountedAndNotDecoded() {
        FrameFilter odd = (buf, off, capLen, wireLen, linkType) -> buf.get(off) == 1;
        BatchFiller filtering = new BatchFiller(ring, decoder, odd);
        byte[] rejected = ethernetSyn();
        byte[] accepted = ethernetSyn();
        accepted[0] = 1;
        give(filtering, rejected);
        give(filtering, accepted);
        filtering.flush();
        SegmentBatch batch = ring.peek();
        assertEquals(1, batch.size());
        assertEquals(1, batch.count(Outcome.FILTERED.ordinal()));
        assertEquals(1, batch.count(Outcome.SYN.ordinal()));
    }

    private static void give(BatchFiller filler, byte[] frame) {
        ByteBuffer buf = ByteBuffer.wrap(frame);
        filler.frame(buf, 0, frame.length, frame.length, LinkType.ETHERNET, 0);
    }
}
