package syntop.capture.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZstdChannelTest {
    private static final int PACKETS = 20_000; // unpacked more than a window, and nine blocks
    private static final int BLOCK = 128 * 1024;

    private final byte[] file = packets();

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1 << 20})
    void unpacksFrame(int chunk) {
        Reading read = Reading.of(Zstd.compress(file), chunk);
        assertNull(read.error());
        assertEquals(PACKETS, read.frames().size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 1 << 20})
    void unpacksFramesOneAfterTheOther(int chunk) throws IOException {
        byte[] skippable = {0x5F, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9};
        byte[] packed =
                Reading.concat(
                        skippable,
                        streamed(Arrays.copyOf(file, 30), true),
                        streamed(new byte[0], false),
                        skippable,
                        streamed(Arrays.copyOfRange(file, 30, file.length), true));
        Reading read = Reading.of(packed, chunk);
        assertNull(read.error());
        assertEquals(PACKETS, read.frames().size());
    }

    @Test
    void unpacksBlockOfOneRepeatedByte() {
        byte[] frame = new byte[262_144];
        byte[] packed = Zstd.compress(PcapBytes.pcap().packet(0, frame).packet(0, frame).bytes());
        assertEquals(2, Reading.of(packed).frames().size());
    }

    @Test
    void givesEveryBlockBeforeTheCut() throws IOException {
        byte[] packed = streamed(file, true);
        Reading read = Reading.of(Arrays.copyOf(packed, packed.length - 5));
        assertEquals(wholePackets(file.length / BLOCK * BLOCK), read.frames().size());
        assertEquals(
                Text.format(
                        "a: record 18,725 at offset 1,048,568 of the unpacked data cannot be read,"
                                + " the zstd data is cut short at byte %,d of the file;"
                                + " counted are the 18,724 records before it",
                        packed.length - 5),
                read.error());
    }

    @Test
    void givesAllBeforeWrongChecksum() throws IOException {
        byte[] packed = streamed(file, true);
        packed[packed.length - 1] ^= 1;
        Reading read = Reading.of(packed);
        assertEquals(PACKETS, read.frames().size());
        assertEquals(
                Text.format(
                        "a: record 20,001 at offset 1,120,024 of the unpacked data cannot be read,"
                                + " the zstd data is damaged at byte %,d of the file:"
                                + " Restored data doesn't match checksum;"
                                + " counted are the 20,000 records before it",
                        packed.length - 4),
                read.error());
    }

    @Test
    void givesEveryBlockBeforeTheDamagedOne() throws IOException {
        byte[] packed = streamed(file, true);
        int second = 6 + 3 + blockSize(packed, 6);
        packed[second] |= 0x06; // a block of the type that is reserved
        Reading read = Reading.of(packed);
        assertEquals(wholePackets(BLOCK), read.frames().size());
        assertEquals(
                Text.format(
                        "a: record 2,341 at offset 131,064 of the unpacked data cannot be read,"
                                + " the zstd data is damaged at byte %,d of the file:"
                                + " no block header; counted are the 2,340 records before it",
                        second),
                read.error());
    }

    @Test
    void refusesOtherBytesBehindTheFrames() {
        byte[] packed = Zstd.compress(file);
        Reading read = Reading.of(Reading.concat(packed, "other bytes".getBytes(US_ASCII)));
        assertEquals(PACKETS, read.frames().size());
        assertEquals(
                Text.format(
                        "a: record 20,001 at offset 1,120,024 of the unpacked data cannot be read,"
                                + " the zstd data is damaged at byte %,d of the file:"
                                + " no zstd frame; counted are the 20,000 records before it",
                        packed.length),
                read.error());
    }

    @Test
    void refusesWindowOfMoreThan128Mebibytes() {
        // magic, descriptor without flags, window descriptor 2^28, last raw block of one byte
        byte[] packed = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) (18 << 3), 9, 0, 0, 1};
        assertEquals(
                "a: cannot be read, the zstd data is damaged at byte 0 of the file:"
                        + " Frame requires too much memory for decoding;"
                        + " there is no record before it",
                Reading.of(packed).error());
    }

    @Test
    void saysWhatWasKeptWhenItIsCutInTheFirstBlock() {
        byte[] packed = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, 88, 9};
        assertEquals(
                "a: cannot be read, the zstd data is cut short at byte 7 of the file;"
                        + " there is no record before it",
                Reading.of(packed).error());
    }

    private static int wholePackets(int bytes) {
        return (bytes - 24) / 56;
    }

    private static int blockSize(byte[] packed, int at) {
        return (packed[at] & 0xFF | (packed[at + 1] & 0xFF) << 8 | (packed[at + 2] & 0xFF) << 16)
                >>> 3;
    }

    /**
     * A frame as the command writes it to a pipe: without the size, so with a header of 6 bytes.
     */
    private static byte[] streamed(byte[] bytes, boolean checksum) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(packed)) {
            zstd.setChecksum(checksum);
            zstd.write(bytes);
        }
        return packed.toByteArray();
    }

    /** Records of 56 bytes behind a header of 24. */
    private static byte[] packets() {
        PcapBytes file = PcapBytes.pcap();
        SplittableRandom random = new SplittableRandom(1);
        byte[] frame = new byte[40];
        for (int i = 0; i < PACKETS; i++) {
            random.nextBytes(frame); // raw blocks, so every one ends where 128 KiB end
            file.packet(i * 1000L, frame);
        }
        return file.bytes();
    }
}
