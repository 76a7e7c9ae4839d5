package syntop.analyzer.handshake;

import java.util.List;

/**
 * All that is known of handshakes at one moment. Immutable.
 *
 * @param fromSecond the figures are of requests since then, s since 1970-01-01 UTC; {@link
 *     Long#MIN_VALUE}: of all
 * @param in requests to the hosts that are watched
 * @param out requests of the hosts that are watched to others, where those are known apart
 * @param contacters sources with most targets, most first
 * @param contactsExact whether their targets are counted, not estimated
 * @param strays answers that nobody asked for
 * @param plain segments without SYN, FIN and RST that were captured, of whatever connection
 * @param fins segments with FIN
 * @param acksPass whether acknowledgements would have been captured had there been any
 * @param repeatedPeers clients whose SYN-ACK was sent again: that never acknowledged it
 * @param precision how far the figures are exact
 */
public record HandshakeReport(
        long fromSecond,
        Direction in,
        Direction out,
        List<Contacter> contacters,
        boolean contactsExact,
        Strays strays,
        long plain,
        long fins,
        boolean acksPass,
        Sources repeatedPeers,
        Precision precision) {
    private static final int MANY = 100; // requests

    /**
     * Requests of one direction.
     *
     * @param all all targets together
     * @param targets those with most SYNs, most first
     * @param knownTargets how many there are
     * @param forgottenTargets how many small ones had to make room
     */
    public record Direction(
            TargetReport all,
            List<TargetReport> targets,
            int knownTargets,
            long forgottenTargets) {}

    /** Whether what completes a handshake was captured at all, as far as the capture shows. */
    public boolean acksCaptured() {
        if (acksPass) return true;
        Counts to = in.all().counts();
        Counts from = out.all().counts();
        return plain > 0
                || to.completed() + to.unseen() + to.aborted() > 0
                || from.completed() + from.unseen() + from.aborted() > 0;
    }

    /**
     * Whether completed handshakes would have been seen though no answer was: acknowledgements come
     * the way that the requests came, and of so many clients one would have gone on.
     */
    public boolean showsCompletionsAlone() {
        return acksPass && precision.blind() == 0 && all().counts().requests() >= MANY;
    }

    /** All targets together, of requests to the hosts that are watched. */
    public TargetReport all() {
        return in.all();
    }

    /** Targets of requests to the hosts that are watched, most SYNs first. */
    public List<TargetReport> targets() {
        return in.targets();
    }

    /**
     * SYN-ACKs, and RSTs that answer a SYN, of which no SYN was captured.
     *
     * @param answers how many
     * @param refusals those that are RSTs
     * @param acknowledged those whose receiver acknowledged them, so that only the SYN is missing
     * @param denied those whose receiver answered with RST: it had not asked
     * @param repeated those that were sent again, for want of an acknowledgement
     * @param senders different addresses that sent them
     * @param receivers different addresses that got them
     * @param toForged whether those look drawn at random: the senders answer a flood
     * @param timeline the answers of each second, without those sent again, as its requests
     */
    public record Strays(
            long answers,
            long refusals,
            long acknowledged,
            long denied,
            long repeated,
            long senders,
            long receivers,
            boolean toForged,
            Timeline timeline) {}

    /**
     * How far the figures are exact.
     *
     * @param followed requests that were followed
     * @param level 0: every connection was; else, at worst, one of 2^level
     * @param shareError two standard errors of a share of the requests, at most; 0: it is exact
     * @param givenUp unfinished requests that were forgotten before 35 s: if they were sent again,
     *     that counts as a request
     * @param sourceEvents events that may be missing in the figures of one source
     * @param blind requests that came while SYNs alone were captured, so that what became of them
     *     is not known
     */
    public record Precision(
            long followed,
            int level,
            double shareError,
            long givenUp,
            long sourceEvents,
            long blind) {
        /** Whether every figure is exact. */
        public boolean isExact() {
            return level == 0 && givenUp == 0 && blind == 0;
        }
    }
}
