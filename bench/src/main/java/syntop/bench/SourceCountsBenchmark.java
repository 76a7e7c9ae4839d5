package syntop.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import syntop.analyzer.count.SourceCounts;
import syntop.capture.batch.SegmentBatch;

/**
 * Time to count one SYN of a source that is there, and of one that is new, by the number of
 * sources. Both include drawing the address, 1 to 2 ns. With IPv6 the largest table takes 1.2 GB
 * while it grows.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = "-Xmx3g")
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SourceCountsBenchmark {
    private static final int ROWS = 4096;
    private static final int SPREAD = 0x9e3779b1; // odd, so different sources stay different

    /** A batch that is filled with addresses again and again. */
    @State(Scope.Thread)
    public static class Rows {
        /** Address family, 4 or 6. */
        @Param({"4", "6"})
        public int family;

        private final SegmentBatch batch = new SegmentBatch(ROWS);
        private final int[] rows = new int[ROWS];

        /** Selects every row. */
        @Setup
        public void select() {
            for (int i = 0; i < ROWS; i++) {
                rows[i] = i;
            }
        }

        private void put(int row, int source) {
            int scattered = source * SPREAD;
            long address = scattered & 0xFFFF_FFFFL;
            batch.srcHi[row] = family == 4 ? 0 : Frames.IPV6_PREFIX | address;
            batch.srcLo[row] = family == 4 ? SegmentBatch.V4_MAPPED | address : address << 7;
        }

        private void addAll(SourceCounts counts, int sources) {
            for (int i = 0; i < sources; i += ROWS) {
                int n = Math.min(ROWS, sources - i);
                for (int row = 0; row < n; row++) {
                    put(row, i + row);
                }
                counts.add(batch, rows, n);
            }
        }
    }

    /** A table that holds every source. */
    @State(Scope.Thread)
    public static class Full {
        /** Binary logarithm of the number of sources. */
        @Param({"10", "12", "14", "16", "18", "20", "22", "24"})
        public int log2Sources;

        private final SplittableRandom random = new SplittableRandom(1);
        private final SourceCounts counts = new SourceCounts();

        /** Enters every source once. */
        @Setup
        public void fill(Rows rows) {
            rows.addAll(counts, 1 << log2Sources);
        }
    }

    /** An empty table for each call; making one draws the random words of its hash. */
    @State(Scope.Thread)
    public static class Empty {
        /** Binary logarithm of the number of sources to add. */
        @Param({"16", "20", "24"})
        public int log2Sources;

        private SourceCounts counts;

        /** Makes the table; a call takes long enough for this to be left out of its time. */
        @Setup(Level.Invocation)
        public void make() {
            counts = new SourceCounts();
        }
    }

    /** Sources added: {@code added:sources} is the time for each. */
    @State(Scope.Thread)
    @AuxCounters
    public static class Added {
        /** Sources added by this iteration. */
        public long sources;
    }

    /** One more SYN from a source that is there, chosen at random. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public SourceCounts known(Rows rows, Full full) {
        int mask = (1 << full.log2Sources) - 1;
        for (int row = 0; row < ROWS; row++) {
            rows.put(row, full.random.nextInt() & mask);
        }
        full.counts.add(rows.batch, rows.rows, ROWS);
        return full.counts;
    }

    /** From an empty table to one with all sources, growing on the way. */
    @Benchmark
    public SourceCounts added(Rows rows, Empty empty, Added added) {
        int sources = 1 << empty.log2Sources;
        added.sources += sources;
        rows.addAll(empty.counts, sources);
        return empty.counts;
    }
}
