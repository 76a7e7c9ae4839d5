package syntop.cli;

import java.nio.ByteBuffer;
import syntop.capture.decode.FrameFilter;
import syntop.capture.decode.LiveSink;

/**
 * Passes frames on until so many of them have been let through by the user's filter, then ends the
 * run and leaves the rest out. Capture thread; the counts may be read by any.
 */
final class LimitedSink implements LiveSink, FrameFilter {
    private final FrameFilter filter;
    private final long limit;
    private final Runnable stop;
    private LiveSink next;
    private volatile long accepted; // written by the capture thread, as the next
    private volatile long leftOut;

    /**
     * Stands for the filter in front of the decoder, too: only there it is known which frames it
     * lets through.
     *
     * @param filter the user's, or null for none
     * @param limit frames, at least 1
     * @param stop makes the source end soon
     */
    LimitedSink(FrameFilter filter, long limit, Runnable stop) {
        this.filter = filter;
        this.limit = limit;
        this.stop = stop;
    }

    /** Sets where frames go. */
    LimitedSink to(LiveSink sink) {
        next = sink;
        return this;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void frame(
            ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
        if (accepted == limit) {
            leftOut++;
            return;
        }
        next.frame(buf, off, capLen, wireLen, linkType, tsNanos);
        if (accepted == limit) stop.run();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public boolean accepts(ByteBuffer buf, int off, int capLen, int wireLen, int linkType) {
        boolean accepts = filter == null || filter.accepts(buf, off, capLen, wireLen, linkType);
        if (accepts) accepted++;
        return accepts;
    }

    @Override
    public void idle() {
        next.idle();
    }

    /** Frames let through so far. */
    long accepted() {
        return accepted;
    }

    /** Frames that came after the last one asked for. */
    long leftOut() {
        return leftOut;
    }
}
