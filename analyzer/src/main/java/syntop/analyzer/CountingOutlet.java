package syntop.analyzer;

import syntop.capture.batch.BatchOutlet;
import syntop.capture.batch.SegmentBatch;

/** Counts batches on the thread that fills them: one thread does both, and no other waits. */
final class CountingOutlet implements BatchOutlet {
    private final Analyzer analyzer;
    private final SegmentBatch batch;

    CountingOutlet(Analyzer analyzer, int rows) {
        this.analyzer = analyzer;
        batch = new SegmentBatch(rows);
    }

    @Override
    public SegmentBatch claimWaiting() {
        batch.clear();
        return batch;
    }

    @Override
    public void publish() {
        analyzer.count(batch);
    }

    @Override
    public void close() {
        analyzer.end();
    }
}
