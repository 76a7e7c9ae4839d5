package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.capture.file.Reading.Frame;

class SnoopReaderTest {
    private static final byte[] FRAME = {1, 2, 3};

    @Test
    void handsOverBytesLengthsLinkTypeAndTime() {
        Reading read =
                Reading.of(SnoopBytes.snoop().record(1_700_000_000_000_007_000L, 90, 3, 28, FRAME));
        assertEquals(
                List.of(new Frame("010203", 90, 1, 1_700_000_000_000_007_000L)), read.frames());
        assertNull(read.error());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "2,6", "4,1", "8,10", "16,122", "-2147483643,226", "5,65541", "26,65562"})
    void mapsDatalinkToLinkType(int datalink, int linkType) {
        Reading read = Reading.of(SnoopBytes.withHeader(2, datalink).packet(0, FRAME));
        assertEquals(linkType, read.frames().get(0).linkType());
    }

    @Test
    void refusesUnknownVersion() {
        assertEquals(
                "a: snoop version 3 is not known, 2 is; there is no record before it",
                Reading.of(SnoopBytes.withHeader(3, 4)).error());
    }

    @Test
    void stopsAtLengthPastTheLimit() {
        assertDamage(
                "says it is 262,145 bytes long, the limit is 262,144",
                SnoopBytes.snoop().packet(0, FRAME).record(0, 9, 262_145, 24, FRAME));
    }

    @Test
    void stopsAtRecordShorterThanItsPacket() {
        assertDamage(
                "says it takes 26 bytes with 3 bytes of packet, possible are 27 to 1,048,576",
                SnoopBytes.snoop().packet(0, FRAME).record(0, 3, 3, 26, FRAME));
    }

    @Test
    void stopsAtRecordLongerThanTheWindow() {
        assertDamage(
                "says it takes 4,294,967,295 bytes with 3 bytes of packet,"
                        + " possible are 27 to 1,048,576",
                SnoopBytes.snoop().packet(0, FRAME).record(0, 3, 3, -1, FRAME));
        assertDamage(
                "says it takes 1,048,577 bytes with 3 bytes of packet,"
                        + " possible are 27 to 1,048,576",
                SnoopBytes.snoop().packet(0, FRAME).record(0, 3, 3, 1_048_577, FRAME));
    }

    @Test
    void tellsHowMuchOfACutRecordIsThere() {
        assertDamage(
                "is cut short, 4 of 24 bytes are there, header included",
                SnoopBytes.snoop().packet(0, FRAME).u32(0));
    }

    @Test
    void tellsHowMuchOfACutFileHeaderIsThere() {
        assertEquals(
                "a: the file header is cut short, 15 of 16 bytes are there;"
                        + " there is no record before it",
                Reading.of(Arrays.copyOf(SnoopBytes.snoop().bytes(), 15)).error());
    }

    /** The file has one sound packet, before the damage at offset 44. */
    private static void assertDamage(String what, CaptureBytes file) {
        Reading read = Reading.of(file);
        assertEquals(1, read.frames().size());
        assertEquals(
                "a: record 2 at offset 44 " + what + "; counted is the 1 record before it",
                read.error());
    }
}
