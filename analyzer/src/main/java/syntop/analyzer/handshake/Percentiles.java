package syntop.analyzer.handshake;

/**
 * Times in ns, exact to 1 %; p50 is the median.
 *
 * @param count handshakes that were timed; 0: the others mean nothing
 */
public record Percentiles(long count, long p50, long p90, long p99, long p999) {
    /** Nothing was timed. */
    public static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0);
}
