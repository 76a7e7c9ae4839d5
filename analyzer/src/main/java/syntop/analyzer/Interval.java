package syntop.analyzer;

/**
 * A stretch of time.
 *
 * @param fromNanos where it begins, ns since 1970-01-01 UTC
 * @param toNanos where it ends, not before it begins; {@link
 *     syntop.capture.batch.SegmentBatch#NO_TIME} when nothing had a time
 */
public record Interval(long fromNanos, long toNanos) {}
