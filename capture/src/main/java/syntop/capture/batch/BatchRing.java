package syntop.capture.batch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Hands batches from the capture thread to the analyzer thread and back, without locks and without
 * allocation.
 *
 * <p>Guarantees: one thread calls the producer's methods, one thread the consumer's. Batches arrive
 * in the order of {@link #publish()}; each is seen by the consumer exactly once and belongs to it
 * until {@link #release()}. Neither side can be blocked by the other inside a method: {@link
 * #claim()} and {@link #peek()} return null instead of waiting. What a full ring means is the
 * producer's decision: replay waits, live capture leaves the packets to the kernel.
 *
 * <p>Memory: {@code slots * (72 * rows + 400)} bytes, all at construction.
 */
public final class BatchRing implements BatchOutlet {
    // Indices into seq. Each pair has one writer; 16 longs = 128 bytes keep the two writers' lines
    // apart, also where the hardware fetches lines in pairs.
    private static final int TAIL = 16; // batches published; written by the producer
    private static final int SEEN_HEAD = 17; // the producer's copy of HEAD
    private static final int HEAD = 32; // batches released; written by the consumer
    private static final int SEEN_TAIL = 33; // the consumer's copy of TAIL
    private static final VarHandle SEQ = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle CLOSED;
    private static final int FULL_WAITS = 18; // times the ring was found full; by the producer

    /** A round of {@link Backoff} that is past the last that differs from the one before. */
    private static final int LONGEST_PAUSE = 1_000;

    static {
        try {
            CLOSED = MethodHandles.lookup().findVarHandle(BatchRing.class, "closed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SegmentBatch[] slots;
    private final long[] seq = new long[48];
    private int pauses; // of peekBriefly since the last batch; written by the consumer

    @SuppressWarnings("unused") // through CLOSED
    private boolean closed; // written once, by the producer

    /**
     * Allocates the ring and its batches.
     *
     * @param slots batches, a power of two of at least 2
     * @param rows rows of each batch, at least 1
     */
    public BatchRing(int slots, int rows) {
        if (slots < 2 || Integer.bitCount(slots) != 1) {
            throw new IllegalArgumentException(
                    "slots must be a power of two of at least 2, got " + slots);
        }
        this.slots = new SegmentBatch[slots];
        for (int i = 0; i < slots; i++) {
            this.slots[i] = new SegmentBatch(rows);
        }
    }

    /**
     * The batch to fill, empty, or null when the analyzer is a full ring behind. Producer only. Hot
     * path.
     */
    public SegmentBatch claim() {
        long tail = seq[TAIL];
        if (tail - seq[SEEN_HEAD] == slots.length) { // looks full: ask the other thread, rarely
            seq[SEEN_HEAD] = (long) SEQ.getAcquire(seq, HEAD);
            if (tail - seq[SEEN_HEAD] == slots.length) return null;
        }
        SegmentBatch batch = slots[(int) tail & (slots.length - 1)];
        batch.clear();
        return batch;
    }

    /** As {@link #claim()}, but waits for the analyzer. Producer only. */
    @Override
    public SegmentBatch claimWaiting() {
        SegmentBatch batch = claim();
        if (batch != null) return batch;
        SEQ.setOpaque(seq, FULL_WAITS, seq[FULL_WAITS] + 1); // statistics: orders nothing
        for (int round = 0; batch == null; batch = claim()) {
            round = Backoff.pause(round);
        }
        return batch;
    }

    /**
     * Hands the claimed batch over: its rows are visible to whoever sees the new tail. Producer
     * only. Hot path.
     */
    @Override
    public void publish() {
        SEQ.setRelease(seq, TAIL, seq[TAIL] + 1);
    }

    /** Says that nothing more will be published. Producer only; the last call. */
    @Override
    public void close() {
        // makes every publish before it visible to whoever sees the end
        CLOSED.setRelease(this, true);
    }

    /**
     * The oldest batch not yet released, or null when there is none now. Consumer only. Hot path.
     */
    public SegmentBatch peek() {
        long head = seq[HEAD];
        if (head == seq[SEEN_TAIL]) {
            seq[SEEN_TAIL] = (long) SEQ.getAcquire(seq, TAIL);
            if (head == seq[SEEN_TAIL]) return null;
        }
        return slots[(int) head & (slots.length - 1)];
    }

    /**
     * As {@link #peek()}, but waits; null only once the ring is closed and empty. Consumer only.
     */
    public SegmentBatch peekWaiting() {
        for (int round = 0; ; ) {
            SegmentBatch batch = peek();
            if (batch != null) return batch;
            if ((boolean) CLOSED.getAcquire(this))
                return peek(); // published before closing, after the look above
            round = Backoff.pause(round);
        }
    }

    /**
     * As {@link #peek()}, but waits about a millisecond at the most, so that the consumer can look
     * after other things in between. Null says nothing about the end, see {@link #isDrained()}.
     * Consumer only.
     */
    public SegmentBatch peekBriefly() {
        SegmentBatch batch = peek();
        if (batch == null) pauses = Math.min(Backoff.pause(pauses), LONGEST_PAUSE);
        else if (pauses != 0) pauses = 0;
        return batch;
    }

    /** Whether the ring is closed and empty: nothing will ever be peeked again. Consumer only. */
    public boolean isDrained() {
        // in this order: what was published before closing is seen by the look after it
        return (boolean) CLOSED.getAcquire(this) && peek() == null;
    }

    /** Batches published so far. Any thread. */
    public long published() {
        return (long) SEQ.getAcquire(seq, TAIL);
    }

    /** How often {@link #claimWaiting()} had to wait so far. Any thread. */
    public long fullWaits() {
        return (long) SEQ.getOpaque(seq, FULL_WAITS);
    }

    /** Gives the peeked batch back: the producer may overwrite it. Consumer only. Hot path. */
    public void release() {
        // makes the reads of the batch happen before its reuse
        SEQ.setRelease(seq, HEAD, seq[HEAD] + 1);
    }
}
