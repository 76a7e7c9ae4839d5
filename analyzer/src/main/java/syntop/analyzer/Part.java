package syntop.analyzer;

import org.HdrHistogram.Histogram;
import syntop.analyzer.count.SecondCounts;
import syntop.analyzer.count.Targets;

/**
 * What one of several analyzers has counted beside what they count together.
 *
 * @param outcomes frames by outcome
 * @param firstNanos time of the earliest frame
 * @param lastNanos time of the latest
 * @param seconds SYNs by second
 * @param targets of sources; null: not known
 * @param delays until packets were counted; null: not known
 */
record Part(
        long[] outcomes,
        long firstNanos,
        long lastNanos,
        SecondCounts seconds,
        Targets targets,
        Histogram delays) {}
