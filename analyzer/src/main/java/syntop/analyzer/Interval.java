package syntop.analyzer;

/**
 * A stretch of time.
 *
 * @param fromNanos where it begins, ns since 1970-01-01 UTC
 * @param toNanos where it ends, not before it begins; {@link
 *     syntop.capture.batch.SegmentBatch#NO_TIME} when nothing had a time
 */
public record Interval(long fromNanos, long toNanos) {
    // What the compiler would make of these spins classes when it first runs: 10 ms until the first
    // counts are seen.
    @Override
    public boolean equals(Object other) {
        return other instanceof Interval that
                && fromNanos == that.fromNanos
                && toNanos == that.toNanos;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(fromNanos) + Long.hashCode(toNanos);
    }
}
