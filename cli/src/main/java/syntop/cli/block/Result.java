package syntop.cli.block;

import java.time.Instant;
import java.util.List;
import syntop.analyzer.View;
import syntop.analyzer.verdict.Kind;

/**
 * What rules are made from: the parts of a report that they need, each parsed and in range.
 *
 * @param name of the file, for messages
 * @param verdict null: none was given
 * @param confidence in the verdict, 0 to 1
 * @param from begin of the interval, or null
 * @param to its end, or null
 * @param sources how many different ones there were, of which {@code rows} may be a part
 * @param requests all of them; SYNs where requests were not told apart
 * @param failed those of all that came to nothing; -1: unknown
 * @param estimated whether failed requests are told from a sample
 * @param by what the rows are: sources (IPv6 ones may be networks of /64), prefixes or signatures
 * @param rows most requests first; empty for signatures
 * @param signatures most SYNs first; else empty
 * @param syns all SYNs
 */
public record Result(
        String name,
        Kind verdict,
        double confidence,
        Instant from,
        Instant to,
        long sources,
        long requests,
        long failed,
        boolean estimated,
        View by,
        List<Row> rows,
        List<Signature> signatures,
        long syns) {
    /** Rows that are read at most; more would not fit in a packet filter. */
    public static final int MOST_ROWS = 1_000_000;

    /** The requests that became connections; -1: unknown. */
    public long completed() {
        return failed < 0 ? -1 : requests - failed;
    }
}
