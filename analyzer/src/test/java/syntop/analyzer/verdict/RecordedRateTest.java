package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Comparison;
import syntop.analyzer.baseline.Scope;
import syntop.analyzer.baseline.Weeks;
import syntop.analyzer.handshake.Timeline;

/** Four recorded weeks with a rhythm of days, and what of the fifth is an alarm. */
class RecordedRateTest {
    private static final long FIFTH = Weeks.MONDAY + 4 * Weeks.WEEK;
    private static final long NOON = FIFTH + 12 * Weeks.HOUR;
    private static final long NIGHT = FIFTH + 3 * Weeks.DAY + 2 * Weeks.HOUR;

    private final Weeks weeks = new Weeks(11);
    private final Baseline baseline = new Baseline(Scope.ALL);

    @BeforeEach
    void record() {
        weeks.learn(baseline, Weeks.MONDAY, FIFTH, Weeks::rhythm);
    }

    private RateChange change(long from, long to, LongToDoubleFunction rate) {
        List<long[]> series = weeks.series(from, to, rate);
        int n = series.size();
        Timeline timeline = new Timeline(new long[n], new long[n], new long[n], new long[n]);
        for (int i = 0; i < n; i++) {
            timeline.seconds()[i] = series.get(i)[0];
            timeline.requests()[i] = series.get(i)[1];
        }
        return RateChange.of(timeline, new Comparison(baseline, Scope.ALL).all());
    }

    @Test
    void aNormalWeekHasNoAlarm() {
        assertEquals(0, change(FIFTH, FIFTH + Weeks.WEEK, Weeks::rhythm).alarms());
    }

    @Test
    void aMondayHalfAsBusyAgainIsNoAlarm() {
        RateChange change = change(FIFTH, FIFTH + Weeks.DAY, second -> 1.5 * Weeks.rhythm(second));
        assertEquals(0, change.alarms());
    }

    @Test
    void anAttackByNightIsSeenThoughByDayItWouldBeNothing() {
        LongToDoubleFunction attack =
                second -> Weeks.rhythm(second) + (second >= NIGHT + 600 ? 300 : 0);
        RateChange change = change(NIGHT, NIGHT + 660, attack);
        assertEquals(1, change.alarms());
        assertTrue(change.firstAlarm() <= NIGHT + 604, "after " + (change.firstAlarm() - NIGHT));
        assertEquals(60, change.usual(), 15);
        assertEquals(0, change(NOON, NOON + 660, second -> Weeks.rhythm(second) + 300).alarms());
    }

    @Test
    void anAttackIsSeenFromTheFirstSecondOn() {
        RateChange change = change(NIGHT, NIGHT + 5, second -> 2_000);
        assertEquals(1, change.alarms());
        assertTrue(change.hasBaseline());
        assertTrue(change.isRecorded());
        assertTrue(change.firstAlarm() <= NIGHT + 1);
    }

    @Test
    void aRampThatDoublesEachHourIsSeen() {
        RateChange change =
                change(
                        NIGHT,
                        NIGHT + 4 * Weeks.HOUR,
                        second ->
                                Weeks.rhythm(second)
                                        * Math.pow(2, (second - NIGHT) / (double) Weeks.HOUR));
        assertTrue(change.alarms() > 0);
    }

    @Test
    void clocksThatWerePutForwardOrBackMakeNoAlarm() {
        for (long off : new long[] {-Weeks.HOUR, Weeks.HOUR}) {
            RateChange change =
                    change(FIFTH, FIFTH + Weeks.WEEK, second -> Weeks.rhythm(second + off));
            assertEquals(0, change.alarms(), "off=" + off);
        }
    }

    @Test
    void theAlarmEndsWithTheAttack() {
        RateChange change =
                change(
                        NIGHT,
                        NIGHT + 600,
                        second ->
                                Weeks.rhythm(second)
                                        + (second % 300 > 100 && second % 300 < 200 ? 500 : 0));
        assertEquals(2, change.alarms());
        assertTrue(change.lastAlarm() < NIGHT + 560, "after " + (change.lastAlarm() - NIGHT));
    }
}
