package syntop.capture.batch;

import java.util.Arrays;

/**
 * TCP segments as columns: row i of every column is one segment. Beside the rows a batch carries
 * the {@link Outcome} counts of all frames that were seen since the batch before it, so rows and
 * totals cannot drift apart.
 *
 * <p>One thread owns a batch at a time; {@link BatchRing} hands it over. Memory: 72 bytes a row,
 * allocated once.
 */
public final class SegmentBatch {
    /** The value of {@link #tsNanos} for a segment whose record had no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** FIN, the lowest bit of the TCP flags (RFC 9293, 3.1). */
    public static final int FIN = 0x01;

    /** SYN. */
    public static final int SYN = 0x02;

    /** RST. */
    public static final int RST = 0x04;

    /** ACK. */
    public static final int ACK = 0x10;

    /**
     * Beside the flags: the segment goes from a network that was asked for to one that was not; a
     * SYN is none of those that count.
     */
    public static final int OUTGOING = 0x1000;

    /**
     * Upper half of an IPv4-mapped address is 0; this is the rest of the prefix ::ffff:0:0/96 (RFC
     * 4291, 2.5.5.2).
     */
    public static final long V4_MAPPED = 0xFFFF_0000_0000L;

    /** Capture time, ns since 1970-01-01 UTC, or {@link #NO_TIME}. */
    public final long[] tsNanos;

    /** Source address, upper half; 0 for IPv4. */
    public final long[] srcHi;

    /**
     * Source address, lower half; {@link #V4_MAPPED} with the address in the low 32 bits for IPv4.
     */
    public final long[] srcLo;

    /** Destination address, upper half. */
    public final long[] dstHi;

    /** Destination address, lower half. */
    public final long[] dstLo;

    /**
     * Bytes 0-7 of the TCP header (RFC 9293, 3.1) as one big-endian word: source port, destination
     * port, sequence number. A whole word costs one load and one store where its fields cost three.
     */
    public final long[] portsSeq;

    /**
     * Bytes 8-15 of the TCP header as one big-endian word: acknowledgement number, flags, window.
     * The window is 0 where the snaplen cut it. In place of the data offset there is {@link
     * #OUTGOING} or 0.
     */
    public final long[] ackFlagsWnd;

    /** Payload length and TTL, packed by {@link #ttlLen}. */
    public final long[] ttlLen;

    /** The SYN's options, as {@code SynSignature} packs them; 0 for other segments. */
    public final long[] signature;

    private final long[] outcomes = new long[Outcome.COUNT];
    private long firstNanos;
    private long lastNanos;
    private boolean timed;
    private int size;

    /**
     * Allocates the columns.
     *
     * @param capacity rows, at least 1
     */
    public SegmentBatch(int capacity) {
        if (capacity < 1)
            throw new IllegalArgumentException("capacity must be at least 1, got " + capacity);
        tsNanos = new long[capacity];
        srcHi = new long[capacity];
        srcLo = new long[capacity];
        dstHi = new long[capacity];
        dstLo = new long[capacity];
        portsSeq = new long[capacity];
        ackFlagsWnd = new long[capacity];
        ttlLen = new long[capacity];
        signature = new long[capacity];
        clear();
    }

    /** Rows in use; what the columns hold past it is stale. */
    public int size() {
        return size;
    }

    /** Whether another row has no place. Hot path. */
    public boolean isFull() {
        return size == tsNanos.length;
    }

    /** Whether no frame was counted since {@link #clear()}. */
    public boolean isEmpty() {
        for (long count : outcomes) {
            if (count != 0) return false;
        }
        return true;
    }

    /** Makes the batch empty, outcomes included. */
    public void clear() {
        size = 0;
        firstNanos = Long.MAX_VALUE;
        lastNanos = NO_TIME;
        timed = true;
        Arrays.fill(outcomes, 0);
    }

    /**
     * Takes the next row; the caller has checked {@link #isFull()} and fills every column. Hot
     * path.
     */
    public int newRow() {
        return size++;
    }

    /**
     * Counts one frame. Hot path.
     *
     * @param tsNanos its time, or {@link #NO_TIME}
     */
    public void count(Outcome outcome, long tsNanos) {
        outcomes[outcome.ordinal()]++;
        if (tsNanos > lastNanos) lastNanos = tsNanos; // never true of NO_TIME, the smallest long
        if (tsNanos >= firstNanos) return;
        if (tsNanos != NO_TIME) firstNanos = tsNanos;
        else timed = false;
    }

    /** Whether each frame since {@link #clear()} had a time. */
    public boolean isTimed() {
        return timed;
    }

    /**
     * The earliest time of a frame since {@link #clear()}; {@link Long#MAX_VALUE} when none had
     * one.
     */
    public long firstNanos() {
        return firstNanos;
    }

    /** The latest time of a frame since {@link #clear()}; {@link #NO_TIME} when none had one. */
    public long lastNanos() {
        return lastNanos;
    }

    /** Frames with this outcome since {@link #clear()}. */
    public long count(int outcomeOrdinal) {
        return outcomes[outcomeOrdinal];
    }

    /**
     * Packs what the IP header says beside the addresses. Hot path.
     *
     * @param ttl TTL or hop limit, 0 to 255
     * @param payloadLen bytes after the TCP header as the IP header tells, not negative
     */
    public static long ttlLen(int ttl, int payloadLen) {
        return (long) payloadLen << 8 | ttl;
    }

    /** Packs bytes 0-7 of a TCP header; ports are 0 to 65535. */
    public static long portsSeq(int srcPort, int dstPort, int seq) {
        return (long) srcPort << 48 | (long) dstPort << 32 | seq & 0xFFFF_FFFFL;
    }

    /**
     * Packs bytes 8-15 of a TCP header without the data offset.
     *
     * @param flags the reserved bits and flags, 0 to 0xFFF
     * @param rcvWnd the window field, 0 to 65535
     */
    public static long ackFlagsWnd(int ack, int flags, int rcvWnd) {
        return (long) ack << 32 | (long) flags << 16 | rcvWnd;
    }

    /** The source port of a row. */
    public int srcPort(int row) {
        return (int) (portsSeq[row] >>> 48);
    }

    /** The destination port of a row. Hot path. */
    public int dstPort(int row) {
        return (int) (portsSeq[row] >>> 32) & 0xFFFF;
    }

    /** The sequence number of a row. */
    public int seq(int row) {
        return (int) portsSeq[row];
    }

    /** The acknowledgement number of a row; meaningful only with {@link #ACK}. */
    public int ack(int row) {
        return (int) (ackFlagsWnd[row] >>> 32);
    }

    /** The reserved bits and flags of a row, 0 to 0xFFF. Hot path. */
    public int flags(int row) {
        return (int) (ackFlagsWnd[row] >>> 16) & 0xFFF;
    }

    /** Whether a row is {@link #OUTGOING}. Hot path. */
    public boolean isOutgoing(int row) {
        return (ackFlagsWnd[row] & (long) OUTGOING << 16) != 0;
    }

    /** The window field of a row, unscaled. */
    public int rcvWnd(int row) {
        return (int) ackFlagsWnd[row] & 0xFFFF;
    }

    /** The TTL or hop limit of a row. */
    public int ttl(int row) {
        return (int) ttlLen[row] & 0xFF;
    }

    /** The payload length of a row in bytes. */
    public int payloadLen(int row) {
        return (int) (ttlLen[row] >>> 8);
    }
}
