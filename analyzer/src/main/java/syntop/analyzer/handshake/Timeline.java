package syntop.analyzer.handshake;

/**
 * Requests of each second that had any event. Immutable as long as nobody writes into its arrays,
 * which share one index and are sorted by time; only this package and the verdict read them.
 *
 * @param seconds since 1970-01-01 UTC
 * @param requests new requests in the second
 * @param answered answers in it
 * @param completed completions in it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Timeline(long[] seconds, long[] requests, long[] answered, long[] completed) {
    /** Requests in these seconds, both included. */
    public long requests(long fromSecond, long toSecond) {
        long sum = 0;
        for (int i = 0; i < seconds.length; i++) {
            if (seconds[i] >= fromSecond && seconds[i] <= toSecond) sum += requests[i];
        }
        return sum;
    }

    /** Seconds in it. */
    public int size() {
        return seconds.length;
    }
}
