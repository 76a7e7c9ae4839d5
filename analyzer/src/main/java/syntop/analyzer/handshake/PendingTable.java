package syntop.analyzer.handshake;

/**
 * Requests that may still be retransmitted, answered or completed, in a table of buckets: 8 slots
 * of 16 bytes, two neighbouring cache lines. It doubles while a bucket overflows, up to a fixed
 * size; from then on a full bucket gives up its oldest request.
 *
 * <p>A slot is two words. Word A: 28 bits of the connection's hash, 32 bits of sequence numbers, 4
 * bits of state; word B: the time in units of 32 ns, a bit for the direction, and the sampling
 * level in the low 4 bits. Until an answer came the sequence numbers are the client's initial one;
 * after it, the low halves of the number that the client and of the one that the server sends next.
 * Bucket and word A together hold 36 bits of the hash, so beside its sequence numbers a segment has
 * to match in these.
 *
 * <p>Slots are not freed: a request that is done or {@link #HORIZON_NANOS} old gives its slot to
 * the next one. Analyzer thread only. Memory: 128 bytes a bucket, and half as much again while it
 * grows.
 */
final class PendingTable {
    /**
     * The longest pause between two SYNs of one request is 32 s, on Linux before and since 6.5 (1,
     * 1, 1, 1, 1, 2, 4 … s); so what is older is no retransmission.
     */
    static final long HORIZON_NANOS = 35_000_000_000L;

    /**
     * A request that is not completed after this time will hardly be: giving it up costs little.
     */
    static final long SETTLED_NANOS = 3_000_000_000L;

    /** An answer to a SYN that was not captured; {@link #MARKED} is set in it too. */
    static final int STRAY = 0;

    static final int ASKED = 1;
    static final int ANSWERED = 2;
    static final int DONE = 3;
    static final int PHASE = 3;

    /** The SYN came more than once: which of them was answered is not known. */
    static final int REPEATED = 4;

    /** Asked: the client has acknowledged an answer not seen. Answered: it came more than once. */
    static final int MARKED = 8;

    private static final int SLOTS = 8;
    private static final int BUCKET_WORDS = 2 * SLOTS; // word A, word B, word A …
    private static final int MIN_BITS =
            9; // so that growing finds the last bit of the bucket in word A
    private static final int HASH_SHIFT = 8; // bits 28-55 of the hash are the top of word A
    private static final long HASH_PART = 0xFFFF_FFF0_0000_0000L;
    private static final int SEQ_SHIFT = 4;
    private static final int LEVEL = 0xF;
    private static final int OUTGOING = 0x10;
    private static final int BELOW_TIME = LEVEL | OUTGOING;

    private final int maxBits;
    private long[] words;
    private int bits = MIN_BITS;
    private int free; // where findSyn found the end of the slots in use, or -1
    private long givenUp;
    private long givenUpEarly;

    @SuppressWarnings("UnusedVariable") // written only, to keep a loop
    private long touched;

    /**
     * Makes a small table.
     *
     * @param maxBytes what it may grow to, at least 64 KiB; rounded down to a power of two
     */
    PendingTable(long maxBytes) {
        if (maxBytes < 128L << MIN_BITS)
            throw new IllegalArgumentException("maxBytes must be at least 65536, got " + maxBytes);
        maxBits = Math.min(26, 63 - Long.numberOfLeadingZeros(maxBytes) - 7);
        words = new long[BUCKET_WORDS << MIN_BITS];
    }

    /** Unfinished requests that had to make room before they were too old to matter. */
    long givenUp() {
        return givenUp;
    }

    /** Those of them that might still have been completed. */
    long givenUpEarly() {
        return givenUpEarly;
    }

    /** Bytes in use. */
    long bytes() {
        return 8L * words.length;
    }

    private int bucket(long hash) {
        return (int) (hash >>> 64 - bits) * BUCKET_WORDS;
    }

    private static long hashPart(long hash) {
        return hash << HASH_SHIFT & HASH_PART;
    }

