package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import syntop.capture.decode.SynSignature;

class SignaturesTest {
    private static final long LAYOUT_OF_LINUX = 0x42653; // mss,sok,ts,nop,ws, the first lowest
    private static final long ISN_IS_DESTINATION = 1L << 24;

    private static long options(long layout, long mss, long scale) {
        return layout | mss << 40 | scale << 56;
    }

    private static long style(int ttlClass, int window) {
        return (long) ttlClass << 16 | window;
    }

    @Test
    void isWrittenInTheOrderOfP0f() {
        assertEquals(
                "64:1460:64240,7:mss,sok,ts,nop,ws",
                Signatures.text(options(LAYOUT_OF_LINUX, 1460, 7), style(64, 64_240)));
        assertEquals("128:0:8192,-:", Signatures.text(SynSignature.NO_OPTIONS, style(128, 8_192)));
    }

    @Test
    void namesTheToolsWhoseMarksAreKnown() {
        long none = SynSignature.NO_OPTIONS;
        assertEquals("ZMap", Signatures.tool(none, style(255, 65_535)));
        assertEquals("masscan", Signatures.tool(none, style(255, 1024)));
        assertEquals("hping3", Signatures.tool(none, style(64, 512)));
        assertEquals("Mirai scan", Signatures.tool(none, style(64, 777) | ISN_IS_DESTINATION));
        for (int mss : new int[] {1400, 1415}) {
            assertEquals(
                    "Mirai flood", Signatures.tool(options(LAYOUT_OF_LINUX, mss, 6), style(64, 0)));
        }
        assertEquals("hping3 64:0:512,-:", Signatures.text(none, style(64, 512)));
    }

    @Test
    void namesNoToolWhereAMarkIsMissing() {
        long none = SynSignature.NO_OPTIONS;
        assertEquals("", Signatures.tool(none, style(64, 65_535)));
        assertEquals("", Signatures.tool(none, style(128, 512)));
        assertEquals("", Signatures.tool(options(LAYOUT_OF_LINUX, 1460, 7), style(64, 512)));
        assertEquals("", Signatures.tool(options(LAYOUT_OF_LINUX, 1416, 6), style(64, 0)));
        assertEquals("", Signatures.tool(options(LAYOUT_OF_LINUX, 1400, 6), style(64, 1)));
        assertEquals("", Signatures.tool(options(LAYOUT_OF_LINUX, 1400, 7), style(64, 0)));
    }

    /** Any system's SYN: with options, a window, and the ISN of chance. */
    @Test
    void namesNoToolForAMillionSynsOfSystems() {
        SplittableRandom random = new SplittableRandom(15);
        int[] ttls = {32, 64, 128, 255};
        for (int i = 0; i < 1_000_000; i++) {
            long options =
                    options(LAYOUT_OF_LINUX, 536 + random.nextInt(8_425), random.nextInt(15));
            long style = style(ttls[random.nextInt(4)], 1 + random.nextInt(65_535));
            String tool = Signatures.tool(options, style);
            if (!tool.isEmpty()) fail(tool + " " + Signatures.text(options, style) + " i=" + i);
        }
    }
}
