package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.file.Reading.Frame;

class PcapReaderTest {
    private static final byte[] FRAME = {1, 2, 3};
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    @Test
    void handsOverBytesLengthsLinkTypeAndTime() {
        Reading read = Reading.of(PcapBytes.pcap().record(1_700_000_000L, 123_456, 3, 90, FRAME));
        assertEquals(
                List.of(new Frame("010203", 90, 1, 1_700_000_000_123_456_000L)), read.frames());
        assertNull(read.error());
        assertEquals(Set.of(1), read.report().linkTypes());
    }

    @Test
    void readsHeaderWithoutPacketsAsEmptyCapture() {
        Reading read = Reading.of(PcapBytes.pcap());
        assertEquals(List.of(), read.frames());
        assertNull(read.error());
        assertEquals(Set.of(), read.report().linkTypes());
    }

    @Test
    void takesCapturedLengthForWireLengthWhenThatIsLess() {
        Reading read = Reading.of(PcapBytes.pcap().record(0, 0, 3, 2, FRAME));
        assertEquals(List.of(new Frame("010203", 3, 1, 0)), read.frames());
    }

    @Test
    void takesCapturedLengthForWireLengthPastTwoGigabytes() {
        Reading read = Reading.of(PcapBytes.pcap().record(0, 0, 3, 0xFFFF_FFFFL, FRAME));
        assertEquals(List.of(new Frame("010203", 3, 1, 0)), read.frames());
    }

    @Test
    void addsFractionOfMoreThanASecond() {
        Reading read = Reading.of(PcapBytes.pcap().record(7, 5_000_000, 3, 3, FRAME));
        assertEquals(12_000_000_000L, read.frames().get(0).tsNanos());
    }

    @Test
    void readsSecondsAsUnsigned() {
        Reading read = Reading.of(PcapBytes.pcap().record(0xFFFF_FFFFL, 0, 3, 3, FRAME));
        assertEquals(4_294_967_295_000_000_000L, read.frames().get(0).tsNanos());
    }

    @Test
    void readsPacketLongerThanSnaplenWhole() {
        byte[] longFrame = new byte[70_000]; // the header says 65,535
        Reading read = Reading.of(PcapBytes.pcap().packet(0, longFrame));
        assertEquals(70_000, read.frames().get(0).wireLen());
    }

    @Test
    void leavesFrameCheckSequenceBitsOutOfLinkType() {
        Reading read =
                Reading.of(
                        PcapBytes.withHeader(LE, PcapBytes.MICROS, 2, 4, 0x2400_0071L)
                                .packet(0, FRAME));
        assertEquals(113, read.frames().get(0).linkType());
    }

    @Test
    void refusesReservedLinkTypeBits() {
        Reading read = Reading.of(PcapBytes.withHeader(LE, PcapBytes.MICROS, 2, 4, 0x0030_0000L));
        assertEquals(
                "a: link type field 0x00300000 of the file header has reserved bits set;"
                        + " there is no record before it",
                read.error());
    }

    @ParameterizedTest
    @CsvSource({"2,0", "2,3", "2,5", "543,0"})
    void readsVersion(int major, int minor) {
        Reading read =
                Reading.of(
                        PcapBytes.withHeader(LE, PcapBytes.MICROS, major, minor, 1)
                                .packet(0, FRAME));
        assertNull(read.error());
        assertEquals(1, read.frames().size());
    }

    @Test
    void readsSwappedLengthsOfOldVersions() {
        Reading read =
                Reading.of(
                        PcapBytes.withHeader(LE, PcapBytes.MICROS, 2, 2, 1)
                                .record(0, 0, 90, 3, FRAME));
        assertEquals(List.of(new Frame("010203", 90, 1, 0)), read.frames());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void refusesUnknownMajorVersion(int major) {
        Reading read = Reading.of(PcapBytes.withHeader(LE, PcapBytes.MICROS, major, 4, 1));
        assertEquals(
                "a: pcap version "
                        + major
                        + ".4 is not known, 2.4 is; there is no record before it",
                read.error());
    }

    @Test
    void readsPacketOfTheGreatestLength() {
        Reading read = Reading.of(PcapBytes.pcap().packet(0, new byte[262_144]));
        assertNull(read.error());
        assertEquals(262_144, read.frames().get(0).wireLen());
    }

    @ParameterizedTest
    @ValueSource(longs = {262_145, 0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL})
    void stopsAtLengthPastTheLimit(long capLen) {
        Reading read =
                Reading.of(
                        PcapBytes.pcap()
                                .packet(0, FRAME)
                                .packet(0, FRAME)
                                .record(0, 0, capLen, capLen, FRAME)
                                .packet(0, FRAME));
        assertEquals(2, read.frames().size());
        assertEquals(
                Text.format(
                        "a: record 3 at offset 62 says it is %,d bytes long, the limit is 262,144;"
                                + " counted are the 2 records before it",
                        capLen),
                read.error());
    }

    @Test
    void tellsHowMuchOfACutPacketIsThere() {
        Reading read = Reading.of(PcapBytes.pcap().packet(0, FRAME).record(0, 0, 9, 9, FRAME));
        assertEquals(
                "a: record 2 at offset 43 is cut short, 3 of 9 bytes are there;"
                        + " counted is the 1 record before it",
                read.error());
    }

    @Test
    void tellsHowMuchOfACutRecordHeaderIsThere() {
        Reading read = Reading.of(PcapBytes.pcap().raw(FRAME));
        assertEquals(
                "a: record 1 at offset 24 is cut short, 3 of 16 header bytes are there;"
                        + " there is no record before it",
                read.error());
    }

    @Test
    void tellsHowMuchOfACutFileHeaderIsThere() {
        Reading read = Reading.of(java.util.Arrays.copyOf(PcapBytes.pcap().bytes(), 20));
        assertEquals(
                "a: the file header is cut short, 20 of 24 bytes are there;"
                        + " there is no record before it",
                read.error());
    }
}