    /** The i-th slot to look at: those of the bucket, then those of the one beside it. */
    private static int slot(int begin, int i) {
        return (i < SLOTS ? begin : (begin ^ BUCKET_WORDS) - BUCKET_WORDS) + 2 * i;
    }

    /** Reads the buckets of hashes, so that their cache misses overlap. Hot path. */
    void touch(long[] hashes, int n) {
        long[] w = words;
        if (w.length <= 1 << 15) return; // stays in a core's second-level cache
        int shift = 64 - bits;
        long sum = 0;
        for (int i = 0; i < n; i++) {
            int at = (int) (hashes[i] >>> shift) * BUCKET_WORDS;
            sum += w[at];
        }
        touched = sum;
    }

    /**
     * The slot of an earlier SYN of this request, or -1; then {@link #add} is where the next one
     * goes: where an earlier request between the same ports was, if that is done, lest what follows
     * be taken for a part of that. Hot path.
     */
    int findSyn(long hash, int seq, int payloadLen, long tsNanos) {
        long[] w = words;
        long part = hashPart(hash);
        int begin = bucket(hash);
        int done = -1;
        for (int i = 0; i < 2 * SLOTS; i++) {
            int at = slot(begin, i);
            long a = w[at];
            if (a == 0) {
                free = done >= 0 ? done : at;
                return -1; // slots fill up in order and are never freed
            }
            if ((a & HASH_PART) != part) continue;
            int number = (int) (a >>> SEQ_SHIFT);
            boolean same =
                    (a & PHASE) == ASKED
                            ? number == seq
                            : (number >>> 16) == (seq + 1 & 0xFFFF)
                                    || (number >>> 16) == (seq + 1 + payloadLen & 0xFFFF);
            if (same && Math.abs(tsNanos - timeNanos(at)) < HORIZON_NANOS) return at;
            if ((a & PHASE) == DONE) done = at;
        }
        free = done;
        return -1;
    }

    /**
     * The slot of the request that a segment of the server acknowledges, or -1. Hot path.
     *
     * @param ack the client's initial sequence number and 1, or past the data in its SYN
     */
    int findAnswered(long hash, int ack) {
        long[] w = words;
        long part = hashPart(hash);
        int begin = bucket(hash);
        for (int i = 0; i < 2 * SLOTS; i++) {
            int at = slot(begin, i);
            long a = w[at];
            if (a == 0) return -1; // slots fill up in order and are never freed
            if ((a & HASH_PART) != part) continue;
            int number = (int) (a >>> SEQ_SHIFT);
            int ahead = ack - number - 1;
            boolean same =
                    (a & PHASE) == ASKED
                            ? ahead >= 0 && ahead <= 0xFFFF
                            : (number >>> 16) == (ack & 0xFFFF);
            if (same) return at;
        }
        return -1;
    }

    /**
     * The slot of a request that a segment of the client belongs to, or -1. Hot path.
     *
     * @param seq its sequence number
     */
    int findClient(long hash, int seq) {
        long[] w = words;
        long part = hashPart(hash);
        int begin = bucket(hash);
        for (int i = 0; i < 2 * SLOTS; i++) {
            int at = slot(begin, i);
            long a = w[at];
            if (a == 0) return -1; // slots fill up in order and are never freed
            if ((a & HASH_PART) != part) continue;
            int number = (int) (a >>> SEQ_SHIFT);
            int ahead = (a & PHASE) == ASKED ? seq - number - 1 : seq - (number >>> 16) & 0xFFFF;
            if (ahead >= 0 && ahead < 0x4000) return at;
        }
        return -1;
    }

    int state(int slot) {
        return (int) words[slot] & 0xF;
    }

    void setState(int slot, int state) {
        words[slot] = words[slot] & ~0xFL | state;
    }

    /** The number that the server sends next, low half; of an answered request. */
    int serverSeq(int slot) {
        return (int) (words[slot] >>> SEQ_SHIFT) & 0xFFFF;
    }

    /** The number that the client sends next, low half; of an answered request. */
    int clientSeq(int slot) {
        return (int) (words[slot] >>> SEQ_SHIFT + 16) & 0xFFFF;
    }

