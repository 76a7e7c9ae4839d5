package syntop.analyzer.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.baseline.Lesson.Figures;
import syntop.analyzer.baseline.Lesson.OfTarget;
import syntop.analyzer.baseline.Lesson.Sighting;

class BaselineTest {
    private static final long NOON = 12 * Weeks.HOUR;

    private final Weeks weeks = new Weeks(7);
    private final Baseline baseline = new Baseline(Scope.ALL);

    private Usual at(long second) {
        return baseline.all().usual(Week.hour(second));
    }

    private static Lesson lesson(long second, List<OfTarget> targets, List<Sighting> prefixes) {
        Figures all = new Figures(new long[] {0}, 0, -1, -1, 0);
        return new Lesson(new long[] {second}, all, targets, false, prefixes, List.of(), 0);
    }

    private static Sighting from(int prefix, long syns) {
        return new Sighting(0, 0xFFFF_0000_0000L | prefix & 0xFFFF_FFFFL, syns);
    }

    @Test
    void theWeekBeginsOnMondayAtMidnight() {
        assertEquals(0, Week.hour(Weeks.MONDAY));
        assertEquals(0, Week.hour(Weeks.MONDAY + 3599));
        assertEquals(167, Week.hour(Weeks.MONDAY - 1));
        assertEquals(3 * 24, Week.hour(0)); // a Thursday
        assertEquals(3 * 24 - 1, Week.hour(-1));
    }

    @Test
    void lessThanAMinuteTellsNothing() {
        baseline.learn(lesson(Weeks.MONDAY, List.of(), List.of()));
        assertNull(at(Weeks.MONDAY));
    }

    @Test
    void theFirstHourServesForAllUntilThreeDaysAreKnown() {
        weeks.learn(baseline, Weeks.MONDAY, Weeks.MONDAY + Weeks.HOUR, second -> 100);
        Usual usual = at(Weeks.MONDAY + 5 * Weeks.DAY + NOON);
        assertEquals(Level.GLOBAL, usual.level());
        assertEquals(100, usual.perSecond(), 7);
        assertEquals(0.97, usual.completion(), 0.011);
        assertTrue(usual.high() > 200, usual::toString);
    }

    @Test
    void profilesGetCloserAsDaysAndWeeksPass() {
        weeks.learn(baseline, Weeks.MONDAY, Weeks.MONDAY + 5 * Weeks.DAY, Weeks::rhythm);
        long tuesday = Weeks.MONDAY + Weeks.DAY;
        assertEquals(Level.HOUR_OF_DAY, at(tuesday + NOON).level());
        assertEquals(250, at(tuesday + NOON).perSecond(), 30); // a Monday among them
        assertEquals(50, at(tuesday).perSecond(), 5);
        weeks.learn(
                baseline,
                Weeks.MONDAY + 5 * Weeks.DAY,
                Weeks.MONDAY + 4 * Weeks.WEEK,
                Weeks::rhythm);
        assertEquals(Level.HOUR_OF_WEEK, at(Weeks.MONDAY + NOON).level());
        assertEquals(250, at(tuesday + NOON).perSecond(), 20);
        assertTrue(at(Weeks.MONDAY + NOON).perSecond() > 350, at(Weeks.MONDAY + NOON)::toString);
    }

    /** Clocks that are put forward or back move the rhythm by an hour: no time of alarm. */
    @Test
    void theRhythmAnHourOffStaysBelowTwiceTheHighest() {
        weeks.learn(baseline, Weeks.MONDAY, Weeks.MONDAY + 4 * Weeks.WEEK, Weeks::rhythm);
        for (long hour = 0; hour < Week.HOURS; hour++) {
            long second = Weeks.MONDAY + hour * Weeks.HOUR + 1800;
            double high = at(second).high();
            for (long off : new long[] {-Weeks.HOUR, 0, Weeks.HOUR}) {
                assertTrue(Weeks.rhythm(second + off) <= high, "hour=" + hour + " off=" + off);
            }
        }
    }

