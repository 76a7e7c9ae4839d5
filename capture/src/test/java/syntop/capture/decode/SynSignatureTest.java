package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static syntop.capture.decode.Packets.LINUX_OPTIONS;
import static syntop.capture.decode.Packets.bytes;
import static syntop.capture.decode.Packets.join;
import static syntop.capture.decode.Packets.zeros;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SynSignatureTest {
    private static final long QUIRKS = 0xFL << 60;

    @Test
    void readsWhatLinuxSends() {
        long signature = parse(LINUX_OPTIONS);
        assertEquals("mss,sok,ts,nop,ws", SynSignature.layout(signature));
        assertEquals(1460, SynSignature.mss(signature));
        assertEquals(7, SynSignature.windowScale(signature));
        assertEquals(0, signature & QUIRKS);
        assertEquals(SynSignature.TIMESTAMPS, SynSignature.option(signature, 2));
        assertEquals(0, SynSignature.option(signature, 5));
    }

    @Test
    void readsWhatOthersSend() {
        // macOS: mss 1460,nop,wscale 6,nop,nop,TS,sackOK,eol
        byte[] darwin =
                join(
                        bytes(2, 4, 0x05, 0xB4, 1, 3, 3, 6, 1, 1, 8, 10, 9, 9, 9, 9, 0, 0, 0, 0),
                        bytes(4, 2, 0, 0));
        assertEquals("mss,nop,ws,nop,nop,ts,sok,eol", SynSignature.layout(parse(darwin)));
        // Windows: mss 1460,nop,wscale 8,nop,nop,sackOK
        byte[] windows = bytes(2, 4, 0x05, 0xB4, 1, 3, 3, 8, 1, 1, 4, 2);
        assertEquals("mss,nop,ws,nop,nop,sok", SynSignature.layout(parse(windows)));
        assertEquals(8, SynSignature.windowScale(parse(windows)));
    }

    @Test
    void withoutOptionsThereIsNoValue() {
        long signature = parse(new byte[0]);
        assertEquals(SynSignature.NO_OPTIONS, signature);
        assertEquals("", SynSignature.layout(signature));
        assertEquals(0, SynSignature.mss(signature));
        assertEquals(SynSignature.NO_WINDOW_SCALE, SynSignature.windowScale(signature));
    }

    @Test
    void namesTheRarerOptions() {
        byte[] fastOpen = bytes(34, 2, 254, 4, 0xF9, 0x89, 1, 1);
        assertEquals("tfo,tfo,nop,nop", SynSignature.layout(parse(fastOpen)));
        byte[] others = bytes(254, 4, 0, 1, 254, 2, 0xF9, 0x89);
        assertEquals("?,?,?", SynSignature.layout(parse(others)));
        byte[] md5 = join(bytes(19, 18), zeros(16), bytes(29, 4, 0, 0), bytes(1, 1));
        assertEquals("auth,auth,nop,nop", SynSignature.layout(parse(md5)));
    }

    @Test
    void windowScaleAboveFourteenMeansFourteen() {
        assertEquals(14, SynSignature.windowScale(parse(bytes(3, 3, 255, 0))));
        assertEquals(0, SynSignature.windowScale(parse(bytes(3, 3, 0, 0))));
    }

    @Test
    void wrongLengthsAreAQuirk() {
        for (byte[] options :
                new byte[][] {
                    bytes(2, 4, 5, 180, 4, 0, 1, 1), // length below two
                    bytes(2, 4, 5, 180, 8, 10, 0, 0), // runs over the header
                    bytes(2, 3, 5, 1), // segment size of three bytes
                    bytes(3, 4, 7, 0),
                    bytes(4, 4, 0, 0),
                    bytes(8, 4, 0, 0),
                    bytes(1, 1, 1, 2) // no room for the length
                }) {
            assertEquals(SynSignature.BAD_OPTIONS, parse(options) & QUIRKS);
        }
        assertEquals(0, parse(bytes(0, 4, 0, 99)) & QUIRKS); // padding says nothing
    }

    @Test
    void elevenOptionsAreAQuirk() {
        byte[] ten = bytes(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0);
        byte[] twelve = bytes(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3, 5, 0, 0, 0);
        assertEquals(0, parse(ten) & QUIRKS);
        long signature = parse(twelve);
        assertEquals(SynSignature.MORE_OPTIONS, signature & QUIRKS);
        assertEquals(5, SynSignature.windowScale(signature));
        assertEquals("nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,...", SynSignature.layout(signature));
    }

    @Test
    void zeroTimestampIsAQuirkAndOtherValuesDoNotMatter() {
        byte[] zero = LINUX_OPTIONS.clone();
        zero[11] = 0;
        byte[] other = LINUX_OPTIONS.clone();
        other[8] = 77;
        other[14] = 5;
        assertEquals(parse(LINUX_OPTIONS) | SynSignature.ZERO_TIMESTAMP, parse(zero));
        assertEquals(parse(LINUX_OPTIONS), parse(other));
    }

    @Test
    void cutOptionsKeepWhatIsThere() {
        ByteBuffer buf = ByteBuffer.wrap(LINUX_OPTIONS);
        assertEquals("...", SynSignature.layout(SynSignature.parse(buf, 0, 20, -6)));
        assertEquals("...", SynSignature.layout(SynSignature.parse(buf, 0, 20, 1)));
        long inMss = SynSignature.parse(buf, 0, 20, 3);
        assertEquals("mss,...", SynSignature.layout(inMss));
        assertEquals(0, SynSignature.mss(inMss));
        long inTimestamps = SynSignature.parse(buf, 0, 20, 12);
        assertEquals("mss,sok,ts,...", SynSignature.layout(inTimestamps));
        assertEquals(1460, SynSignature.mss(inTimestamps));
        assertEquals(SynSignature.CUT, inTimestamps & QUIRKS);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261121})
    void memoEqualsAFullParse(long seed) {
        OptionLists lists = new OptionLists(seed);
        SignatureMemo memo = new SignatureMemo();
        for (int step = 0; step < 200_000; step++) {
            byte[] list = lists.next();
            ByteBuffer buf = ByteBuffer.wrap(list);
            long expected = SynSignature.parse(buf, 0, list.length, list.length);
            long actual = memo.of(buf, 0, list.length, list.length);
            if (expected != actual) {
                assertEquals(expected, actual, "seed=" + seed + " step=" + step);
            }
        }
    }

    @Test
    void memoTellsListsApartThatDifferInOneByte() {
        SignatureMemo memo = new SignatureMemo();
        long linux = memo.of(ByteBuffer.wrap(LINUX_OPTIONS), 0, 20, 20);
        for (int i : new int[] {2, 3, 19}) { // segment size, window scale
            byte[] other = LINUX_OPTIONS.clone();
            other[i]++;
            assertNotEquals(linux, memo.of(ByteBuffer.wrap(other), 0, 20, 20));
            assertEquals(linux, memo.of(ByteBuffer.wrap(LINUX_OPTIONS), 0, 20, 20));
        }
    }

    private static long parse(byte[] options) {
        return SynSignature.parse(ByteBuffer.wrap(options), 0, options.length, options.length);
    }
}
