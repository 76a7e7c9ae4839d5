package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    private static final String READABLE =
            "readable are pcap, pcapng and snoop, plain or .gz or .zst";

    @Test
    void namesEmptyFile() {
        assertEquals("a: empty, without even the header of a capture file", error(new byte[0]));
    }

    @Test
    void namesPackedEmptyFile() {
        String empty = "a: unpacked: empty, without even the header of a capture file";
        assertEquals(empty, error(Reading.gzip(new byte[0])));
        assertEquals(empty, error(Zstd.compress(new byte[0])));
    }

    @Test
    void quotesFirstBytesOfOtherFile() {
        assertEquals(
                "a: not a capture file, its first bytes are 68 65 6c 6c; " + READABLE,
                error("hello".getBytes(StandardCharsets.US_ASCII)));
        assertEquals(
                "a: unpacked: not a capture file, its first bytes are 68 65 6c 6c; " + READABLE,
                error(Reading.gzip("hello".getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void quotesAllOfAFileShorterThanAMagic() {
        assertEquals(
                "a: not a capture file, all it holds is d4 c3 b2; " + READABLE,
                error(HexFormat.of().parseHex("d4c3b2")));
    }

    @Test
    void refusesSnoopWithoutItsZeros() {
        assertEquals(
                "a: not a capture file, its first bytes are 73 6e 6f 6f; " + READABLE,
                error("snoopy is a dog".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({"fd377a585a00,xz", "425a68393141,bzip2", "04224d186440,lz4"})
    void saysHowToUnpackWhatItCannot(String magic, String command) {
        byte[] file = HexFormat.of().parseHex(magic);
        assertEquals(
                "a: not a capture file, its first bytes are "
                        + HexFormat.ofDelimiter(" ").formatHex(file, 0, 4)
                        + "; it is packed, unpack it with: "
                        + command
                        + " -dc FILE | syntop replay -",
                error(file));
    }

    @Test
    void saysHowToUnpackWhatIsPackedTwice() {
        byte[] twice = Reading.gzip(Zstd.compress(PcapBytes.pcap().bytes()));
        assertEquals(
                "a: unpacked: not a capture file, its first bytes are 28 b5 2f fd;"
                        + " it is packed, unpack it with: zstd -dc FILE | syntop replay -",
                error(twice));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1f8b", "1f8b08", "28b52ffd", "502a4d18"})
    void refusesCutHeaderOfPackedFile(String magic) {
        Reading read = Reading.of(HexFormat.of().parseHex(magic));
        assertEquals(0, read.frames().size());
        assertEquals(true, read.error().startsWith("a: "), read.error());
    }

    private static String error(byte[] file) {
        return Reading.of(file).error();
    }
}
