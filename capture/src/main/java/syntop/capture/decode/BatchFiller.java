package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.BatchOutlet;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/**
 * Decodes frames into batches and waits for the analyzer when it is behind.
 *
 * <p>Used by the capture thread alone. Allocates nothing after construction.
 */
public final class BatchFiller implements LiveSink {
    /**
     * Frames after which a batch is handed over although it has room, so that totals keep up on
     * files with few SYNs.
     */
    private static final int MAX_FRAMES = 1 << 16;

    private final BatchOutlet outlet;
    private final FrameDecoder decoder;
    private final FrameFilter filter;
    private SegmentBatch batch;
    private int framesLeft = MAX_FRAMES;

    /**
     * Claims the first batch.
     *
     * @param filter decides before decoding, or null to decode all
     */
    public BatchFiller(BatchOutlet outlet, FrameDecoder decoder, FrameFilter filter) {
        this.outlet = outlet;
        this.decoder = decoder;
        this.filter = filter;
        batch = outlet.claimWaiting();
    }

    @Override
    public void frame(
            ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
        SegmentBatch out = batch;
        Outcome outcome =
                filter == null || filter.accepts(buf, off, capLen, wireLen, linkType)
                        ? decoder.decode(buf, off, capLen, wireLen, linkType, tsNanos, out)
                        : Outcome.FILTERED;
        out.count(outcome, tsNanos);
        if (out.isFull() || --framesLeft == 0) flush();
    }

    @Override
    public void idle() {
        flush();
    }

    /** Hands over what was decoded so far. */
    public void flush() {
        framesLeft = MAX_FRAMES;
        if (batch.isEmpty()) return;
        outlet.publish();
        batch = outlet.claimWaiting();
    }

    /** Hands over the rest and closes the outlet; the last call. */
    public void close() {
        if (!batch.isEmpty()) outlet.publish();
        outlet.close();
    }
}
