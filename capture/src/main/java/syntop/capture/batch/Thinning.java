package syntop.capture.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * What the kernel is to hold back while a capture runs, agreed upon between the analyzer, which
 * decides, and the capture threads, each of which owns a socket and swaps its filter in place.
 *
 * <p>A level says what passes: every SYN always; of other segments at {@link #ALL} each, at 1 to
 * {@link HandshakeSample#MAX_LEVEL} those of one of 2^level connections, at {@link #SYNS} none. The
 * analyzer first leaves out what it will not be given any more, then asks for a higher level; it
 * asks for a lower one first, and only of connections that began after {@link State#sinceNanos}
 * expects all. So nothing that it looks for is ever held back.
 *
 * <p>Memory: some hundred bytes, and as many for each swap, which come once a second at most.
 */
public final class Thinning {
    /** Nothing is held back. */
    public static final int ALL = 0;

    /** SYNs alone pass. */
    public static final int SYNS = HandshakeSample.MAX_LEVEL + 1;

    /** A packet may be on its way through the filter before, when it is swapped. */
    private static final long ON_THE_WAY_NANOS = 100_000_000;

    private static final State NOTHING_HELD = new State(ALL, Long.MIN_VALUE);

    private final HandshakeSample sample;
    private final LongSupplier clock;
    private final AtomicReferenceArray<State> lanes; // null: not open; each written by its thread
    private final AtomicLong pressures = new AtomicLong(); // of all lanes
    private final AtomicLong swaps = new AtomicLong();
    private volatile int wanted; // written by the analyzer, under its lock
    private volatile String refusal; // written by a capture thread, once; null: none
    private final AtomicInteger highest = new AtomicInteger(); // level in use so far

    /**
     * What a filter in use lets through.
     *
     * @param level of what passes
     * @param sinceNanos of packets stamped later than this nothing more was held back, ns since
     *     1970-01-01 UTC; {@link Long#MIN_VALUE}: of all
     */
    public record State(int level, long sinceNanos) {}

    /**
     * Starts at {@link #ALL}.
     *
     * @param sample picks the connections
     * @param lanes sockets, at least 1
     * @param clock ns since 1970-01-01 UTC, as packets are stamped
     */
    public Thinning(HandshakeSample sample, int lanes, LongSupplier clock) {
        this.sample = sample;
        this.clock = clock;
        this.lanes = new AtomicReferenceArray<>(lanes);
    }

    /** What picks the connections. */
    public HandshakeSample sample() {
        return sample;
    }

    /** Asks for a level. Analyzer only. */
    public void want(int level) {
        if (level != wanted) wanted = level;
    }

    /** The level that was asked for. Any thread. */
    public int wanted() {
        return wanted;
    }

    /** The highest level that was in use so far. Any thread. */
    public int highest() {
        return highest.get();
    }

    /** A socket was opened that nothing is held back from; also again. Its thread, or before it. */
    public void opened(int lane) {
        lanes.set(lane, NOTHING_HELD);
    }

    /** A socket has another filter from now on. Its capture thread. */
    public void swapped(int lane, int level) {
        swaps.incrementAndGet();
        highest.accumulateAndGet(level, Math::max);
        lanes.set(lane, new State(level, clock.getAsLong() + ON_THE_WAY_NANOS));
    }

    /**
     * The kernel does not take a filter: the one before stays, and no other is asked for. A capture
     * thread.
     *
     * @param reason for the user
     */
    public void refused(String reason) {
        refusal = reason;
    }

    /** Why nothing can be held back any more, for the user; null: it can. Any thread. */
    public String refusal() {
        return refusal;
    }

    /** Whether filters can be swapped: every socket is one of those. Any thread. */
    public boolean isPossible() {
        for (int i = 0; i < lanes.length(); i++) {
            if (lanes.get(i) == null) return false;
        }
        return refusal == null;
    }

    /** What is in use: of several sockets, what each of them lets through. Any thread. */
    public State state() {
        int level = ALL;
        long since = Long.MIN_VALUE;
        for (int i = 0; i < lanes.length(); i++) {
            State state = lanes.get(i);
            if (state == null) continue;
            level = Math.max(level, state.level);
            since = Math.max(since, state.sinceNanos);
        }
        return new State(level, since);
    }

    /** How often a filter was swapped, on all sockets together. Any thread. */
    public long swaps() {
        return swaps.get();
    }

    /** Packets were lost, or the room for them is running out. A capture thread. */
    public void press() {
        pressures.incrementAndGet();
    }

    /** How often {@link #press} was called. Any thread. */
    public long pressures() {
        return pressures.get();
    }
}
