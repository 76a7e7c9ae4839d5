package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The sealed panes, within a limit of memory. As long as the limit lasts, all counts are exact.
 * Then runs are merged; and when that is not enough, the sources that fill the most memory are
 * {@linkplain Cut cut}.
 *
 * <p>One thread at a time.
 */
final class PaneStore {
    /** Merging that gives back less than this part of the limit is not worth repeating. */
    private static final int LEAST_GAIN = 16;

    /** Runs of one kind in a pane, past which they are merged. */
    private static final int MAX_RUNS = 64;

    /** Chunks below which cutting down gives back next to nothing. */
    private static final int MIN_CHUNKS = 2;

    /** Keys that tell whether two runs have many in common. */
    private static final int SAMPLES = 64;

    private final Chunks chunks;
    private final Cut cut;
    private final Set<Pane> panes = new LinkedHashSet<>(); // oldest first
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
        cut = new Cut(chunks);
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
            if (isWorthMerging(into.runs(kind))) merge(into, kind);
            else mergeMany(into, kind);
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
        for (Pane pane : panes) {
            for (Kind kind : Kind.ALL) {
                // of runs that were spilled each is read at once: there should be few
                if (spill != null || isWorthMerging(pane.runs(kind))) merge(pane, kind);
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

    /** Whether merging these gives back a part of their memory that is worth it, by a sample. */
    private boolean isWorthMerging(List<Run> runs) {
        if (runs.size() < 2) return false;
        long taken = 0;
        long entries = 0;
        Run largest = runs.get(0);
        for (Run run : runs) {
            taken += run.chunks();
            entries += run.entries();
            if (run.entries() > largest.entries()) largest = run;
        }
        entries -= largest.entries() * common(largest, runs) / SAMPLES;
        return (taken - chunks.needed(entries, largest.stride)) * LEAST_GAIN > taken;
    }

    /** How many of the sampled keys of a run are in others too. */
    private static int common(Run run, List<Run> others) {
        int common = 0;
        for (int i = 0; i < SAMPLES; i++) {
            RunCursor key = run.read();
            key.seek(run.entries() * i / SAMPLES);
            if (!key.next()) continue;
            for (Run other : others) {
                if (other == run || other.count(key.hi, key.lo, key.tag) == 0) continue;
                common++;
                break;
            }
        }
        return common;
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
        List<RunCursor> cursors = new ArrayList<>(runs.size());
        for (Run run : runs) {
            merged.addError(run.error());
            cursors.add(run.drain(chunks));
        }
        RunMerge merge = RunMerge.of(cursors);
        while (merge.next()) {
            merged.append(merge.hi, merge.lo, merge.tag, merge.count, chunks);
        }
        pane.runs(kind).removeAll(runs);
        pane.runs(kind).add(merged);
    }

    /** Cuts the kind of key of a pane that has most chunks; false when none has enough. */
    private boolean cutLargest() {
        Pane where = null;
        Kind what = null;
        int most = MIN_CHUNKS - 1;
        for (Pane pane : panes) {
            for (Kind kind : Kind.ALL) {
                if (!kind.mayLose()) continue;
                int taken = 0;
                for (Run run : pane.runs(kind)) {
                    taken += run.chunks();
                }
                if (taken <= most) continue;
                where = pane;
                what = kind;
                most = taken;
            }
        }
        if (where == null) return false;
        cut.cut(where, what);
        for (Kind kind = what.coarser; kind != null; kind = kind.coarser) {
            merge(where, kind);
        }
        return true;
    }
}
