package syntop.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.FrameSink;
import syntop.capture.decode.Selection;
import syntop.capture.file.FileReport;
import syntop.capture.file.FileSource;

/**
 * Time for one record of a pcap file in the page cache: reading alone, and reading with decoding,
 * both on one thread. The file holds a million SYNs, 90 MB.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CaptureFileBenchmark {
    private static final int RECORDS = 1_000_000;
    private static final int SOURCES = 1_000;
    private static final int ROWS = 1024;

    private final FrameDecoder decoder =
            new FrameDecoder(new Selection(List.of(80, 443), List.of()));
    private final SegmentBatch batch = new SegmentBatch(ROWS);
    private Path file;
    private long seen; // kept, or the compiler drops the loop

    /** Writes the file. */
    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("syntop-bench", ".pcap");
        new CaptureGenerator(100, SOURCES, false).write(file, RECORDS);
    }

    /** Removes the file. */
    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    /** Every record reaches a sink that looks at nothing. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long read() {
        return run((buf, off, capLen, wireLen, linkType, tsNanos) -> seen += capLen);
    }

    /** Every record is decoded into a row. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long readAndDecode() {
        return run(this::decode);
    }

    private long run(FrameSink sink) {
        FileReport report = new FileSource(List.of(file.toString())).read(sink).get(0);
        if (report.records() != RECORDS) {
            throw new IllegalStateException("records=" + report.records(), report.error());
        }
        return seen;
    }

    private void decode(
            ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
        SegmentBatch out = batch;
        if (out.isFull()) out.clear();
        Outcome outcome = decoder.decode(buf, off, capLen, wireLen, linkType, tsNanos, out);
        out.count(outcome, tsNanos);
        seen++;
    }
}
