package syntop.analyzer.verdict;

/**
 * When something happened. Seconds are since 1970-01-01 UTC.
 *
 * @param startSecond first second of it
 * @param peakSecond the second with most requests
 * @param peakRequests how many
 * @param endSecond last second of it
 * @param requests in all of it
 * @param completion share of them that completed, 0 to 1, those of the last second of the capture
 *     left out unless there are no others
 */
public record Episode(
        long startSecond,
        long peakSecond,
        long peakRequests,
        long endSecond,
        long requests,
        double completion) {
    /** Seconds that it lasted, at least 1. */
    public long seconds() {
        return endSecond - startSecond + 1;
    }

    /** Mean requests per second. */
    public double rate() {
        return (double) requests / seconds();
    }
}
