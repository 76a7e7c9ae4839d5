package syntop.capture.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import syntop.bench.Frames;
import syntop.capture.decode.LinkType;

/**
 * Time of a filter expression for one IPv4 SYN that it accepts: interpreted, and compiled to
 * bytecode. In the package of both, for they are not public. Needs libpcap.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterBenchmark {
    private static final int FRAMES = 4096;
    private static final String EXPRESSION = "tcp dst port 443 and tcp[13] & 2 != 0";

    private BpfInterpreter interpreter;
    private PacketProgram compiled;
    private ByteBuffer buf;
    private int length;

    /** Compiles the expression and fills the buffer. */
    @Setup
    public void compile() throws Exception {
        BpfProgram program =
                LibpcapCompiler.load()
                        .compile(EXPRESSION, LinkType.ETHERNET, ByteOrder.nativeOrder());
        interpreter = new BpfInterpreter(program);
        compiled = BpfCompiler.compile(program);
        byte[] frame = Frames.syn(false);
        length = frame.length;
        buf = ByteBuffer.allocateDirect(FRAMES * length);
        for (int i = 0; i < FRAMES; i++) {
            buf.put(frame);
        }
    }

    /** The interpreter, the reference. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int interpreted() {
        int accepted = 0;
        for (int off = 0; off < FRAMES * length; off += length) {
            if (interpreter.run(buf, off, length, length) != 0) accepted++;
        }
        return accepted;
    }

    /** Bytecode, as replay runs it. */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int compiled() {
        int accepted = 0;
        for (int off = 0; off < FRAMES * length; off += length) {
            if (compiled.run(buf, off, length, length) != 0) accepted++;
        }
        return accepted;
    }
}
