package syntop.analyzer.baseline;

import java.util.List;

/**
 * What a stretch of time has shown that was normal: about a minute, longer where the capture has
 * only a few packets. Immutable as long as nobody writes into its arrays.
 *
 * @param seconds those that were watched, since 1970-01-01 UTC, in order, at least one
 * @param all what was seen of all targets together
 * @param targets what was seen of single targets
 * @param everyTarget whether targets that are not named had no request
 * @param prefixes SYNs by the prefix of their source, see {@link Prefixes#fine}
 * @param signatures SYNs by what they look like
 * @param unplaced SYNs of prefixes that there was no room to tell apart
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Lesson(
        long[] seconds,
        Figures all,
        List<OfTarget> targets,
        boolean everyTarget,
        List<Sighting> prefixes,
        List<Sighting> signatures,
        long unplaced) {
    /** Copies the lists. */
    public Lesson {
        targets = List.copyOf(targets);
        prefixes = List.copyOf(prefixes);
        signatures = List.copyOf(signatures);
    }

    /**
     * Numbers of a target, or of all.
     *
     * @param perSecond requests of each of the seconds of the lesson
     * @param requests of the whole stretch
     * @param completed those of them that were completed; negative: unknown
     * @param sources different sources in a minute; negative: unknown
     * @param retries SYNs that were sent again
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Figures(
            long[] perSecond, long requests, long completed, long sources, long retries) {}

    /** A target and its numbers. */
    public record OfTarget(long hi, long lo, int port, Figures figures) {}

    /** A key of two words and how many SYNs had it. */
    public record Sighting(long hi, long lo, long syns) {}

    /** What a number of SYNs is in a minute; what was seen in less time counts as of a minute. */
    long perMinute(long syns) {
        return (syns * 60 + seconds.length - 1) / Math.max(60, seconds.length);
    }
}
