package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** Hostile input: whatever the bytes are, a frame ends in one outcome and nothing is thrown. */
class RandomFramesTest {
    private static final int FRAMES = 1_000_000;
    private static final int MAX_LEN = 160;
    private static final List<SynFrame> VALID = SynFrame.all();

    static IntStream linkTypes() {
        return IntStream.range(0, 300).filter(LinkType::isDecoded);
    }

    @ParameterizedTest
    @MethodSource("linkTypes")
    void randomBytesEndInOneOutcome(int linkType) {
        long seed = 7_000L + linkType;
        SplittableRandom random = new SplittableRandom(seed);
        run(
                seed,
                linkType,
                step -> random.nextInt(MAX_LEN + 1),
                (frame, step, len) -> {
                    for (int i = 0; i < len; i += 8) frame.putLong(i, random.nextLong());
                });
    }

    @ParameterizedTest
    @MethodSource("linkTypes")
    void validFramesWithChangedBytesEndInOneOutcome(int linkType) {
        long seed = 9_000L + linkType;
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> frames =
                VALID.stream().filter(f -> f.linkType() == linkType).map(SynFrame::frame).toList();
        byte[][] now = new byte[1][];
        run(
                seed,
                linkType,
                step -> {
                    now[0] = frames.get(step % frames.size());
                    return random.nextInt(now[0].length + 1);
                },
                (frame, step, len) -> {
                    frame.put(0, now[0]);
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        frame.put(random.nextInt(now[0].length), (byte) random.nextInt());
                    }
                });
    }

    private interface Lengths {
        int at(int step);
    }

    private interface Content {
        void fill(ByteBuffer frame, int step, int len);
    }

    /** The frame stands at the end of its buffer, so a read past it throws. */
    private static void run(long seed, int linkType, Lengths lengths, Content content) {
        FrameDecoder outer = new FrameDecoder(Selection.ALL);
        FrameDecoder inner = new FrameDecoder(Selection.ALL, true);
        ByteBuffer scratch = ByteBuffer.allocate(512);
        ByteBuffer buf = ByteBuffer.allocateDirect(512);
        SegmentBatch batch = new SegmentBatch(1);
        long[] outcomes = new long[Outcome.COUNT];
        for (int step = 0; step < FRAMES; step++) {
            int len = lengths.at(step);
            content.fill(scratch, step, len);
            int off = buf.capacity() - len;
            buf.put(off, scratch, 0, len);
            int wireLen = (step & 1) == 0 ? len : len + 1_000;
            FrameDecoder decoder = (step & 2) == 0 ? outer : inner;
            try {
                batch.clear();
                outcomes[decoder.decode(buf, off, len, wireLen, linkType, 1L, batch).ordinal()]++;
            } catch (RuntimeException e) {
                fail("seed=" + seed + " step=" + step + " linkType=" + linkType, e);
            }
        }
        long sum = 0;
        for (long count : outcomes) sum += count;
        assertEquals(FRAMES, sum);
        assertEquals(0, outcomes[Outcome.FILTERED.ordinal()]);
    }
}
