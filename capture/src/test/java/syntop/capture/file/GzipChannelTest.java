package syntop.capture.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipChannelTest {
    private static final int PACKETS = 20_000; // unpacked more than a window

    private final byte[] file = packets();

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1 << 20})
    void unpacksMember(int chunk) {
        Reading read = Reading.of(Reading.gzip(file), chunk);
        assertNull(read.error());
        assertEquals(PACKETS, read.frames().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1 << 20})
    void unpacksMembersOneAfterTheOther(int chunk) {
        byte[] packed =
                Reading.concat(
                        Reading.gzip(Arrays.copyOf(file, 30)),
                        Reading.gzip(new byte[0]),
                        Reading.gzip(Arrays.copyOfRange(file, 30, file.length)));
        Reading read = Reading.of(packed, chunk);
        assertNull(read.error());
        assertEquals(PACKETS, read.frames().size());
    }

    @Test
    void passesOverOptionalHeaderFields() {
        byte[] plain = Reading.gzip(file);
        CaptureBytes packed = new CaptureBytes(java.nio.ByteOrder.LITTLE_ENDIAN);
        packed.raw(Arrays.copyOf(plain, 3)).u8(0x1E).raw(Arrays.copyOfRange(plain, 4, 10));
        packed.u16(3).raw((byte) 1, (byte) 2, (byte) 3); // extra
        packed.raw("a.pcap\0a comment\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        packed.u16(0xABCD).raw(Arrays.copyOfRange(plain, 10, plain.length)); // CRC of the header
        Reading read = Reading.of(packed);
        assertNull(read.error());
        assertEquals(PACKETS, read.frames().size());
    }

    @Test
    void passesOverZerosAtTheEnd() {
        byte[] packed = Reading.gzip(file);
        assertNull(Reading.of(Arrays.copyOf(packed, packed.length + 512)).error());
    }

    @Test
    void countsAllBeforeOtherBytesAtTheEnd() {
        byte[] packed = Reading.gzip(file);
        Reading read =
                Reading.of(Reading.concat(packed, new byte[20], "other bytes".getBytes(US_ASCII)));
        assertEquals(PACKETS, read.frames().size());
        assertEquals(
                message("is damaged at byte %,d of the file: no gzip header", packed.length + 20),
                read.error());
    }

    @Test
    void countsAllBeforeCutTrailer() {
        byte[] packed = Reading.gzip(file);
        Reading read = Reading.of(Arrays.copyOf(packed, packed.length - 1));
        assertEquals(PACKETS, read.frames().size());
        assertEquals(
                message("is cut short at byte %,d of the file", packed.length - 1), read.error());
    }

    @Test
    void countsAllBeforeWrongChecksum() {
        byte[] packed = Reading.gzip(file);
        packed[packed.length - 8] ^= 1;
        Reading read = Reading.of(packed);
        assertEquals(PACKETS, read.frames().size());
        assertEquals(
                message("is damaged at byte %,d of the file: checksum is wrong", packed.length),
                read.error());
    }

    @Test
    void givesEveryWholePacketBeforeTheCut() {
        // stored blocks: what is in the file is what can be unpacked
        byte[] packed = stored(Arrays.copyOf(file, 6000));
        List<Reading> cut =
                Reading.all(
                        packed.length - 8,
                        length -> Arrays.copyOf(packed, length),
                        Integer.MAX_VALUE);
        for (int length = 0; length < cut.size(); length++) {
            int unpacked = Math.max(24, length - 10 - 5); // gzip header, block header
            assertEquals((unpacked - 24) / 56, cut.get(length).frames().size(), "length=" + length);
        }
    }

    @Test
    void givesEveryWholePacketBeforeDamagedBlock() {
        byte[] first = Arrays.copyOf(file, 24 + 100 * 56);
        byte[] packed = stored(first);
        packed[10] = 0; // not the last block
        byte[] damaged = Arrays.copyOf(packed, packed.length - 8 + 3);
        damaged[packed.length - 8] = 7; // a block of the type that is reserved
        Reading read = Reading.of(damaged);
        assertEquals(100, read.frames().size());
        assertEquals(
                "a: record 101 at offset 5,624 of the unpacked data cannot be read,"
                        + " the gzip data is damaged at byte 5,640 of the file: invalid block type;"
                        + " counted are the 100 records before it",
                read.error());
    }

    @Test
    void namesDamagedFirstBlock() {
        byte[] packed = Reading.gzip(file);
        packed[10] = 7;
        assertEquals(
                "a: cannot be read, the gzip data is damaged at byte 11 of the file:"
                        + " invalid block type; there is no record before it",
                Reading.of(packed).error());
    }

    @Test
    void saysWhatWasKeptWhereverItIsCut() {
        byte[] packed = Reading.gzip(Arrays.copyOf(file, 24 + 100 * 56));
        for (int length = 4; length < packed.length - 8; length++) {
            Reading read = Reading.of(Arrays.copyOf(packed, length));
            int kept = read.frames().size();
            String end =
                    kept == 0
                            ? "; there is no record before it"
                            : kept == 1
                                    ? "; counted is the 1 record before it"
                                    : "; counted are the " + kept + " records before it";
            assertTrue(
                    read.error().endsWith("cut short at byte " + length + " of the file" + end),
                    read::error);
        }
    }

    /** A member of one stored block. */
    private static byte[] stored(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.NO_COMPRESSION, /* nowrap= */ true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] body = new byte[bytes.length + 64];
        int length = deflater.deflate(body);
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(bytes);
        CaptureBytes packed = new CaptureBytes(java.nio.ByteOrder.LITTLE_ENDIAN);
        packed.u16(0x8B1F).u8(8).raw(new byte[7]).raw(Arrays.copyOf(body, length));
        return packed.u32(crc.getValue()).u32(bytes.length).bytes();
    }

    private String message(String what, int at) {
        return Text.format(
                "a: record 20,001 at offset %,d of the unpacked data cannot be read, the gzip data "
                        + what
                        + "; counted are the 20,000 records before it",
                file.length,
                at);
    }

    /** Records of 56 bytes behind a header of 24. */
    private static byte[] packets() {
        PcapBytes file = PcapBytes.pcap();
        byte[] frame = new byte[40];
        for (int i = 0; i < PACKETS; i++) {
            frame[i % 40] = (byte) i;
            file.packet(i * 1000L, frame);
        }
        return file.bytes();
    }
}
