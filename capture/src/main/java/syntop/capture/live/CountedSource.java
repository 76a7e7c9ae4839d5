package syntop.capture.live;

import java.io.IOException;
import syntop.capture.CaptureException;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;
import syntop.linux.counters.InterfaceDrops;

/**
 * What both sources do alike: read until stopped, then let nothing more in, read what the kernel
 * had accepted by then, and add up.
 *
 * <p>The kernel hands a block over when it is full or its time is up, so at the stop some frames
 * are counted and not yet to be seen. They come within the block's time; its counters tell how many
 * at most, so that mostly nobody has to wait for the end of it.
 */
abstract class CountedSource implements LiveSource {
    private static final int IDLE_MILLIS = 100;

    /** Longer than the kernel keeps a block. */
    private static final int BLOCK_MILLIS = 100;

    private static final int MAX_QUIET_WAITS = 2;

    private final String interfaceName;
    private final int linkType;
    private final LiveFilter filter;
    private final InterfaceDrops interfaceDrops = new InterfaceDrops();
    private final long interfaceDropsBefore;
    private final Object running = new Object(); // held by run until it has returned

    private volatile boolean stopped;
    private volatile long handed; // frames; written by the capture thread
    private Losses last = Losses.NONE; // guarded by this
    private boolean ended; // guarded by this: last is final
    private boolean released; // guarded by running

    /** What the kernel counted: frames it accepted, and those of them that it dropped. */
    record Counts(long accepted, long dropped) {}

    CountedSource(String interfaceName, int linkType, LiveFilter filter) {
        this.interfaceName = interfaceName;
        this.linkType = linkType;
        this.filter = filter;
        interfaceDropsBefore = droppedByInterfaceEver();
    }

    /**
     * Hands frames over that are there. Capture thread only.
     *
     * @return how many, or -1 when there is nothing to read
     */
    abstract int read(LiveSink sink) throws CaptureException;

    /**
     * Waits for frames. Capture thread only.
     *
     * @param wakeable whether {@link #wake} ends it
     * @throws InterfaceDownException if the interface went down or was removed
     */
    abstract void await(int timeoutMillis, boolean wakeable) throws CaptureException;

    /** Makes the kernel accept nothing more, so that {@link #counts} stand still. */
    abstract void refuseMore() throws IOException;

    /** Ends a wait, now and for good. Any thread. */
    abstract void wake();

    /** What the kernel counted since the source was opened. Any thread. */
    abstract Counts counts() throws IOException;

    /**
     * Whether every frame that the kernel accepts is handed over, or dropped; else some are not.
     */
    abstract boolean isExact();

    /** Gives everything back; nobody is in another method, nor will be. */
    abstract void release();

    @Override
    public final String interfaceName() {
        return interfaceName;
    }

    @Override
    public final int linkType() {
        return linkType;
    }

    @Override
    public final LiveFilter filter() {
        return filter;
    }

    @Override
    public final void run(LiveSink sink) throws CaptureException {
        synchronized (running) {
            CaptureException failure = null;
            try {
                while (!stopped) {
                    if (readSome(sink)) continue;
                    sink.idle();
                    await(IDLE_MILLIS, true);
                }
            } catch (CaptureException e) {
                failure = e;
            }
            if (released) return;
            try {
                drain(sink);
            } catch (CaptureException e) {
                if (failure == null) failure = e;
            }
            if (failure != null) throw failure;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the capture thread is the only writer
    private boolean readSome(LiveSink sink) throws CaptureException {
        int count = read(sink);
        if (count > 0) handed += count;
        return count >= 0;
    }

    /** Hands over what the kernel has accepted until now, then fixes the sums. */
    private void drain(LiveSink sink) throws CaptureException {
        try {
            refuseMore();
            for (int quiet = 0; handed < available() && quiet < MAX_QUIET_WAITS; ) {
                quiet = readOrWait(sink) ? 0 : quiet + 1;
            }
            sink.idle();
            Counts counts = counts();
            long received = isExact() ? counts.accepted : handed + counts.dropped;
            end(new Losses(received, received - handed, droppedByInterface()));
        } catch (CaptureException e) {
            throw e;
        } catch (IOException e) {
            throw new CaptureException(interfaceName + ": capture failed, " + e.getMessage(), e);
        }
    }

    /** How many frames can be handed over, at most. */
    private long available() throws IOException {
        Counts counts = counts();
        return counts.accepted - counts.dropped;
    }

    private boolean readOrWait(LiveSink sink) throws CaptureException {
        try {
            if (readSome(sink)) return true;
            await(BLOCK_MILLIS, false);
        } catch (InterfaceDownException e) {
            // what had come before is still wanted, and whoever waited first tells of it
        }
        return false;
    }

    private synchronized void end(Losses losses) {
        last = losses;
        ended = true;
    }

    @Override
    public final void stop() {
        stopped = true;
        wake();
    }

    @Override
    public final synchronized Losses losses() {
        if (ended) return last;
        try {
            Counts counts = counts();
            long received = isExact() ? counts.accepted : handed + counts.dropped;
            last = new Losses(received, counts.dropped, droppedByInterface());
        } catch (IOException e) {
            // the source is being closed: the last state holds
        }
        return last;
    }

    /** An interface that is gone has 0, a new one of its name starts at 0. */
    private synchronized long droppedByInterface() {
        long now = droppedByInterfaceEver() - interfaceDropsBefore;
        return Math.max(now, last.droppedByInterface());
    }

    private long droppedByInterfaceEver() {
        boolean all = interfaceName.equals(LiveOptions.ANY);
        try {
            return interfaceDrops.read(all ? null : interfaceName);
        } catch (IOException e) {
            return 0; // no sysfs here, or the interface is being removed
        }
    }

    @Override
    public final void close() {
        stop();
        synchronized (running) {
            if (released) return;
            released = true;
            end(losses());
            release();
        }
    }
}
