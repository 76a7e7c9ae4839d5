package syntop.analyzer.baseline;

/**
 * What was recorded of the requests to one target, or to all, by hour of the week in UTC, and what
 * is usual at a time according to it. What was recorded on the latest day is kept apart: it counts
 * once the day is over, so that nobody can move what is usual within a day; only while there are
 * too few days for an hour, it counts at once.
 *
 * <p>One thread. Memory: 168 slots, and up to 24 of the day, of four {@link Histogram}s.
 */
public final class Week {
    /** Hours of a week. */
    public static final int HOURS = 168;

    /** Days, or weeks, after which an hour has a profile of its own. */
    public static final int ENOUGH_DAYS = 3;

    private static final int DAY = 24;
    private static final int THURSDAY = 3 * DAY; // 1970-01-01, when a week begins on Monday
    // a minute but for the seconds at its ends, which are not whole
    private static final long ENOUGH_SECONDS = 55;
    private static final double GROWTH = 1.25;
    private static final double LEAST_CAP = 8; // requests per second

    private final Slot[] past = new Slot[HOURS]; // null: nothing
    private final Slot[] today = new Slot[HOURS];

    /** The hour of the week of a second since 1970-01-01 UTC, 0 to 167, from Monday 00:00 on. */
    public static int hour(long second) {
        return (int) Math.floorMod(Math.floorDiv(second, 3600L) + THURSDAY, (long) HOURS);
    }

    /**
     * What was recorded in an hour, to be read or added to.
     *
     * @param hour 0 to 167
     * @param latest whether on the latest day, or on those before
     * @return null when that is nothing
     */
    public Slot slot(int hour, boolean latest) {
        return (latest ? today : past)[hour];
    }

    /** As {@link #slot}, made if there is none. */
    public Slot make(int hour, boolean latest) {
        Slot[] slots = latest ? today : past;
        if (slots[hour] == null) slots[hour] = new Slot();
        return slots[hour];
    }

    /** The day is over: what was recorded on it counts from now on. */
    void endDay() {
        for (int i = 0; i < HOURS; i++) {
            if (today[i] == null) continue;
            make(i, false).add(today[i]);
            past[i].age();
            today[i] = null;
        }
    }

    /** Everything in one. */
    public Slot global() {
        Slot sum = new Slot();
        for (int i = 0; i < HOURS; i++) {
            if (past[i] != null) sum.add(past[i]);
            if (today[i] != null) sum.add(today[i]);
        }
        return sum;
    }

    /** The past of an hour of the day. */
    private Slot ofDay(int hour) {
        Slot sum = new Slot();
        for (int i = hour % DAY; i < HOURS; i += DAY) {
            if (past[i] != null) sum.add(past[i]);
        }
        return sum;
    }

    private static boolean isEnough(Slot slot) {
        return slot != null
                && slot.days() >= ENOUGH_DAYS
                && slot.requestsPerSecond().total() >= ENOUGH_SECONDS;
    }

    /**
     * What is usual in an hour of the week.
     *
     * @return null when less than a minute was recorded in all
     */
    public Usual usual(int hour) {
        Slot closest = past[hour];
        if (isEnough(closest)) return Usual.of(Level.HOUR_OF_WEEK, closest, highest(hour));
        Slot day = ofDay(hour);
        if (isEnough(day)) return Usual.of(Level.HOUR_OF_DAY, day, highest(hour));
        Slot all = global();
        if (all.requestsPerSecond().total() < ENOUGH_SECONDS) return null;
        return Usual.of(Level.GLOBAL, all, all.requestsPerSecond().quantile(0.99));
    }

    /** The highest usual rate of an hour, its neighbours counted in. */
    private double highest(int hour) {
        double highest = 0;
        for (int near = hour - 1; near <= hour + 1; near++) {
            int at = Math.floorMod(near, HOURS);
            Slot slot = isEnough(past[at]) ? past[at] : ofDay(at);
            if (!isEnough(slot)) continue;
            highest = Math.max(highest, slot.requestsPerSecond().quantile(0.99));
        }
        return highest;
    }

    /**
     * The rate as which a higher one is recorded in an hour: a quarter above the highest that was
     * usual until yesterday, so that a slow ramp trains no more than that in a day. Without enough
     * days no rate is cut.
     */
    long cap(int hour) {
        if (!isEnough(past[hour]) && !isEnough(ofDay(hour))) return Histogram.MOST;
        return (long) Math.ceil(Math.max(LEAST_CAP, GROWTH * highest(hour)));
    }
}
