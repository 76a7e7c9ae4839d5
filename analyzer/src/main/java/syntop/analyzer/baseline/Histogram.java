package syntop.analyzer.baseline;

import java.util.Arrays;

/**
 * How often numbers were met: those below 32 each by themselves, larger ones in buckets of a
 * sixteenth of a power of two, so that what it tells is at most 3 % off. It grows by a sum, so two
 * of them make one in any order. One thread. Memory: 8 bytes for each bucket up to the highest in
 * use, at most 3,584.
 */
public final class Histogram {
    /** The largest number told apart; larger ones count as this. */
    public static final long MOST = Integer.MAX_VALUE;

    /** Buckets there are. */
    public static final int BUCKETS = 448;

    private static final int EXACT = 32;

    private long[] counts = new long[0];
    private long total;

    /** The bucket of a number from 0 on. */
    static int bucket(long value) {
        if (value < EXACT) return (int) value;
        long number = Math.min(value, MOST);
        int shift = 59 - Long.numberOfLeadingZeros(number); // leaves five bits, the first of them 1
        return (shift + 1) * 16 + (int) (number >>> shift & 15);
    }

    /** The least number of a bucket. */
    static long least(int bucket) {
        return bucket < EXACT ? bucket : (long) (16 + (bucket & 15)) << bucket / 16 - 1;
    }

    /** The number that stands for a bucket: its middle. */
    private static double middle(int bucket) {
        return bucket < EXACT ? bucket : (least(bucket) + least(bucket + 1) - 1) / 2.0;
    }

    /** Whether a number is the least of a bucket. */
    public static boolean isLeast(long value) {
        return value >= 0 && value <= MOST && least(bucket(value)) == value;
    }

    /**
     * Counts a number.
     *
     * @param value 0 or more
     * @param times 0 or more
     */
    public void add(long value, long times) {
        if (times == 0) return;
        int bucket = bucket(value);
        if (bucket >= counts.length) counts = Arrays.copyOf(counts, bucket + 1);
        counts[bucket] += times;
        total += times;
    }

    /** Counts what another has counted. */
    public void add(Histogram other) {
        for (int i = 0; i < other.counts.length; i++) {
            add(least(i), other.counts[i]);
        }
    }

    /** Numbers counted. */
    public long total() {
        return total;
    }

    /** Takes the buckets. */
    @FunctionalInterface
    public interface Buckets {
        /** Takes one that was met. */
        void take(long least, long times);
    }

    /** Tells every bucket that was met, the least first. */
    public void forEach(Buckets buckets) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) buckets.take(least(i), counts[i]);
        }
    }

    /** Keeps half of each count, so that what comes weighs more than what was. */
    void halve() {
        total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= 2;
            total += counts[i];
        }
    }

    /**
     * The number that a share of the others do not exceed.
     *
     * @param share 0 to 1
     * @return NaN when nothing was counted
     */
    public double quantile(double share) {
        if (total == 0) return Double.NaN;
        long rank = Math.max(1, (long) Math.ceil(share * total));
        int bucket = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[bucket]) {
            bucket++;
        }
        return middle(bucket);
    }

    /** The median of log(1 + number); NaN when nothing was counted. */
    double medianLog() {
        return Math.log1p(quantile(0.5));
    }

    /** The median distance of log(1 + number) from its median; NaN when nothing was counted. */
    double medianLogDeviation() {
        if (total == 0) return Double.NaN;
        double median = medianLog();
        double[] away = new double[counts.length];
        Integer[] order = new Integer[counts.length];
        for (int i = 0; i < counts.length; i++) {
            away[i] = Math.abs(Math.log1p(middle(i)) - median);
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(away[a], away[b]));
        long seen = 0;
        for (int i : order) {
            seen += counts[i];
            if (2 * seen >= total) return away[i];
        }
        throw new IllegalStateException("the counts do not make the total");
    }
}
