package syntop.bench;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.Selection;

/**
 * Time for one frame, from its bytes to its outcome and row. The frames lie behind each other in a
 * direct buffer, as in the window of a file or a block of the kernel's ring.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecoderBenchmark {
    private static final int FRAMES = 4096;
    private static final long TS_NANOS = 1_700_000_000_000_000_000L;

    /** What each frame is. */
    public enum Kind {
        /** Ethernet, IPv4, SYN. */
        IPV4_SYN,
        /** Ethernet, IPv4, a segment with ACK and data: no row. */
        IPV4_DATA,
        /** 802.1Q, IPv4, SYN. */
        VLAN_IPV4_SYN,
        /** Ethernet, IPv6, SYN. */
        IPV6_SYN,
        /** Ethernet, IPv6, destination options, SYN. */
        IPV6_OPTIONS_SYN;

        private byte[] frame() {
            return switch (this) {
                case IPV4_SYN -> Frames.syn(false);
                case IPV4_DATA -> Frames.data(false, 1348);
                case VLAN_IPV4_SYN -> Frames.vlan(Frames.syn(false));
                case IPV6_SYN -> Frames.syn(true);
                case IPV6_OPTIONS_SYN -> Frames.destinationOptions(Frames.syn(true));
            };
        }
    }

    /** What the frames are. */
    @Param public Kind kind;

    private final FrameDecoder decoder =
            new FrameDecoder(new Selection(List.of(80, 443), List.of()));
    private final SegmentBatch batch = new SegmentBatch(FRAMES);
    private ByteBuffer buf;
    private int length;

    /** Fills the buffer. */
    @Setup
    public void fill() {
        byte[] frame = kind.frame();
        length = frame.length;
        buf = ByteBuffer.allocateDirect(FRAMES * length);
        for (int i = 0; i < FRAMES; i++) {
            buf.put(frame);
        }
    }

    /** Decodes every frame of the buffer into one batch. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int decode() {
        SegmentBatch out = batch;
        out.clear();
        for (int off = 0; off < FRAMES * length; off += length) {
            Outcome outcome =
                    decoder.decode(buf, off, length, length, LinkType.ETHERNET, TS_NANOS, out);
            out.count(outcome, TS_NANOS);
        }
        return out.size();
    }
}
