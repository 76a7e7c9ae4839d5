package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.file.Reading.Frame;

class PcapngReaderTest {
    private static final byte[] FRAME = {1, 2, 3};
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final ByteOrder BE = ByteOrder.BIG_ENDIAN;

    @Test
    void readsEnhancedPacket() {
        Reading read =
                Reading.of(PcapngBytes.withInterface().packet(0, 0x1_0000_0001L, 3, 90, FRAME));
        assertEquals(List.of(new Frame("010203", 90, 1, 4_294_967_297_000L)), read.frames());
        assertNull(read.error());
    }

    @Test
    void readsSimplePacketWithoutTime() {
        Reading read = Reading.of(PcapngBytes.withInterface().simple(3, FRAME));
        assertEquals(List.of(new Frame("010203", 3, 1, SegmentBatch.NO_TIME)), read.frames());
        assertNull(read.error());
    }

    @Test
    void cutsSimplePacketAtSnaplenOfTheFirstInterface() {
        Reading read = Reading.of(PcapngBytes.pcapng(LE).describe(101, 3).simple(1000, FRAME));
        assertEquals(List.of(new Frame("010203", 1000, 101, SegmentBatch.NO_TIME)), read.frames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void readsObsoletePacket(String order) {
        PcapngBytes file = PcapngBytes.pcapng("BIG_ENDIAN".equals(order) ? BE : LE);
        Reading read = Reading.of(file.ethernet().describe(113, 0).obsolete(1, 5, FRAME));
        assertEquals(List.of(new Frame("010203", 3, 113, 5000)), read.frames());
        assertNull(read.error());
    }

    @Test
    void keepsLinkTypesOfInterfacesApart() {
        Reading read =
                Reading.of(
                        PcapngBytes.pcapng(LE)
                                .describe(276, 0)
                                .describe(228, 0)
                                .describe(9, 0)
                                .packet(0, 1, FRAME)
                                .packet(1, 2, FRAME)
                                .packet(0, 3, FRAME));
        assertEquals(List.of(276, 228, 276), read.frames().stream().map(Frame::linkType).toList());
        assertEquals(Set.of(228, 276), read.report().linkTypes());
    }

    @Test
    void appliesResolutionAndOffsetOfTheInterface() {
        PcapngBytes file = PcapngBytes.pcapng(BE);
        file.describe(1, 0, file.option(2, (byte) 'e'), file.resolution(9), file.offsetSeconds(-1));
        Reading read = Reading.of(file.packet(0, 1_000_000_007L, FRAME));
        assertEquals(7, read.frames().get(0).tsNanos());
    }

    @Test
    void ignoresOptionsBehindTheirEnd() {
        PcapngBytes file = PcapngBytes.pcapng(LE);
        file.describe(1, 0, file.option(0), file.resolution(9));
        assertEquals(1000, Reading.of(file.packet(0, 1, FRAME)).frames().get(0).tsNanos());
    }

    @Test
    void readsSectionsOfBothOrdersWithTheirOwnInterfaces() {
        Reading read =
                Reading.of(
                        PcapngBytes.pcapng(LE)
                                .describe(1, 0)
                                .packet(0, 1, FRAME)
                                .section(BE)
                                .describe(101, 0)
                                .packet(0, 2, FRAME)
                                .section(LE)
                                .describe(113, 0)
                                .packet(0, 3, FRAME));
        assertEquals(
                List.of(
                        new Frame("010203", 3, 1, 1000),
                        new Frame("010203", 3, 101, 2000),
                        new Frame("010203", 3, 113, 3000)),
                read.frames());
        assertNull(read.error());
    }

    @Test
    void forgetsInterfacesOfTheSectionBefore() {
        Reading read = Reading.of(PcapngBytes.withInterface().section(LE).packet(0, 1, FRAME));
        assertEquals(
                "a: record 1 at offset 76 is of interface 0, described are 0;"
                        + " there is no record before it",
                read.error());
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 10, 0xBAD, 0x8000_0001L, 0xFFFF_FFFFL})
    void passesOverBlocksOfOtherTypes(long type) {
        Reading read =
                Reading.of(
                        PcapngBytes.withInterface()
                                .block(type)
                                .block(type, new byte[40])
                                .packet(0, 1, FRAME));
        assertNull(read.error());
        assertEquals(1, read.frames().size());
    }

    @Test
    void passesOverBlockLongerThanTheWindow() {
        byte[] secrets = new byte[3 * ByteWindow.CAPACITY];
        Reading read =
                Reading.of(
                        PcapngBytes.withInterface().block(10, secrets).packet(0, 1, FRAME).bytes(),
                        100_003);
        assertNull(read.error());
        assertEquals(1, read.frames().size());
    }

    @Test
    void refusesPacketBlockLongerThanTheWindow() {
        Reading read =
                Reading.of(PcapngBytes.withInterface().block(6, new byte[ByteWindow.CAPACITY]));
        assertEquals(
                "a: record 1 at offset 48 has a block length of 1,048,588,"
                        + " possible are 32 to 1,048,576; there is no record before it",
                read.error());
    }

    @Test
    void tellsBothLengthsWhenTheyDiffer() {
        assertDamage(
                "has a block length of 32 in front and of 36 at its end",
                PcapngBytes.withInterface().packet(0, 1, FRAME).block(6, 32, 36, new byte[20]));
    }

    @Test
    void tellsBothLengthsOfABlockItPassesOver() {
        assertDamage(
                "has a block length of 32 in front and of 36 at its end",
                PcapngBytes.withInterface().packet(0, 1, FRAME).block(99, 32, 36, new byte[20]));
    }

    @Test
    void refusesLengthThatIsNoMultipleOfFour() {
        assertDamage(
                "has a block length of 33, which must be a multiple of 4 from 12 on",
                PcapngBytes.withInterface().packet(0, 1, FRAME).block(6, 33, 33, new byte[21]));
    }

    @Test
    void refusesLengthBelowTheHeader() {
        assertDamage(
                "has a block length of 8, which must be a multiple of 4 from 12 on",
                PcapngBytes.withInterface().packet(0, 1, FRAME).block(99, 8, 8));
    }

    @Test
    void refusesPacketPastItsBlock() {
        assertDamage(
                "says it is 5 bytes long, its block holds 4",
                PcapngBytes.withInterface().packet(0, 1, FRAME).packet(0, 1, 5, 5, FRAME));
    }

    @Test
    void refusesSimplePacketPastItsBlock() {
        assertDamage(
                "says it is 5 bytes long, its block holds 4",
                PcapngBytes.withInterface().packet(0, 1, FRAME).simple(5, FRAME));
    }

    @ParameterizedTest
    @ValueSource(longs = {262_145, 0xFFFF_FFFFL})
    void refusesPacketPastTheLimit(long capLen) {
        assertDamage(
                Text.format("says it is %,d bytes long, the limit is 262,144", capLen),
                PcapngBytes.withInterface()
                        .packet(0, 1, FRAME)
                        .packet(0, 1, capLen, 9, new byte[300_000]));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, -1})
    void refusesUndescribedInterface(int id) {
        assertDamage(
                Text.format("is of interface %,d, described are 1", id & 0xFFFF_FFFFL),
                PcapngBytes.withInterface().packet(0, 1, FRAME).packet(id, 1, FRAME));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void refusesUndescribedInterfaceOfTheFirstPacket(int id) {
        assertEquals(
                Text.format(
                        "a: record 1 at offset 48 is of interface %,d, described are 1;"
                                + " there is no record before it",
                        id & 0xFFFF_FFFFL),
                Reading.of(PcapngBytes.withInterface().packet(id, 1, FRAME)).error());
    }

    @Test
    void refusesResolutionOfWrongLength() {
        PcapngBytes file = PcapngBytes.withInterface().packet(0, 1, FRAME);
        file.describe(1, 0, file.option(9, (byte) 6, (byte) 6));
        assertEquals(
                "a: interface description at offset 84 has option 9 with 2 bytes;"
                        + " counted is the 1 record before it",
                Reading.of(file).error());
    }

    @Test
    void refusesOptionPastItsBlock() {
        PcapngBytes file = PcapngBytes.withInterface().packet(0, 1, FRAME);
        file.describe(1, 0, new byte[] {2, 0, 9, 0});
        assertEquals(
                "a: interface description at offset 84 has option 2 with 9 bytes;"
                        + " counted is the 1 record before it",
                Reading.of(file).error());
    }

    @Test
    void refusesMoreInterfacesThanItKeeps() {
        PcapngBytes file = PcapngBytes.pcapng(LE);
        for (int i = 0; i <= PcapngReader.MAX_INTERFACES; i++) file.ethernet();
        assertEquals(
                "a: section at offset 1,310,748 describes more than 65,536 interfaces;"
                        + " there is no record before it",
                Reading.of(file).error());
    }

    @Test
    void refusesUnknownVersion() {
        assertEquals(
                "a: section header at offset 0 has pcapng version 2.0, known is 1.0;"
                        + " there is no record before it",
                Reading.of(onlySection(2, 0)).error());
    }

    @Test
    void readsVersionOneTwo() {
        assertNull(Reading.of(onlySection(1, 2)).error());
    }

    @Test
    void refusesSectionWithoutByteOrder() {
        byte[] file = PcapngBytes.pcapng(LE).bytes();
        file[8] = 0;
        assertEquals(
                "a: section header at offset 0 has no byte order, 0x003c2b1a;"
                        + " there is no record before it",
                Reading.of(file).error());
    }

    @Test
    void tellsHowMuchOfACutSectionHeaderIsThere() {
        assertEquals(
                "a: section header at offset 0 is cut short, 18 of 28 bytes are there;"
                        + " there is no record before it",
                Reading.of(Arrays.copyOf(PcapngBytes.pcapng(LE).bytes(), 18)).error());
    }

    private static byte[] onlySection(int major, int minor) {
        byte[] twice = PcapngBytes.pcapng(LE).section(LE, major, minor).bytes();
        return Arrays.copyOfRange(twice, twice.length / 2, twice.length);
    }

    /** The file has one sound packet, in the block before the damaged one at offset 84. */
    private static void assertDamage(String what, PcapngBytes file) {
        Reading read = Reading.of(file);
        assertEquals(1, read.frames().size());
        assertEquals(
                "a: record 2 at offset 84 " + what + "; counted is the 1 record before it",
                read.error());
    }
}
