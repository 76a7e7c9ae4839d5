package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.analyzer.SynBatches;
import syntop.capture.batch.SegmentBatch;

class PaneStoreTest {
    private static final int CHUNK = 16; // longs
    private static final int ENTRIES = 1_600; // of a run: 100 chunks

    private final Chunks chunks = new Chunks(1 << 20, CHUNK);
    private final PaneStore store = new PaneStore(chunks);

    private Run run(long from, int entries) {
        Run run = new Run(Run.NARROW);
        for (long key = from; key < from + entries; key++) {
            run.append(0, key, 0, 2, chunks);
        }
        return run;
    }

    private Pane pane(long index, Run run) {
        Pane pane = store.open(index);
        pane.runs(Kind.V4).add(run);
        pane.addSyns(1);
        return pane;
    }

    /**
     * Merging is worth it when a sixteenth of the memory comes back: an eighth of a run's keys, as
     * there are two.
     */
    @ParameterizedTest
    @CsvSource({"1600, 1", "800, 1", "400, 1", "250, 1", "150, 2", "100, 2", "0, 2"})
    void panesThatBecomeOneAreMergedWhereThatGivesMemoryBack(int common, int runs) {
        Pane into = pane(0, run(0, ENTRIES));
        Pane from = pane(1, run(ENTRIES - common, ENTRIES));
        store.absorb(into, from);
        assertEquals(runs, into.runs(Kind.V4).size());
        assertEquals(2, into.syns());
        long sum = 0;
        RunMerge merge = RunQuery.merge(List.of(into), Kind.V4);
        for (int keys = 2 * ENTRIES - common; keys > 0; keys--) {
            assertTrue(merge.next());
            sum += merge.count;
        }
        assertEquals(2L * 2 * ENTRIES, sum);
        long taken = chunks.limit() - chunks.left();
        assertEquals(runs == 2 ? 200 : 200 - common / 16, (double) taken, 1);
    }

    /**
     * The largest run is looked at, wherever it stands; a short one that is all there is little.
     */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aShortRunIsNotMergedIntoALongOneForNothing(boolean shortFirst) {
        Run wide = run(0, ENTRIES);
        Run narrow = run(40, 48);
        Pane into = pane(0, shortFirst ? narrow : wide);
        store.absorb(into, pane(1, shortFirst ? wide : narrow));
        assertEquals(2, into.runs(Kind.V4).size());
    }

    @Test
    void runsAreMergedOncePastSixtyFour() {
        Pane pane = store.open(0);
        for (int n = 0; n < 64; n++) {
            store.admit(run(n * 10L, 3), Kind.V4, () -> pane);
        }
        assertEquals(64, pane.runs(Kind.V4).size());
        store.admit(run(640, 3), Kind.V4, () -> pane);
        assertEquals(1, pane.runs(Kind.V4).size());
        assertEquals(65 * 3, pane.runs(Kind.V4).get(0).entries());
    }

    @Test
    void aPaneThatIsDroppedGivesAllBack() {
        Pane pane = pane(0, run(0, ENTRIES));
        store.drop(pane);
        assertEquals(chunks.limit(), chunks.left());
        assertTrue(pane.runs(Kind.V4).isEmpty());
    }

    @Test
    void theSamePaneUnderAnotherNumberKeepsAll() {
        Pane pane = pane(6, run(0, ENTRIES));
        pane.dropped(HyperLogLog.ofSeed(1)).add(0, 7);
        Pane same = store.renumber(pane, 3);
        assertEquals(3, same.index);
        assertEquals(1, same.syns());
        assertEquals(ENTRIES, same.runs(Kind.V4).get(0).entries());
        assertEquals(1, same.dropped().estimate());
        assertEquals(same, store.renumber(same, 3));
    }

    private static HyperLogLog sketch(long seed, int from, int to) {
        HyperLogLog sketch = HyperLogLog.ofSeed(seed);
        for (int key = from; key < to; key++) {
            sketch.add(0, SynBatches.mapped(key));
        }
        return sketch;
    }

    /** Sources that two processes dropped: nobody knows whether they are the same. */
    @ParameterizedTest
    @CsvSource({"0, 20000", "10000, 30000", "20000, 40000"})
    void whatTwoProcessesDroppedLiesBetweenAllTheSameAndNone(int from, int to) {
        store.addDropped(sketch(1, 0, 20_000));
        store.addDropped(sketch(2, from, to));
        List<HyperLogLog> dropped = store.dropped(List.of());
        assertEquals(2, dropped.size());
        Counted counted = RunQuery.counted(List.of(), dropped, Keys.SOURCE, 1, 0, 0, Span.NONE);
        assertEquals(30_000, (double) counted.sources(), 300);
        assertEquals(1 / 3.0 + 2 * HyperLogLog.ERROR, counted.sourceError(), 0.01);
        int truth = Math.max(20_000, to);
        assertEquals(truth, (double) counted.sources(), counted.sourceError() * counted.sources());
    }

