package syntop.analyzer.verdict;

/**
 * What the kernel of the server itself counted while it was watched, over all of its interfaces and
 * ports: plain numbers that whoever watches brings along.
 *
 * @param ofMore whether requests that it counted are left out of the capture: only some ports are
 *     watched, say; then its counts tell nothing of the share of those that are
 * @param cookies whether its kernel answers with SYN cookies when its queue is full
 * @param seconds time that it counted for, more than 0
 * @param cookiesSent answers that were cookies
 * @param cookiesReceived requests that were completed by returning one
 * @param cookiesFailed acknowledgements whose cookie was not valid
 * @param queueFull times that the queue of half-open requests was found full
 * @param dropped requests and acknowledgements that were dropped for want of room
 * @param overflows those of them that found the queue of those to be accepted full: the program is
 *     too slow
 * @param opened handshakes that were completed
 */
public record ServerCounts(
        boolean ofMore,
        Cookies cookies,
        double seconds,
        long cookiesSent,
        long cookiesReceived,
        long cookiesFailed,
        long queueFull,
        long dropped,
        long overflows,
        long opened) {
    /** What the kernel does when its queue of half-open requests is full. */
    public enum Cookies {
        /** Answers with cookies. */
        ON,
        /** Drops requests, though it could answer. */
        OFF,
        /** Drops requests; it was built without cookies. */
        MISSING
    }
}
