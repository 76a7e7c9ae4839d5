package syntop.capture.decode;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames from a fuzzer: nothing is thrown and nothing past the captured bytes is looked at. In a
 * build it runs its seeds; with {@code JAZZER_FUZZ=1} in the environment it searches.
 */
class FrameFuzzTest {
    private static final FrameDecoder OUTER = new FrameDecoder(Selection.ALL);
    private static final FrameDecoder INNER = new FrameDecoder(Selection.ALL, true);

    /** Link type in two bytes, bytes that the snaplen cut in two, the decoder in one, the frame. */
    static Stream<byte[]> seeds() {
        return SynFrame.all().stream()
                .map(
                        f ->
                                Packets.join(
                                        Packets.u16(f.linkType()),
                                        Packets.u16(f.frame().length % 2 * 1_000),
                                        Packets.bytes(f.tunnels() ? 1 : 0),
                                        f.frame()));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5m")
    void anyFrameEndsInOneOutcome(byte[] input) {
        if (input.length < 5) return;
        int linkType = (input[0] & 0xFF) << 8 | input[1] & 0xFF;
        int missing = (input[2] & 0xFF) << 8 | input[3] & 0xFF;
        FrameDecoder decoder = (input[4] & 1) == 0 ? OUTER : INNER;
        byte[] frame = new byte[input.length - 5];
        System.arraycopy(input, 5, frame, 0, frame.length);
        Decoded.cut(decoder, linkType, frame, frame.length, frame.length + missing);
    }
}
