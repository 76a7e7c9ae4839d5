package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.handshake.Timeline;

/** Delays and false alarms of the rate detector on made-up seconds. */
class RateChangeTest {
    private static final int DAY = 86_400;

    /** A timeline of so many seconds. */
    private interface Rate {
        double at(int second);
    }

    private static Timeline poisson(int seconds, long seed, Rate rate) {
        Random random = new Random(seed);
        long[] at = new long[seconds];
        long[] requests = new long[seconds];
        for (int i = 0; i < seconds; i++) {
            at[i] = i;
            double mean = rate.at(i);
            requests[i] = Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        return new Timeline(at, requests, new long[seconds], new long[seconds]);
    }

    /** More by day than by night, and rougher than chance alone. */
    private static Rate daily(double mean, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] noise = {0};
        return second -> {
            noise[0] = 0.95 * noise[0] + 0.02 * random.nextGaussian();
            double rhythm = 1 - 0.7 * Math.cos(2 * Math.PI * second / DAY);
            return mean * rhythm * Math.exp(noise[0]);
        };
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 40, 500})
    void tenDaysWithADailyRhythmGiveNoAlarm(double mean) {
        Timeline timeline = poisson(10 * DAY, 11, daily(mean, 5));
        assertEquals(0, RateChange.of(timeline).alarms());
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "3, 2", "4, 1", "11, 1"}) // a flood of 1, 2, 3 and 10 times the usual rate
    void aJumpIsFoundWithinSeconds(double factor, int mostSeconds) {
        for (long seed = 0; seed < 50; seed++) {
            Rate rate = second -> second < 600 ? 200 : 200 * factor * 1.05;
            RateChange change = RateChange.of(poisson(700, seed, rate));
            assertEquals(1, change.alarms(), "seed=" + seed);
            long delay = change.firstAlarm() - 600;
            assertTrue(delay >= 0 && delay < mostSeconds + 1, "seed=" + seed + " delay=" + delay);
            assertEquals(200, change.usual(), 30, "seed=" + seed);
        }
    }

    /** 100 to a million in a second, where 10 are usual: at once. */
    @ParameterizedTest
    @ValueSource(doubles = {100, 1_000, 10_000, 100_000, 1_000_000})
    void aFloodOfAnySizeIsFoundWithinTwoSeconds(double flood) {
        for (long seed = 0; seed < 20; seed++) {
            RateChange change =
                    RateChange.of(poisson(330, seed, second -> second < 300 ? 10 : 10 + flood));
            long delay = change.firstAlarm() - 300;
            assertTrue(delay >= 0 && delay <= 1, "seed=" + seed + " delay=" + delay);
        }
    }

    /** Less than double may be a busy minute: what does not complete tells, not the rate. */
    @Test
    void aThirdMoreIsNoJump() {
        for (long seed = 0; seed < 20; seed++) {
            Rate rate = second -> second < 600 ? 200 : 200 * 1.3;
            assertEquals(0, RateChange.of(poisson(900, seed, rate)).alarms(), "seed=" + seed);
        }
    }

    @Test
    void aRampThatDoublesEachHourGivesAnAlarm() {
        Rate ramp = second -> second < 3_600 ? 50 : 50 * Math.pow(2, (second - 3_600) / 3_600.0);
        assertTrue(RateChange.of(poisson(8 * 3_600, 3, ramp)).alarms() > 0);
    }

    @Test
    void anAlarmEndsAfterCalm() {
        Rate twice = second -> second / 100 % 5 == 4 ? 1_000 : 50;
        assertEquals(2, RateChange.of(poisson(1_000, 9, twice)).alarms());
    }

    @Test
    void nothingIsUsualBeforeTenSeconds() {
        RateChange change = RateChange.of(poisson(9, 1, second -> 100));
        assertEquals(false, change.hasBaseline());
        assertEquals(0, change.alarms());
    }
}
