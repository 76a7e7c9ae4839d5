package syntop.analyzer.baseline;

/**
 * What is usual at a time. Immutable.
 *
 * @param level the profile that it is taken from
 * @param perSecond requests per second, median
 * @param high requests per second that 99 % of the seconds do not exceed, in this hour and those
 *     before and after it: so that neither a full hour nor a change of the clocks by one makes an
 *     alarm; with {@link Level#GLOBAL} twice that, as busier hours may not have been recorded
 * @param mean median of log(1 + requests per second)
 * @param spread how far that scatters: 1.4826 times the median deviation, at least 0.05 and what
 *     independent requests scatter; with {@link Level#GLOBAL} twice that
 * @param completion share of the requests that complete, 0 to 1, median over minutes; NaN: unknown
 * @param leastCompletion the share that 95 % of the minutes reach; NaN: unknown
 * @param sources different sources in a minute, median; NaN: unknown
 * @param retries share of the SYNs that are sent again, 0 to 1, median over minutes; NaN: unknown
 */
public record Usual(
        Level level,
        double perSecond,
        double high,
        double mean,
        double spread,
        double completion,
        double leastCompletion,
        double sources,
        double retries) {
    private static final double LEAST_SPREAD = 0.05;
    private static final double OF_NORMAL = 1.4826; // from median deviation to standard deviation

    static Usual of(Level level, Slot slot, double highest) {
        Histogram rates = slot.requestsPerSecond();
        double mean = rates.medianLog();
        double ofCounts = 1 / Math.sqrt(Math.max(1, Math.expm1(mean)));
        double measured = OF_NORMAL * rates.medianLogDeviation();
        double spread = Math.max(measured, Math.max(LEAST_SPREAD, ofCounts));
        int times = level == Level.GLOBAL ? 2 : 1;
        return new Usual(
                level,
                rates.quantile(0.5),
                times * highest,
                mean,
                times * spread,
                1 - slot.notCompletedPercent().quantile(0.5) / 100,
                1 - slot.notCompletedPercent().quantile(0.95) / 100,
                slot.sourcesPerMinute().quantile(0.5),
                slot.retriesPercent().quantile(0.5) / 100);
    }
}
