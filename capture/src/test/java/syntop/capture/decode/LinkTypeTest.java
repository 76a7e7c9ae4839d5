package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import syntop.capture.batch.Outcome;

class LinkTypeTest {
    @Test
    void namesAreTheAssignedOnes() {
        assertEquals("ETHERNET", LinkType.name(1));
        assertEquals("LINUX_SLL2", LinkType.name(276));
        assertEquals("RAW", LinkType.name(12));
        assertEquals("LINKTYPE 253", LinkType.name(253));
        assertEquals("LINKTYPE -1", LinkType.name(-1));
    }

    @Test
    void exactlyTheNamedOnesAreDecoded() {
        byte[] frame = new byte[200];
        for (int linkType = 0; linkType < 400; linkType++) {
            boolean unknown = Decoded.of(linkType, frame).outcome == Outcome.UNKNOWN_LINK;
            // a PPI header of zeros is malformed before it names its link type
            assertEquals(LinkType.isDecoded(linkType), !unknown, LinkType.name(linkType));
        }
        assertFalse(LinkType.isDecoded(Integer.MAX_VALUE));
    }
}
