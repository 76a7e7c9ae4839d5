package syntop.analyzer.count;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The sealed panes, within a limit of memory. As long as the limit lasts, all counts are exact.
 * Then runs are merged; and when that is not enough, the largest run loses the half of its entries
 * with the least counts.
 *
 * <p>What is lost is bounded. With c the largest count that was dropped from a run, c is noted as
 * the run's error: a key that is not there had at most c, one that is there has what it had.
 * Merging adds errors. So no count is too high, none is more than the sum of the errors too low,
 * and each key above that sum is there. As c is the median, c is at most twice the mean count of
 * the run (J. Misra, D. Gries, "Finding repeated elements", 1982; P. Agarwal and others, "Mergeable
 * summaries", 2013). What a source loses is added to its prefix first.
 *
 * <p>One thread at a time.
 */
final class PaneStore {
    /** Merging that gives back less than this part of the limit is not worth repeating. */
    private static final int LEAST_GAIN = 16;

    /** Runs of one kind in a pane, past which they are merged. */
    private static final int MAX_RUNS = 64;

    /** Entries below which cutting down gives back next to nothing. */
    private static final int MIN_CHUNKS = 2;

    private static final int COUNTERS = 1 << 16;

    /** Of dropped sources: one for all, so that any panes of this process can be added up. */
    private static final HyperLogLog DROPPED = HyperLogLog.ofSeed(new SecureRandom().nextLong());

    private final Chunks chunks;
    private final Set<Pane> panes = new LinkedHashSet<>(); // oldest first
    private final long[] histogram = new long[COUNTERS];
    private final Map<Long, HyperLogLog> read = new TreeMap<>(); // of dropped sources, by seed
    private Spill spill; // null: nowhere
    private BooleanSupplier coarsener; // null: there is none, or it is of no use any more

    /**
     * Makes an empty store.
     *
     * @param bytes that runs may take
     */
    PaneStore(long bytes) {
        this(new Chunks(bytes));
    }

    /** Makes an empty store with this memory. */
    PaneStore(Chunks chunks) {
        this.chunks = chunks;
    }

    /**
     * Names what gives up some detail to save memory before counts are dropped; it says whether
     * there was any left.
     */
    void coarsenBy(BooleanSupplier how) {
        coarsener = how;
    }

    /** Names where runs go before counts are dropped. */
    void spillTo(Spill place) {
        spill = place;
    }

    /** Makes a pane. */
    Pane open(long index) {
        Pane pane = new Pane(index);
        panes.add(pane);
        return pane;
    }

    /**
     * The sources that were dropped from some panes, and those that were read with summaries: of
     * each process that dropped any, for they do not hash alike. None: nothing was dropped.
     */
    List<HyperLogLog> dropped(List<Pane> from) {
        Map<Long, HyperLogLog> all = new TreeMap<>();
        for (HyperLogLog sketch : read.values()) {
            add(sketch, all);
        }
        for (Pane pane : from) {
            if (pane.dropped() != null) add(pane.dropped(), all);
        }
        return List.copyOf(all.values());
    }

    private static void add(HyperLogLog sketch, Map<Long, HyperLogLog> to) {
        to.computeIfAbsent(sketch.seed(), seed -> sketch.empty()).merge(sketch);
    }

    /** Notes sources that were dropped elsewhere. */
    void addDropped(HyperLogLog sketch) {
        add(sketch, read);
    }

    /** Appends to a run that is being read. */
    void append(Run run, long hi, long lo, long tag, long count) {
        run.append(hi, lo, tag, count, chunks);
    }

    /** Whether a run that is being read should be handed over before it gets longer. */
    boolean isLong(Run run) {
        return run.chunks() * 16L > chunks.limit();
    }

    /** Takes a run that was read. */
    void admit(Run run, Kind kind, Supplier<Pane> of) {
        makeRoom(0);
        Pane pane = of.get();
        pane.runs(kind).add(run);
        mergeMany(pane, kind);
    }

    /** Drops a pane with all its runs. */
    void drop(Pane pane) {
        panes.remove(pane);
        for (Kind kind : Kind.ALL) {
            pane.runs(kind).forEach(run -> run.release(chunks));
            pane.runs(kind).clear();
        }
    }

    /** The same pane with another number. */
    Pane renumber(Pane pane, long index) {
        if (pane.index == index) return pane;
        Pane same = open(index);
        same.takeFrom(pane);
        panes.remove(pane);
        return same;
    }

    /** Moves everything from one pane to another, and drops the one. */
    void absorb(Pane into, Pane from) {
        into.takeFrom(from);
        panes.remove(from);
        for (Kind kind : Kind.ALL) {
            if (into.runs(kind).size() > 1) merge(into, kind);
        }
    }

    /** Moves what open tables hold to a pane; they are empty then. */
    void seal(OpenTables tables, Pane pane) {
        seal(tables, () -> pane);
    }

    /** As the other, where making room may put one pane in the place of another. */
    void seal(OpenTables tables, Supplier<Pane> of) {
        makeRoom(tables.needed(chunks));
        Pane pane = of.get();
        tables.sealTo(pane, chunks);
        for (Kind kind : Kind.ALL) {
            mergeMany(pane, kind);
        }
    }

    private void mergeMany(Pane pane, Kind kind) {
        List<Run> runs = pane.runs(kind);
        if (runs.size() <= MAX_RUNS) return;
        if (runs.stream().filter(Run::isHere).count() > MAX_RUNS) merge(pane, kind);
    }

    private void makeRoom(long needed) {
        if (needed <= chunks.left()) return;
        long before = chunks.left();
        for (Pane pane : List.copyOf(panes)) {
            for (Kind kind : Kind.ALL) {
                if (pane.runs(kind).size() > 1) merge(pane, kind);
            }
        }
        if (isEnough(needed, before)) return;
        if (spill != null) {
            spillUntil(needed);
            return;
        }
        if (coarsened(needed)) return;
        while (needed > chunks.left() || chunks.left() < chunks.limit() / LEAST_GAIN) {
            if (!cutLargest()) return;
        }
    }

    /** The largest runs first, until a quarter of the memory is free: few and long runs. */
    private void spillUntil(long needed) {
        while (needed > chunks.left() || chunks.left() < chunks.limit() / 4) {
            Run largest = null;
            for (Pane pane : panes) {
                for (Kind kind : Kind.ALL) {
                    for (Run run : pane.runs(kind)) {
                        if (!run.isHere() || run.chunks() < MIN_CHUNKS) continue;
                        if (largest == null || run.chunks() > largest.chunks()) largest = run;
                    }
                }
            }
            if (largest == null) return;
            largest.spillTo(spill, chunks);
        }
    }

    private boolean isEnough(long needed, long before) {
        return needed <= chunks.left() && gained(before);
    }

    private boolean gained(long before) {
        return chunks.left() - before >= chunks.limit() / LEAST_GAIN;
    }

    /** Gives up detail as long as that gains memory; where it does not it never will. */
    private boolean coarsened(long needed) {
        while (coarsener != null) {
            long before = chunks.left();
            if (!coarsener.getAsBoolean()) return false; // for want of panes as yet
            if (isEnough(needed, before)) return true;
            if (!gained(before)) coarsener = null;
        }
        return false;
    }

    /** Makes one run of all of a kind in a pane that are in memory. */
    void merge(Pane pane, Kind kind) {
        List<Run> runs = new ArrayList<>(pane.runs(kind));
        runs.removeIf(run -> !run.isHere());
        if (runs.size() < 2) return;
        Run merged = new Run(kind.stride);
        List<Run.Cursor> cursors = new ArrayList<>(runs.size());
        for (Run run : runs) {
            merged.addError(run.error());
            cursors.add(run.drain(chunks));
        }
        RunMerge merge = new RunMerge(cursors);
        while (merge.next()) {
            merged.append(merge.hi(), merge.lo(), merge.tag(), merge.count(), chunks);
        }
        pane.runs(kind).removeAll(runs);
        pane.runs(kind).add(merged);
    }

    /** Cuts the run with most chunks down to half; false when none is large enough. */
    private boolean cutLargest() {
        Pane where = null;
        Kind what = null;
        Run largest = null;
        for (Pane pane : panes) {
            for (Kind kind : Kind.ALL) {
                if (!kind.mayLose()) continue;
                for (Run run : pane.runs(kind)) {
                    if (run.chunks() < (largest == null ? MIN_CHUNKS : largest.chunks() + 1))
                        continue;
                    where = pane;
                    what = kind;
                    largest = run;
                }
            }
        }
        if (largest == null) return false;
        where.runs(what).remove(largest);
        cut(where, what, largest);
        return true;
    }

    private void cut(Pane pane, Kind kind, Run run) {
        Run kept = new Run(kind.stride);
        Run dropped = kind.coarser == null ? null : new Run(kind.coarser.stride);
        long limit = limit(run);
        kept.addError(run.error());
        long most = 0;
        Carry carry = new Carry(dropped, kind.coarser);
        HyperLogLog sources = kind == Kind.V4 || kind == Kind.V6 ? pane.dropped(DROPPED) : null;
        Run.Cursor cursor = run.drain(chunks);
        while (cursor.next()) {
            if (cursor.count > limit) {
                kept.append(cursor.hi, cursor.lo, cursor.tag, cursor.count, chunks);
            } else {
                most = Math.max(most, cursor.count);
                if (dropped != null) carry.add(cursor);
                if (sources != null) sources.add(cursor.hi, cursor.lo);
            }
        }
        kept.addError(most);
        pane.runs(kind).add(kept);
        if (dropped == null) return;
        carry.flush();
        pane.runs(kind.coarser).add(dropped);
        if (pane.runs(kind.coarser).size() > 1) merge(pane, kind.coarser);
    }

    /** A count that at least half of the keys do not exceed. */
    private long limit(Run run) {
        long[] counters = histogram;
        Arrays.fill(counters, 0);
        long keys = 0;
        Run.Cursor cursor = run.read();
        while (cursor.next()) {
            counters[(int) Math.min(cursor.count, COUNTERS - 1)]++;
            keys++;
        }
        long below = 0;
        for (int count = 1; count < COUNTERS - 1; count++) {
            below += counters[count];
            if (2 * below >= keys) return count;
        }
        return limitOfLarge(run, below, keys);
    }

    /** As the other, of keys most of which have tens of thousands: to the next power of two. */
    private static long limitOfLarge(Run run, long below, long keys) {
        long[] powers = new long[Long.SIZE];
        Run.Cursor cursor = run.read();
        while (cursor.next()) {
            if (cursor.count >= COUNTERS - 1)
                powers[Long.SIZE - 1 - Long.numberOfLeadingZeros(cursor.count)]++;
        }
        long sum = below;
        int power = 0;
        while (2 * (sum += powers[power]) < keys) {
            power++;
        }
        return (2L << power) - 1;
    }

    /** Sums of dropped keys by prefix; they come in order, so one sum is open at a time. */
    private final class Carry {
        private final Run to;
        private final Kind kind;
        private long hi;
        private long lo;
        private long sum;

        Carry(Run to, Kind kind) {
            this.to = to;
            this.kind = kind;
        }

        void add(Run.Cursor cursor) {
            long maskedHi = kind.maskHi(cursor.hi);
            long maskedLo = kind.maskLo(cursor.lo);
            if (sum > 0 && (maskedHi != hi || maskedLo != lo)) flush();
            hi = maskedHi;
            lo = maskedLo;
            sum += cursor.count;
        }

        void flush() {
            if (sum > 0) to.append(hi, lo, 0, sum, chunks);
            sum = 0;
        }
    }
}
