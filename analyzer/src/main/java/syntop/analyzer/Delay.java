package syntop.analyzer;

/**
 * How long packets took from their time stamp until they were counted, in ns: none too low, and too
 * high by 1 % and by the time that 16 packets took to come. All 0 when there was none.
 *
 * @param packets how many
 * @param p50 half of them took at most so long
 * @param p99 99 % of them
 * @param p999 99.9 % of them
 * @param max the longest, at most {@value Delays#HIGHEST_NANOS}
 */
public record Delay(long packets, long p50, long p99, long p999, long max) {}
