package syntop.analyzer.handshake;

/**
 * What load is taken before connections are left out, and how soon they are followed again.
 *
 * @param requests new requests followed in a second, at least 1
 * @param segments segments that are no SYNs, in a second, at least 1; where the kernel can hold
 *     them back
 * @param graceSeconds in which what was followed before comes to its end, at least 1
 * @param calmSeconds with a quarter of that load before a step back, at least 1
 */
public record Limits(long requests, long segments, int graceSeconds, int calmSeconds) {
    private static final int SLOT_BYTES = 16; // of PendingTable
    private static final int SECONDS_KEPT = 128; // of new requests in the table; 35 s matter
    private static final long SEGMENTS = 1 << 18; // a quarter of what a core takes
    private static final int GRACE = 3;
    private static final int CALM = 10;

    /** The load that pending requests in so much memory stand. */
    public static Limits of(long pendingBytes) {
        long requests = Math.max(1, pendingBytes / SLOT_BYTES / SECONDS_KEPT);
        return new Limits(requests, SEGMENTS, GRACE, CALM);
    }
}
