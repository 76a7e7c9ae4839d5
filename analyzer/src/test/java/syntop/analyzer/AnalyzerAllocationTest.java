package syntop.analyzer;

import org.junit.jupiter.api.Test;
import syntop.capture.batch.BatchRing;
import syntop.capture.batch.SegmentBatch;

class AnalyzerAllocationTest {
    @Test
    void countingABatchAllocatesNothingOnceGrown() {
        Analyzer analyzer = new Analyzer(new BatchRing(2, 1)).followHandshakes(true);
        SegmentBatch batch = new SegmentBatch(1_024);
        Allocation.assertNoneOnceGrown(
                () -> {
                    for (int i = 0; i < 300; i++) { // 300,000 SYNs
                        fill(batch, i);
                        analyzer.count(batch);
                    }
                });
    }

    // the same rows in every run: 100,000 sources of each family, out of order
    private static void fill(SegmentBatch batch, int number) {
        batch.clear();
        for (int row = 0; row < 1_024; row++) {
            int mixed = (number << 10 | row) * 0x9E37_79B9; // Fibonacci hashing spreads them
            int source = (mixed >>> 8) % 100_000;
            long tsNanos = (number * 7L + row) % 1_000 * 1_000_000L;
            if ((mixed & 1) == 0) SynBatches.synV4(batch, tsNanos, source, source & 0xFFFF);
            else SynBatches.syn(batch, tsNanos, 0x2001_0db8_0000_0000L, source);
        }
    }
}
