package syntop.cli;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import syntop.capture.CaptureException;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;
import syntop.capture.live.LiveSource;
import syntop.capture.live.Losses;

/** A source of frames that are all there from the start; then it is silent, or fails. */
final class FakeSource implements LiveSource {
    private static final long LONGEST_SECONDS = 60;

    /** What lets frames through; null: what was asked for. */
    LiveFilter filter;

    /** Of every frame. */
    int linkType = LinkType.ETHERNET;

    private final String name;
    private final List<byte[]> frames;
    private final Losses dropped;
    private final CaptureException end;
    private final CountDownLatch delivered = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Makes one.
     *
     * @param frames Ethernet frames unless another link type is set; they come a millisecond apart
     * @param dropped what the kernel and the interface lost beside them; nothing received
     * @param end what ends the run after the frames, or null when only stop does
     */
    FakeSource(String name, List<byte[]> frames, Losses dropped, CaptureException end) {
        this.name = name;
        this.frames = frames;
        this.dropped = dropped;
        this.end = end;
    }

    @Override
    public String interfaceName() {
        return name;
    }

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public LiveFilter filter() {
        return filter;
    }

    @Override
    public List<String> listing() {
        return filter.listing(false);
    }

    /** Never has load. */
    @Override
    public boolean thin(Thinning by) {
        by.opened(0);
        return true;
    }

    @Override
    public void run(LiveSink sink) throws CaptureException {
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            long tsNanos = FakeClock.START + i * 1_000_000L;
            sink.frame(ByteBuffer.wrap(frame), 0, frame.length, frame.length, linkType, tsNanos);
        }
        sink.idle();
        delivered.countDown();
        if (end != null) throw end;
        await(stopped);
    }

    /** Returns once all frames were handed over. */
    void awaitDelivered() {
        await(delivered);
    }

    /** Whether the run ends, or was told to. */
    boolean ends() {
        return end != null || stopped.getCount() == 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("waited in vain");
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public Losses losses() {
        return new Losses(frames.size() + dropped.droppedByKernel(), 0, 0).plus(dropped);
    }

    @Override
    public void close() {
        stop();
    }
}
