package syntop.analyzer.handshake;

/**
 * What became of requests. Each request is in exactly one of the states half-open, completed,
 * aborted, refused and unanswered. Under sampling all but {@link #syns} are estimates.
 *
 * @param syns SYN packets
 * @param requests requests: SYNs without retransmissions and duplicates
 * @param retransmissions SYNs of a request that had been sent 0.2 s before or longer ago
 * @param duplicates SYNs of a request again within 0.2 s, which no sender does: captured twice
 * @param answered requests with a SYN-ACK
 * @param completed answered requests whose client has acknowledged the answer
 * @param aborted answered requests that the client has reset before completing them
 * @param refused requests with RST for an answer
 * @param unseen requests whose client acknowledges an answer that was not captured
 * @param answersRepeated answered requests whose SYN-ACK was sent again
 */
public record Counts(
        long syns,
        long requests,
        long retransmissions,
        long duplicates,
        long answered,
        long completed,
        long aborted,
        long refused,
        long unseen,
        long answersRepeated) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Of requests that were sent once each and not answered. */
    public static Counts unanswered(long syns) {
        return new Counts(syns, syns, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Answered requests that are neither completed nor aborted. */
    public long halfOpen() {
        return Math.max(0, answered - completed - aborted);
    }

    /** Requests without any answer. */
    public long unanswered() {
        return Math.max(0, requests - answered - refused - unseen);
    }

    /** Completed requests as a share of all, 0 to 1; 0 without requests. */
    public double completion() {
        return share(completed + unseen);
    }

    /** A number of requests as a share of all, 0 to 1; 0 without requests. */
    public double share(long some) {
        return requests == 0 ? 0 : Math.min(1, (double) some / requests);
    }

    /** Retransmissions as a share of SYNs without duplicates, 0 to 1. */
    public double retransmissionShare() {
        long sent = requests + retransmissions;
        return sent == 0 ? 0 : (double) retransmissions / sent;
    }

    /** Whether every figure is 0. */
    public boolean isEmpty() {
        return equals(NONE);
    }
}
