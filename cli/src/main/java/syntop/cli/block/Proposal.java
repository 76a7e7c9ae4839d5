package syntop.cli.block;

import java.time.Instant;
import java.util.List;
import syntop.capture.decode.Prefix;

/**
 * What rules are to do, and what is to be said of it. All text is the program's own: nothing of the
 * input is in it but numbers, addresses and times that were parsed.
 *
 * @param blocked what to block, most requests first; or empty
 * @param signatures what to drop, most SYNs first; or empty
 * @param remarks lines for people
 * @param shortfall why less is held than was asked for, one line; or null
 * @param seconds how long it is to last
 * @param until when that has passed, if it is loaded now
 * @param ports destination ports it is limited to; empty: none
 */
public record Proposal(
        List<Blocked> blocked,
        List<Signature> signatures,
        List<String> remarks,
        String shortfall,
        long seconds,
        Instant until,
        List<Integer> ports) {
    /**
     * Something that is blocked.
     *
     * @param prefix what
     * @param requests its requests
     * @param completed those of them that became connections; -1: unknown
     */
    public record Blocked(Prefix prefix, long requests, long completed) {
        boolean isV4() {
            return PrefixMap.isV4(prefix);
        }
    }

    /** What is blocked of one family. */
    List<Blocked> of(boolean v4) {
        return blocked.stream().filter(each -> each.isV4() == v4).toList();
    }
}
