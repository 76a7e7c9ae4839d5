package syntop.analyzer.verdict;

import syntop.analyzer.baseline.Expectation;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.handshake.Timeline;

/**
 * Finds a jump of the request rate: a {@link Cusum} over bins of one second of {@code x = (log(1 +
 * requests) - m) / s}. Real series are rougher: so the rate also has to be twice the usual one.
 *
 * <p>A ramp so slow that m keeps up with it is found by comparing each minute with the one two
 * hours before: three times as many requests are an alarm, which no daily rhythm gives.
 *
 * <p>m and s follow the series as exponential averages with factor {@value #KEEP}; a bin counts
 * there as at most 2 s away, so a ramp cannot teach itself at once, and not at all during an alarm.
 * Nothing but the timeline decides, so the same one gives the same alarms.
 *
 * <p>With recorded normal conditions m and s are theirs for the hour; the rate has to be twice the
 * highest usual one, and nothing is learnt here. A ramp needs no rule of its own then.
 */
final class RateChange {
    static final int WARM_UP = 10; // bins before which nothing is usual
    static final double KEEP = 0.98;

    private static final double LEAST_DEVIATION = 0.05;
    private static final double CLIP = 2;
    private static final int CALM = 30; // bins below k that end an alarm
    private static final int LONGEST_GAP = 120; // empty bins; after more of them nothing changes

    private static final int MINUTE = 60;
    private static final int MINUTES_BACK = 120;
    private static final double RAMP = 3; // times what there was then
    private static final long LEAST_IN_MINUTE = 600;

    private final Expectation recorded; // null: the series itself tells what is usual
    private final long[] minutes = new long[MINUTES_BACK]; // requests, the latest in turn
    private int minute; // how many are over
    private long inMinute;
    private int binsOfMinute;
    private boolean ramp;
    private double mean;
    private double deviation;
    private final Cusum cusum = new Cusum();
    private int bins;
    private int calm;
    private boolean alarm;
    private long alarms;
    private long firstAlarm = Long.MIN_VALUE;
    private long lastAlarm = Long.MIN_VALUE; // its last second
    private double usual; // before the strongest alarm
    private double highest; // sum

    private RateChange(Expectation recorded) {
        this.recorded = recorded;
    }

    /** Runs over a timeline that itself tells what is usual. */
    static RateChange of(Timeline timeline) {
        return of(timeline, null);
    }

    /**
     * Runs over a timeline.
     *
     * @param recorded what is usual at a time; null: the timeline itself tells
     */
    static RateChange of(Timeline timeline, Expectation recorded) {
        RateChange change = new RateChange(recorded);
        long before = 0;
        for (int i = 0; i < timeline.size(); i++) {
            long second = timeline.seconds()[i];
            if (i > 0) {
                long gap = Math.min(LONGEST_GAP, second - before - 1);
                for (long empty = 0; empty < gap; empty++) {
                    change.add(before + 1 + empty, 0);
                }
            }
            change.add(second, timeline.requests()[i]);
            before = second;
        }
        return change;
    }

    /** Takes the next second. */
    private void add(long second, long requests) {
        double value = Math.log1p((double) requests);
        if (recorded != null) {
            Usual expected = recorded.at(second);
            mean = expected.mean();
            boolean doubled = requests > 2 * expected.high();
            double x = (value - mean) / expected.spread();
            // a busy hour must not add up to an alarm
            watch(second, doubled ? x : Math.min(0, x), doubled);
            return;
        }
        addToMinute(second, requests);
        if (bins < WARM_UP) {
            if (bins == 0) mean = value; // it says nothing of how far values scatter
            else learn(value, 1.0 / (bins + 1));
            bins++;
            return;
        }
        double spread = spread();
        double x = (value - mean) / spread;
        if (watch(second, x, requests >= 2 * Math.expm1(mean))) return;
        double clipped = Math.max(-CLIP, Math.min(CLIP, x));
        learn(mean + clipped * spread, 1 - KEEP);
    }

    /** Whether there is an alarm after this second, which is so many s above m. */
    private boolean watch(long second, double x, boolean doubled) {
        cusum.add(x);
        if (!alarm && cusum.isAlarm() && doubled) {
            alarm = true;
            calm = 0;
            alarm(second);
        }
        if (alarm) {
            if (cusum.sum() > highest) {
                highest = cusum.sum();
                usual = Math.expm1(mean);
            }
            calm = x < Cusum.DRIFT ? calm + 1 : 0;
            lastAlarm = second;
            if (calm < CALM) return true;
            alarm = false;
            cusum.clear();
        }
        return false;
    }

    private void alarm(long second) {
        alarms++;
        if (firstAlarm == Long.MIN_VALUE) firstAlarm = second;
        lastAlarm = second;
    }

    private void addToMinute(long second, long requests) {
        inMinute += requests;
        if (++binsOfMinute < MINUTE) return;
        int at = minute++ % MINUTES_BACK;
        long then = Math.max(1, minutes[at]);
        boolean steep = minute > MINUTES_BACK && inMinute > RAMP * then;
        if (steep && !ramp && inMinute >= LEAST_IN_MINUTE) {
            alarm(second);
            if (highest == 0) usual = (double) then / MINUTE;
        }
        ramp = steep;
        minutes[at] = inMinute;
        inMinute = 0;
        binsOfMinute = 0;
    }

    private double spread() {
        // counts of independent requests scatter by 1 / sqrt(n) on the scale of logarithms
        double ofCounts = 1 / Math.sqrt(Math.max(1, Math.expm1(mean)));
        return Math.max(deviation, Math.max(LEAST_DEVIATION, ofCounts));
    }

    private void learn(double value, double weight) {
        double away = value - mean;
        mean += weight * away;
        // 1.25: the mean distance of a normal variable is 0.8 of its deviation
        deviation += weight * (1.25 * Math.abs(away) - deviation);
    }

    /** Whether there was enough to know what is usual. */
    boolean hasBaseline() {
        return recorded != null || bins >= WARM_UP;
    }

    /** Whether what is usual was recorded, not learnt from the timeline itself. */
    boolean isRecorded() {
        return recorded != null;
    }

    /** How often the alarm began. */
    long alarms() {
        return alarms;
    }

    /** The second of the first alarm; {@link Long#MIN_VALUE} without one. */
    long firstAlarm() {
        return firstAlarm;
    }

    /** The last second with an alarm; {@link Long#MIN_VALUE} without one. */
    long lastAlarm() {
        return lastAlarm;
    }

    /** Requests per second that were usual before the strongest alarm, or now. */
    double usual() {
        return alarms > 0 ? usual : Math.expm1(mean);
    }
}