    /** The request was answered: from here on the next numbers of both sides are kept. */
    void answer(int slot, int clientNext, int serverNext, int state) {
        long numbers = (clientNext & 0xFFFFL) << 16 | serverNext & 0xFFFFL;
        words[slot] = words[slot] & HASH_PART | numbers << SEQ_SHIFT | state;
    }

    /** Time of the SYN, or of the answer once there is one; to 32 ns. */
    long timeNanos(int slot) {
        return words[slot + 1] & ~(long) BELOW_TIME;
    }

    void setTime(int slot, long tsNanos) {
        words[slot + 1] = tsNanos & ~(long) BELOW_TIME | words[slot + 1] & BELOW_TIME;
    }

    /** The sampling level of the request. */
    int level(int slot) {
        return (int) words[slot + 1] & LEVEL;
    }

    /** What the request stands for: 2^level. */
    long weight(int slot) {
        return 1L << (words[slot + 1] & LEVEL);
    }

    /** Whether the request was sent by a host of ours to others. */
    boolean isOutgoing(int slot) {
        return (words[slot + 1] & OUTGOING) != 0;
    }

    /** Says which way the request of a slot goes. */
    void setOutgoing(int slot, boolean outgoing) {
        words[slot + 1] = words[slot + 1] & ~(long) OUTGOING | (outgoing ? OUTGOING : 0);
    }

    /**
     * Adds a request that {@link #findSyn} has just not found. Hot path, but where the table is
     * full or grows.
     *
     * @return its slot
     */
    int add(long hash, int seq, long tsNanos, int level, boolean outgoing) {
        int slot = free >= 0 ? free : reusableSlot(bucket(hash), tsNanos);
        if (slot < 0 && bits < maxBits) {
            grow(tsNanos);
            slot = reusableSlot(bucket(hash), tsNanos);
        }
        if (slot < 0) slot = giveUp(bucket(hash), tsNanos);
        words[slot] = hashPart(hash) | (seq & 0xFFFF_FFFFL) << SEQ_SHIFT | ASKED;
        words[slot + 1] = tsNanos & ~(long) BELOW_TIME | (outgoing ? OUTGOING : 0) | level;
        return slot;
    }

    private int reusableSlot(int begin, long tsNanos) {
        long[] w = words;
        int old = -1;
        for (int i = 0; i < 2 * SLOTS; i++) {
            int at = slot(begin, i);
            long a = w[at];
            if (a == 0 || (a & PHASE) == DONE) return at;
            if (old < 0 && Math.abs(tsNanos - timeNanos(at)) >= HORIZON_NANOS) old = at;
        }
        return old;
    }

    private int giveUp(int begin, long tsNanos) {
        int oldest = begin;
        for (int i = 1; i < 2 * SLOTS; i++) {
            int at = slot(begin, i);
            if (timeNanos(at) < timeNanos(oldest)) oldest = at;
        }
        givenUp++;
        if (Math.abs(tsNanos - timeNanos(oldest)) < SETTLED_NANOS) givenUpEarly++;
        return oldest;
    }

    /** Splits each bucket in two; the bits of the hash that say where to stand in word A. */
    private void grow(long tsNanos) {
        long[] old = words;
        long[] w = new long[old.length * 2];
        words = w;
        for (int from = 0; from < old.length; from += 2) {
            long a = old[from];
            long b = old[from + 1];
            if (a == 0 || Math.abs(tsNanos - b) >= HORIZON_NANOS) continue;
            long hash = a >>> HASH_SHIFT; // bits 28-55 of it
            long bucket = from / BUCKET_WORDS & ~1L | hash >>> 64 - bits & 1; // may be in the other
            int begin = (int) (bucket << 1 | hash >>> 63 - bits & 1) * BUCKET_WORDS;
            int i = 0;
            while (w[slot(begin, i)] != 0) {
                i++; // ends: the new pair of buckets takes what one of the old pair can hold
            }
            int to = slot(begin, i);
            w[to] = a;
            w[to + 1] = b;
        }
        bits++;
    }
}
