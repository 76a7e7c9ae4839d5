package syntop.analyzer.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongToDoubleFunction;
import syntop.analyzer.baseline.Lesson.Figures;
import syntop.analyzer.baseline.Lesson.OfTarget;

/** Simulated time: requests at random around a rate that changes with the hour and the day. */
public final class Weeks {
    /** 2023-11-13 00:00 UTC, a Monday. */
    public static final long MONDAY = 1_699_833_600L;

    public static final long HOUR = 3600;
    public static final long DAY = 24 * HOUR;
    public static final long WEEK = 7 * DAY;

    private final SplittableRandom random;

    /** Starts with a seed. */
    public Weeks(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A site with 50 requests a second by night, 250 by day, on Mondays twice that by day. */
    public static double rhythm(long second) {
        double ofDay = Math.sin(Math.PI * Math.floorMod(second, DAY) / DAY);
        boolean monday = Math.floorMod(Math.floorDiv(second - MONDAY, DAY), 7L) == 0;
        return 50 + (monday ? 400 : 200) * ofDay * ofDay;
    }

    /** Requests of a second: about as many as the rate, scattered as independent ones are. */
    public long requests(double rate) {
        return Math.max(0, Math.round(rate + random.nextGaussian() * Math.sqrt(rate)));
    }

    /** A minute of requests to 203.0.113.7:443 that nearly all complete. */
    public Lesson minute(long from, LongToDoubleFunction rate) {
        long[] seconds = new long[60];
        long[] perSecond = new long[60];
        long sum = 0;
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = from + i;
            perSecond[i] = requests(rate.applyAsDouble(from + i));
            sum += perSecond[i];
        }
        Figures figures = new Figures(perSecond, sum, sum * 97 / 100, sum / 10, sum / 200);
        OfTarget target = new OfTarget(0, 0xFFFF_CB00_7107L, 443, figures);
        return new Lesson(seconds, figures, List.of(target), true, List.of(), List.of(), 0);
    }

    /** Has a baseline learn a minute of every tenth. */
    public void learn(Baseline baseline, long from, long to, LongToDoubleFunction rate) {
        for (long at = from; at < to; at += 600) {
            baseline.learn(minute(at, rate));
        }
    }

    /** Requests of each second. */
    public List<long[]> series(long from, long to, LongToDoubleFunction rate) {
        List<long[]> series = new ArrayList<>();
        for (long at = from; at < to; at++) {
            series.add(new long[] {at, requests(rate.applyAsDouble(at))});
        }
        return series;
    }
}
