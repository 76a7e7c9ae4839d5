package syntop.analyzer.handshake;

/**
 * What a number of requests have in common. Shares are 0 to 1.
 *
 * @param requests requests that were looked at
 * @param signatureShare share of the most frequent SYN signature: options, their order and the
 *     window; at least
 * @param bareShare share of SYNs without any option, which no operating system of today sends
 * @param ttl the most frequent TTL
 * @param ttlShare its share, at least
 * @param topSource the source with most requests, where one has a large part of them
 * @param topServer the address that most requests go to, where one has a large part of them
 * @param sources what is known of the sources
 */
public record Profile(
        long requests,
        double signatureShare,
        double bareShare,
        int ttl,
        double ttlShare,
        Top topSource,
        Top topServer,
        Sources sources) {
    /**
     * An address and its part.
     *
     * @param hi upper half
     * @param lo lower half
     * @param share of the requests, at least, 0 to 1; below a half the address may be any
     */
    public record Top(long hi, long lo, double share) {}

    /** Nothing was looked at. */
    public static final Profile NONE =
            new Profile(0, 0, 0, 0, 0, new Top(0, 0, 0), new Top(0, 0, 0), Sources.NONE);
}
