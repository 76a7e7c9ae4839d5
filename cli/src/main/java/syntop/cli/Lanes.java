package syntop.cli;

import java.nio.ByteBuffer;
import java.util.List;
import syntop.capture.decode.BatchFiller;
import syntop.capture.decode.LiveSink;

/** Decoders for a source with several threads, one for each; with one thread the first is used. */
final class Lanes implements LiveSink {
    private final List<BatchFiller> fillers;
    private final BatchFiller first; // not asked of the list for each frame

    Lanes(List<BatchFiller> fillers) {
        this.fillers = fillers;
        first = fillers.get(0);
    }

    @Override
    public void frame(
            ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos) {
        first.frame(buf, off, capLen, wireLen, linkType, tsNanos);
    }

    @Override
    public void idle() {
        first.idle();
    }

    @Override
    public LiveSink lane(int number) {
        return fillers.get(number);
    }

    /** The first one. */
    BatchFiller first() {
        return first;
    }

    /** Hands over what was decoded so far; while no source runs. */
    void flush() {
        fillers.forEach(BatchFiller::flush);
    }
}
