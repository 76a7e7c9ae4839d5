package syntop.analyzer.handshake;

import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;

/**
 * Decides which connections are followed: all while there is little to do; past that those of a
 * {@link HandshakeSample}, each standing for 2^level. The SYN, its answer and its acknowledgement
 * are followed or not together.
 *
 * <p>Live, the kernel can hold the rest back. It never holds back what is looked for here: when the
 * level rises, it is told once connections that were followed before have had time to come to their
 * end; before the level falls, it is told first, and what began before it had another filter is
 * sampled as before. The load that raises the level is new requests, here and now; and where the
 * kernel can take it off, other segments and packets lost or about to be, once a second at most and
 * not before the kernel has done what it was told. When packets are lost at {@link #TOP}, SYNs
 * alone are asked for: requests are counted then, and what becomes of them is not known.
 *
 * <p>All follows from the times of packets and from what is told: same calls, same decisions.
 * Analyzer threads, one at a time.
 */
final class Sampling {
    /** The highest level that segments or losses raise to. */
    static final int TOP = 9;

    private static final int PRESSED_STEP = 3; // an eighth
    private static final int WORTH_IT = 16; // packets, of which one may be no SYN
    private static final int NONE = -1;
    private static final long NANOS = 1_000_000_000L;

    private final Limits limits;
    private final HandshakeSample sample;
    private final Thinning kernel; // null: it is not asked
    private int level;
    private int levelBefore; // the lowest of the last few seconds
    private boolean blind; // SYNs alone are wanted
    private long raised = Long.MIN_VALUE / 2; // the second when
    private long widened = Long.MIN_VALUE / 2; // the second when
    private long restless = Long.MIN_VALUE / 2; // the last second with load or another level
    private long second = Long.MIN_VALUE / 2;
    private long used; // requests followed in this second
    private long segments; // in this second
    private long packets; // in this second
    private long pressures; // told so far
    private int widening = NONE; // the level that follows once the kernel has done its part
    private long widerFrom = Long.MIN_VALUE; // what came before it is sampled as before
    private int narrowLevel; // before it
    private boolean narrowBlind; // before it
    private long eventBound = HandshakeSample.bound(0);

    /**
     * Starts with all connections.
     *
     * @param sample picks them
     */
    Sampling(Limits limits, HandshakeSample sample) {
        this(limits, sample, null);
    }

    /** As the other, with the sample of the kernel, which is told too. */
    Sampling(Limits limits, Thinning kernel) {
        this(limits, kernel.sample(), kernel);
    }

    private Sampling(Limits limits, HandshakeSample sample, Thinning kernel) {
        this.limits = limits;
        this.sample = sample;
        this.kernel = kernel;
    }

    /**
     * Tells the time, s since 1970-01-01 UTC; only a later second than any before changes a thing.
     */
    void now(long atSecond) {
        if (atSecond <= second) return;
        review(atSecond);
        second = atSecond;
        used = 0;
        segments = 0;
        packets = 0;
        settle();
    }

    /** Looks back at the second that is over. */
    private void review(long atSecond) {
        boolean helps = kernel != null && kernel.isPossible();
        // of a second in which nothing came nobody knows whether less would help
        boolean pressed = helps && packets > 0 && kernel.pressures() != pressures;
        if (pressed) pressures = kernel.pressures();
        boolean loaded = used >= limits.requests() / 4.0;
        if (helps) loaded |= pressed || segments >= limits.segments() / 4.0;
        if (loaded) restless = second;
        if (widening != NONE) widen(atSecond);
        else if (helps && loaded && isSettled()) narrow(pressed, atSecond);
        else if (atSecond - restless > limits.calmSeconds()) askForMore(atSecond);
    }

    /** Whether the kernel passes what it was told to. */
    private boolean isSettled() {
        return kernel.state().level() == (blind ? Thinning.SYNS : level);
    }

