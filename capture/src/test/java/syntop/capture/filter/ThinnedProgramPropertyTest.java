package syntop.capture.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.FIN;
import static syntop.capture.batch.SegmentBatch.RST;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.Selection;

/** What the kernel holds back equals what the sample says, whatever the headers. */
class ThinnedProgramPropertyTest {
    private static final int PORT = 443;
    private static final int[] FLAGS = {
        SYN,
        SYN | ACK,
        RST,
        RST | ACK,
        FIN | ACK,
        ACK,
        FIN,
        0,
        SYN | RST,
        SYN | FIN,
        SYN | RST | ACK
    };
    private static final LiveFilter ALL_PORTS =
            new LiveFilter(List.of(), List.of(), false).withHandshakes();
    private static final LiveFilter ONE_PORT =
            new LiveFilter(List.of(PORT), List.of(), false).withHandshakes();

    /** One end of a connection and what it sends. */
    private record Segment(
            boolean v6, long from, long to, int fromPort, int toPort, int flags, int seq, int ack) {
        /** A frame with it, behind so many tags and bytes of IPv4 options. */
        byte[] frame(int tags, int options) {
            ByteBuffer out = ByteBuffer.allocate(14 + 4 * tags + 60 + 40);
            out.putLong(0).putInt(0);
            for (int i = 0; i < tags; i++) out.putShort((short) 0x8100).putShort((short) 7);
            if (v6) {
                out.putShort((short) 0x86DD).putInt(0x6000_0000).putShort((short) 20);
                out.put((byte) 6).put((byte) 64);
                out.putLong(0x2001_0DB8_0000_0000L | from >>> 32).putLong(from);
                out.putLong(0x2001_0DB8_0000_0000L | to >>> 32).putLong(to);
            } else {
                int length = 20 + options + 20;
                out.putShort((short) 0x0800).put((byte) (0x40 | (20 + options) / 4)).put((byte) 0);
                out.putShort((short) length).putInt(0).put((byte) 64).put((byte) 6);
                out.putShort((short) 0).putInt((int) from).putInt((int) to);
                out.position(out.position() + options);
            }
            out.putShort((short) fromPort).putShort((short) toPort).putInt(seq).putInt(ack);
            out.put((byte) 0x50).put((byte) flags).putShort((short) 8192).putInt(0);
            byte[] frame = new byte[out.position()];
            out.flip().get(frame);
            return frame;
        }

        Segment answer(int answerFlags, int answerSeq, int answerAck) {
            return new Segment(v6, to, from, toPort, fromPort, answerFlags, answerSeq, answerAck);
        }

        Segment next(int nextFlags, int nextSeq, int nextAck) {
            return new Segment(v6, from, to, fromPort, toPort, nextFlags, nextSeq, nextAck);
        }
    }

    private static Segment request(SplittableRandom random) {
        return new Segment(
                random.nextInt(3) == 0,
                random.nextLong(),
                random.nextLong(),
                random.nextInt(65_536),
                PORT,
                SYN,
                random.nextInt(),
                0);
    }

    private static SegmentBatch decoded(byte[] frame) {
        SegmentBatch batch = new SegmentBatch(1);
        FrameDecoder decoder = new FrameDecoder(new Selection(List.of(), List.of()), false, true);
        int length = frame.length;
        decoder.decode(ByteBuffer.wrap(frame), 0, length, length, LinkType.ETHERNET, 0, batch);
        assertEquals(1, batch.size());
        return batch;
    }

    /** The program of each level. */
    private static List<BpfProgram> programs(LiveFilter filter, HandshakeSample sample) {
        return IntStream.rangeClosed(Thinning.ALL, Thinning.SYNS)
                .mapToObj(level -> LiveProgram.forEthernet(filter, sample, level))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theProgramPicksWhatTheSampleDoes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HandshakeSample sample = new HandshakeSample(seed);
        int level = 1 + (int) (seed % 3);
        BpfProgram program = LiveProgram.forEthernet(ALL_PORTS, sample, level);
        int passed = 0;
        int steps = 4_000;
        for (int step = 0; step < steps; step++) {
            int flags = FLAGS[random.nextInt(FLAGS.length)];
            // numbers that have just wrapped around, or that just have not, are as likely as any
            int near = random.nextInt(4) == 0 ? random.nextInt(-3, 3) : random.nextInt();
            int far = random.nextInt(4) == 0 ? random.nextInt() << 16 : random.nextInt();
            Segment segment = request(random).next(flags, near, far);
            byte[] frame = segment.frame(random.nextInt(3), 4 * random.nextInt(11));
            SegmentBatch row = decoded(frame);
            boolean syn = (flags & (SYN | ACK)) == SYN;
            boolean expected = syn || sample.leastNumber(row, 0) < HandshakeSample.bound(level);
            String where = "seed=" + seed + " step=" + step + " " + segment;
            assertEquals(expected, LiveFilters.accepts(program, frame), where);
            if (expected) passed++;
        }
        assertTrue(passed > steps / 8 && passed < steps, "passed=" + passed);
    }

