package syntop.analyzer.count;

/**
 * What was counted over one stretch of time.
 *
 * @param rows the largest counts, sorted
 * @param syns all SYNs, exact
 * @param sources different sources
 * @param error no row has lost more than this of its count, and every key with more is ranked
 * @param sourceError what part of itself {@code sources} may be too high or too low, with 95 %
 *     confidence; 0: it is exact
 * @param fromNanos begin, ns since 1970-01-01 UTC; 0 without windows
 * @param toNanos end, exclusive; 0 without windows
 * @param details when the rows sent their SYNs
 */
public record Counted(
        Ranking rows,
        long syns,
        long sources,
        long error,
        double sourceError,
        long fromNanos,
        long toNanos,
        Details details) {}
