package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntop.capture.batch.SegmentBatch;

class UnknownLinkTypesTest {
    private final FrameDecoder decoder = new FrameDecoder(Selection.ALL);
    private final SegmentBatch rows = new SegmentBatch(1);

    @Test
    void countsTheFramesOfEach() {
        decode(253, new byte[60]);
        decode(LinkType.ETHERNET, new byte[60]);
        decode(147, new byte[0]);
        decode(253, new byte[60]);
        Map<String, Long> counts = decoder.unknownLinkTypes();
        assertEquals(Map.of("LINKTYPE 253", 2L, "LINKTYPE 147", 1L), counts);
        assertEquals(List.of("LINKTYPE 253", "LINKTYPE 147"), List.copyOf(counts.keySet()));
    }

    @Test
    void saysThatItIsInsideAHeaderThatIsKnown() {
        decode(LinkType.PPI, new byte[] {0, 0, 8, 0, (byte) 253, 0, 0, 0, 1});
        assertEquals(Map.of("inside PPI", 1L), decoder.unknownLinkTypes());
    }

    @Test
    void isBoundedForAForgedFile() {
        for (int linkType = 1_000; linkType < 1_100; linkType++) decode(linkType, new byte[1]);
        Map<String, Long> counts = decoder.unknownLinkTypes();
        assertEquals(UnknownLinkTypes.MAX + 1, counts.size());
        assertEquals(100L - UnknownLinkTypes.MAX, counts.get("others"));
    }

    private void decode(int linkType, byte[] frame) {
        ByteBuffer buf = ByteBuffer.wrap(frame);
        decoder.decode(buf, 0, frame.length, frame.length, linkType, 0, rows);
    }
}