    private void narrow(boolean pressed, long atSecond) {
        int more = 0;
        if (segments > limits.segments()) {
            more = Long.SIZE - Long.numberOfLeadingZeros((segments - 1) / limits.segments());
        }
        if (pressed && segments * WORTH_IT >= packets) more = Math.max(more, PRESSED_STEP);
        if (level < TOP && more > 0) {
            raise(atSecond, Math.min(TOP, level + more));
        } else if (level >= TOP && !blind && (pressed || more > 0)) {
            raise(atSecond, level);
            blind = true;
        }
    }

    private void raise(long atSecond, int to) {
        if (atSecond - raised > limits.graceSeconds()) levelBefore = level;
        raised = atSecond;
        restless = atSecond;
        widening = NONE;
        level = to;
    }

    /** One step back, after a silence several. */
    private void askForMore(long atSecond) {
        if (level == 0) return;
        long steps = (atSecond - restless - 1) / limits.calmSeconds();
        int next = blind ? level : (int) Math.max(0, level - steps);
        restless = atSecond;
        widening = next;
        if (kernel == null) widen(atSecond);
    }

    /** Follows the kernel, once it lets more through. */
    private void widen(long atSecond) {
        long since = Long.MIN_VALUE;
        if (kernel != null) {
            Thinning.State state = kernel.state();
            if (state.level() > widening) return;
            since = state.sinceNanos();
        }
        narrowLevel = level;
        narrowBlind = blind;
        widerFrom = since;
        level = widening;
        blind = false;
        widening = NONE;
        widened = atSecond;
        restless = atSecond;
    }

    /** Tells how many new requests were followed. */
    void used(long requests) {
        used += requests;
        if (used <= limits.requests() || level == HandshakeSample.MAX_LEVEL) return;
        raise(second, level + 1);
        used /= 2; // what it would be had the level been this one from the start
        settle();
    }

    /**
     * Tells what came.
     *
     * @param others segments that are no SYNs
     * @param all of them, and SYNs
     */
    void came(long others, long all) {
        segments += others;
        packets += all;
    }

    /** Sets what is looked for, and tells the kernel. */
    private void settle() {
        boolean grace = second - raised <= limits.graceSeconds();
        int events = grace ? Math.min(level, levelBefore) : level;
        eventBound = HandshakeSample.bound(events);
        if (second - widened > limits.graceSeconds() && second * NANOS > widerFrom) {
            narrowLevel = 0; // nothing from before comes any more
            narrowBlind = false;
        }
        if (kernel == null) return;
        int wanted = blind && !grace ? Thinning.SYNS : events;
        kernel.want(widening == NONE ? wanted : Math.min(wanted, widening));
    }

    /** Whether all are followed, so that nobody need be asked for each. */
    boolean followsAll() {
        return level == 0 && narrowLevel == 0;
    }

    /** Whether the request of a row is followed. Hot path. */
    boolean followsSyn(SegmentBatch batch, int row) {
        return follows(batch, row, batch.seq(row));
    }

    /**
     * Whether a request would be followed had it come now. Hot path.
     *
     * @param isn its initial sequence number
     */
    boolean follows(SegmentBatch batch, int row, int isn) {
        int at = level(batch.tsNanos[row]);
        return at == 0 || sample.number(batch, row, isn) < HandshakeSample.bound(at);
    }

    /** Whether a row other than a SYN may belong to a request that was followed. Hot path. */
    boolean mayFollow(SegmentBatch batch, int row) {
        return sample.leastNumber(batch, row) < eventBound;
    }

    /** One of 2^level connections is followed of those that begin at a time. Hot path. */
    int level(long tsNanos) {
        return tsNanos >= widerFrom ? level : Math.max(level, narrowLevel);
    }

    /** Whether nobody will know what becomes of a request of this time. Hot path. */
    boolean isBlind(long tsNanos) {
        return blind || narrowBlind && tsNanos < widerFrom;
    }
}