    @Test
    void whatIsRecordedTodayCountsFromTomorrowOn() {
        long end = Weeks.MONDAY + 4 * Weeks.WEEK;
        weeks.learn(baseline, Weeks.MONDAY, end, second -> 100);
        baseline.learn(weeks.minute(end, second -> 100)); // the day before is over
        double before = at(end).high();
        weeks.learn(baseline, end, end + Weeks.DAY, second -> 5_000);
        assertEquals(before, at(end + 60).high());
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.05, 2, 100})
    void aRampMovesTheHighestUsualByAQuarterADayAtMost(double timesADay) {
        long from = Weeks.MONDAY + 4 * Weeks.WEEK;
        weeks.learn(baseline, Weeks.MONDAY, from, second -> 100);
        double most = at(from).high();
        for (int day = 0; day < 7; day++) {
            double rate = 100 * Math.pow(timesADay, day + 1);
            long start = from + day * Weeks.DAY;
            weeks.learn(baseline, start, start + Weeks.DAY, second -> rate);
            baseline.learn(weeks.minute(start + Weeks.DAY, second -> 100)); // the day is over
            most *= 1.25 * 1.07; // a bucket is up to 7 % wide
            assertTrue(at(start + NOON).high() <= most, "day=" + day + at(start + NOON));
        }
    }

    @Test
    void aTargetThatOnlyAScannerTriesIsNone() {
        Figures tried = new Figures(new long[] {3}, 3, 0, 1, 0);
        baseline.learn(lesson(Weeks.MONDAY, List.of(new OfTarget(0, 1, 22, tried)), List.of()));
        assertEquals(0, baseline.targets().size());
    }

    @Test
    void theBusiestTargetsStay() {
        for (int port = 1; port <= 40; port++) {
            Figures figures = new Figures(new long[] {port}, 10L * port, -1, -1, 0);
            baseline.learn(
                    lesson(
                            Weeks.MONDAY + port,
                            List.of(new OfTarget(0, 1, port, figures)),
                            List.of()));
        }
        assertEquals(Baseline.MAX_TARGETS, baseline.targets().size());
        assertEquals(40, baseline.targets().get(0).port());
    }

    @Test
    void aTargetWithoutRequestsWasIdle() {
        weeks.learn(baseline, Weeks.MONDAY, Weeks.MONDAY + 600, second -> 100);
        Figures none = new Figures(new long[60], 0, -1, 0, 0);
        Lesson idle = weeks.minute(Weeks.MONDAY + 600, second -> 0);
        Lesson silent = new Lesson(idle.seconds(), none, List.of(), true, List.of(), List.of(), 0);
        for (int i = 0; i < 9; i++) baseline.learn(silent);
        Week week = baseline.targets().get(0).week();
        assertEquals(0, week.usual(Week.hour(Weeks.MONDAY)).perSecond());
    }

    @Test
    void sourcesAreNewUsualOrAboveUsual() {
        baseline.learn(lesson(Weeks.MONDAY, List.of(), List.of(from(0xC633_6400, 100))));
        Comparison comparison = new Comparison(baseline, Scope.ALL);
        long inside = 0xFFFF_C633_6418L;
        assertEquals(Mark.USUAL, comparison.prefix(0, inside, 128, 150));
        assertEquals(Mark.ABOVE, comparison.prefix(0, inside, 128, 201));
        assertEquals(Mark.NEW, comparison.prefix(0, 0xFFFF_C633_6518L, 128, 1));
        assertEquals(Mark.USUAL, comparison.prefix(0, 0xFFFF_C600_0000L, 96 + 8, 100));
        assertEquals(Mark.NEW, comparison.prefix(0, 0xFFFF_C700_0000L, 96 + 8, 100));
        assertEquals(Mark.NEW, comparison.prefix(0x2001_0db8_0000_0000L, 1, 64, 1));
    }

    @Test
    void ofManyPrefixesTheWiderOnesAreStillKnown() {
        for (int i = 0; i < 5_000; i++) {
            baseline.learn(
                    lesson(Weeks.MONDAY, List.of(), List.of(from(0x0A00_0000 + (i << 8), i + 1))));
        }
        Prefixes prefixes = baseline.prefixes();
        assertTrue(prefixes.fine().size() <= 4096);
        assertTrue(prefixes.fine().forgotten() > 0);
        Comparison comparison = new Comparison(baseline, Scope.ALL);
        assertEquals(Mark.USUAL, comparison.prefix(0, 0xFFFF_0A00_0001L, 128, 1)); // forgotten
        assertEquals(Mark.NEW, comparison.prefix(0, 0xFFFF_0B00_0001L, 128, 1));
        assertEquals(1, prefixes.share(0, 0xFFFF_0A00_0000L, 96 + 8), 1e-9);
        assertEquals(0, prefixes.share(0, 0xFFFF_0B00_0000L, 96 + 8));
        assertEquals(1, prefixes.share(0, 0xFFFF_0000_0000L, 96), 1e-9);
    }

    @Test
    void ofAnotherScopeOnlyTargetsAreCompared() {
        weeks.learn(baseline, Weeks.MONDAY, Weeks.MONDAY + 600, second -> 100);
        Scope other = new Scope(List.of(443), List.of(), "");
        Comparison comparison = new Comparison(baseline, other);
        assertNull(comparison.all());
        assertEquals(
                100, comparison.target(0, 0xFFFF_CB00_7107L, 443).at(Weeks.MONDAY).perSecond(), 7);
        assertTrue(comparison.knows(0, 0xFFFF_CB00_7107L));
    }
}
