package syntop.capture.live;

import java.io.IOException;
import syntop.capture.CaptureException;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;
import syntop.linux.counters.InterfaceDrops;
import syntop.linux.sys.SystemCallException;

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

    /** Reads and waits from one look at the kernel's counters to the next. */
    private static final int LOOK_EACH = 64;

    private final String interfaceName;
    private final int linkType;
    private final LiveFilter filter;
    private final InterfaceDrops interfaceDrops = new InterfaceDrops();
    private final long interfaceDropsBefore;
    private final Object running = new Object(); // held by run until it has returned

    private Thinning thinning; // null: nobody thins out; before run
    private int lane; // its number of this source
    private int level; // of the filter in use; by the capture thread
    private byte[] program; // the one in use; null before the first swap; by the capture thread
    private int rounds;
    private long droppedBefore;

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

    /** Whether the kernel's program can be swapped for one of {@link #program}. */
    abstract boolean isSwappable();

    /** The kernel's program that lets the filter's frames through. */
    abstract byte[] program(HandshakeSample sample, int atLevel);

    /** Has another program decide from now on; the one before stays where this fails. */
    abstract void swap(byte[] now, byte[] next) throws SystemCallException;

    /** Whether the buffer fills up. Capture thread only. */
    abstract boolean isHalfFull();

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
    public final boolean thin(Thinning by) {
        return thin(by, 0);
    }

    /** As the other, as one of several sources that are thinned out alike. */
    final boolean thin(Thinning by, int number) {
        if (!filter.handshakes() || !isSwappable()) return false;
        thinning = by;
        lane = number;
        by.opened(number);
        return true;
    }

    /** Swaps the filter if that was asked for; tells of losses, and of those about to come. */
    private void thinOut() {
        Thinning by = thinning;
        if (by == null) return;
        if (isHalfFull()) by.press();
        if (++rounds % LOOK_EACH == 0) tellLosses(by);
        int wanted = by.wanted();
        if (wanted == level || wanted > level && by.refusal() != null) return;
        if (program == null) program = program(by.sample(), level);
        byte[] next = program(by.sample(), wanted);
        try {
            swap(program, next);
            program = next;
            level = wanted;
            by.swapped(lane, wanted);
        } catch (SystemCallException e) {
            by.refused(e.getMessage());
        }
    }

    private void tellLosses(Thinning by) {
        try {
            long dropped = counts().dropped;
            if (dropped > droppedBefore) by.press();
            droppedBefore = dropped;
        } catch (IOException e) {
            // the source is being closed
        }
    }

    @Override
    public final void run(LiveSink sink) throws CaptureException {
        synchronized (running) {
            CaptureException failure = null;
            try {
                while (!stopped) {
                    thinOut();
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