    /** Whatever is picked, is picked with its SYN; and as many as the level says. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aHandshakePassesAsAWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HandshakeSample sample = new HandshakeSample(seed);
        int level = 2;
        BpfProgram program = LiveProgram.forEthernet(ONE_PORT, sample, level);
        int picked = 0;
        int steps = 2_000;
        for (int step = 0; step < steps; step++) {
            Segment syn = request(random);
            int isn = syn.seq;
            boolean in =
                    sample.number(decoded(syn.frame(0, 0)), 0, isn) < HandshakeSample.bound(level);
            int serverIsn = random.nextInt();
            int data = random.nextInt(HandshakeSample.REACH);
            List<Segment> rest =
                    List.of(
                            syn.answer(SYN | ACK, serverIsn, isn + 1),
                            syn.answer(SYN | ACK, serverIsn, isn + 1 + data), // data in the SYN
                            syn.answer(RST | ACK, 0, isn + 1),
                            syn.next(ACK, isn + 1, serverIsn + 1),
                            syn.next(ACK, isn + 1 + data, serverIsn + 1 + random.nextInt(1 << 20)),
                            syn.next(FIN | ACK, isn + 1 + data, serverIsn + 1),
                            syn.next(RST, isn + 1, 0),
                            syn.next(RST | ACK, isn + 1 + data, serverIsn + 1));
            assertTrue(LiveFilters.accepts(program, syn.frame(step % 3, 0)));
            if (in) picked++;
            for (Segment segment : rest) {
                byte[] frame = segment.frame(step % 3, 4 * (step % 11));
                boolean passes = LiveFilters.accepts(program, frame);
                assertTrue(passes || !in, "seed=" + seed + " step=" + step + " " + segment);
            }
        }
        assertEquals(steps / 4.0, picked, 4 * Math.sqrt(steps * 3 / 16.0));
    }

    @Test
    void aLevelIsAPartOfTheOneBefore() {
        SplittableRandom random = new SplittableRandom(9);
        List<BpfProgram> programs = programs(ALL_PORTS, new HandshakeSample(9));
        for (int step = 0; step < 500; step++) {
            Segment segment = request(random).next(ACK, random.nextInt(), random.nextInt());
            byte[] frame = segment.frame(0, 0);
            boolean before = true;
            for (int level = Thinning.ALL; level <= Thinning.SYNS; level++) {
                boolean passes = LiveFilters.accepts(programs.get(level), frame);
                assertTrue(before || !passes, "step=" + step + " level=" + level);
                before = passes;
            }
            assertTrue(!before, "step=" + step);
        }
    }

    @Test
    void everySynPassesAtEachLevelAndNoOtherPort() {
        SplittableRandom random = new SplittableRandom(10);
        HandshakeSample sample = new HandshakeSample(10);
        List<BpfProgram> ofAll = programs(ALL_PORTS, sample);
        List<BpfProgram> ofOne = programs(ONE_PORT, sample);
        for (int step = 0; step < 200; step++) {
            Segment syn = request(random).next(SYN | random.nextInt(0x10), random.nextInt(), 0);
            byte[] frame = syn.frame(step % 3, 0);
            int other = PORT + 1 + random.nextInt(60_000);
            Segment elsewhere =
                    new Segment(syn.v6, syn.from, syn.to, 1, other, ACK, syn.seq, syn.ack);
            for (int level = Thinning.ALL; level <= Thinning.SYNS; level++) {
                assertTrue(LiveFilters.accepts(ofOne.get(level), frame), syn::toString);
                assertTrue(LiveFilters.accepts(ofAll.get(level), frame), syn::toString);
                assertTrue(!LiveFilters.accepts(ofOne.get(level), elsewhere.frame(0, 0)));
            }
        }
    }
}
