package syntop.analyzer.verdict;

/**
 * A one-sided cumulative sum (Page, "Continuous Inspection Schemes", 1954) of values that are as
 * many standard deviations above the usual: {@code g = max(0, g + x - k)}, alarm at {@code g > h}.
 * With k = 1 and h = 6 independent normal noise gives a false alarm in 790,000 values, and a jump
 * by 2, 3, 5 or 10 is found after 6.8, 3.6, 2.1 or 1.0 values on average.
 */
final class Cusum {
    static final double DRIFT = 1; // k
    static final double THRESHOLD = 6; // h

    private double sum;

    /** Takes the next value. */
    void add(double x) {
        sum = Math.max(0, sum + x - DRIFT);
    }

    /** Whether the values have been too high for chance. */
    boolean isAlarm() {
        return sum > THRESHOLD;
    }

    /** How far they add up. */
    double sum() {
        return sum;
    }

    /** Starts again. */
    void clear() {
        sum = 0;
    }
}