    @Test
    void whatOneProcessDroppedTwiceCountsOnce() {
        store.addDropped(sketch(1, 0, 20_000));
        store.addDropped(sketch(1, 10_000, 30_000));
        Pane pane = store.open(0);
        pane.dropped(HyperLogLog.ofSeed(1)).merge(sketch(1, 25_000, 40_000));
        List<HyperLogLog> dropped = store.dropped(List.of(pane));
        assertEquals(1, dropped.size());
        Counted counted = RunQuery.counted(List.of(), dropped, Keys.SOURCE, 1, 0, 0, Span.NONE);
        assertEquals(40_000, (double) counted.sources(), 40_000 * 3 * HyperLogLog.ERROR);
        assertEquals(2 * HyperLogLog.ERROR, counted.sourceError(), 1e-9);
    }

    /** Those that are still there are not counted again. */
    @Test
    void droppedSourcesThatCameBackCountOnce() {
        store.addDropped(sketch(1, 0, 20_000));
        Run here = run(0, 5_000);
        Pane pane = pane(0, here);
        Counted counted =
                RunQuery.counted(
                        List.of(pane),
                        store.dropped(List.of(pane)),
                        Keys.SOURCE,
                        1,
                        0,
                        0,
                        Span.NONE);
        assertEquals(20_000, (double) counted.sources(), 20_000 * 3 * HyperLogLog.ERROR);
    }

    /** Counts one SYN from each of these sources. */
    private static void count(OpenTables tables, int from, int to) {
        SegmentBatch batch = new SegmentBatch(to - from);
        int[] rows = new int[to - from];
        for (int i = 0; i < rows.length; i++) {
            SynBatches.synV4(batch, 0, from + i, 80);
            rows[i] = i;
        }
        tables.add(batch, rows, 0, rows.length);
    }

    private static OpenTables tables() {
        return new OpenTables(CountOptions.DEFAULT, 1 << 20, new RunSort());
    }

    @Test
    void spillsTheLongestRunsInsteadOfDropping() {
        Chunks few = new Chunks(4_000 * 8L, CHUNK);
        PaneStore small = new PaneStore(few);
        SpillList spill = new SpillList();
        small.spillTo(spill);
        OpenTables tables = tables();
        Pane pane = small.open(0);
        for (int from = 0; from < 20_000; from += 200) {
            count(tables, from, from + 200);
            small.seal(tables, pane);
            assertTrue(few.left() >= 0, "left=" + few.left());
        }
        assertEquals(0, pane.error(Kind.V4));
        assertTrue(spill.longs() > 16_000, "spilled=" + spill.longs());
        RunMerge merge = RunQuery.merge(List.of(pane), Kind.V4);
        for (int source = 0; source < 20_000; source++) {
            assertTrue(merge.next());
            assertEquals(SynBatches.mapped(source), merge.lo);
            assertEquals(1, merge.count);
        }
        // few and long: each was most of what the memory holds
        assertTrue(pane.runs(Kind.V4).size() < 20, "runs=" + pane.runs(Kind.V4).size());
    }

    /** 300 sources in each of 60 seconds, of which each begins so many behind the one before. */
    private Course aMinute(PaneStore small, int further) {
        Course course = new Course(small);
        small.coarsenBy(course::coarsen);
        OpenTables tables = tables();
        for (int second = 0; second < 60; second++) {
            int now = second;
            count(tables, further * second, further * second + 300);
            small.seal(tables, () -> course.at(now, 0));
        }
        return course;
    }

    /** The same sources in each second: when they came is given up before how often. */
    @Test
    void neighboursBecomeOneBeforeAnythingIsDropped() {
        PaneStore small = new PaneStore(new Chunks(4_000 * 8L, CHUNK));
        Course course = aMinute(small, 0);
        List<Pane> all = course.all();
        assertTrue(all.size() < 15 && all.size() > 2, "panes=" + all.size());
        Counted counted = RunQuery.counted(all, List.of(), Keys.SOURCE, 0, 0, 0, course.span());
        assertEquals(0, counted.error());
        assertEquals(300, counted.sources());
        assertEquals(60, counted.rows().count(0));
        assertEquals(60, counted.rows().count(299));
    }

    /** Where sources do not come again that gains nothing, and is not done for nothing. */
    @Test
    void panesThatHaveNothingInCommonAreCutWithoutLosingTheirTimes() {
        PaneStore small = new PaneStore(new Chunks(4_000 * 8L, CHUNK));
        Course course = aMinute(small, 300);
        List<Pane> all = course.all();
        assertTrue(all.size() >= 15, "panes=" + all.size());
        Counted counted =
                RunQuery.counted(all, small.dropped(all), Keys.SOURCE, 0, 0, 0, course.span());
        assertTrue(counted.error() > 0 && counted.error() <= 60, "E=" + counted.error());
        assertEquals(60 * 300, (double) counted.sources(), 60 * 300 * counted.sourceError());
    }
}
