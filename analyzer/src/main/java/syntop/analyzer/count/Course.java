package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Everything that was counted, as panes of equal length on the grid that begins at 1970-01-01 UTC.
 * A pane is a power of two of seconds long: the least with which there are at most {@value #MOST}.
 * Where memory gets short before anything is dropped, neighbours become one: what is lost is when,
 * not how many. Sealing thread.
 */
final class Course {
    static final int MOST = 64;

    private final PaneStore store;
    private final NavigableMap<Long, Pane> panes = new TreeMap<>(); // by number at this width
    private Pane untimed; // null: every SYN has a time
    private int shift;

    /** Starts without a pane. */
    Course(PaneStore store) {
        this.store = store;
    }

    /** The width with which so many seconds are at most {@value #MOST} panes. */
    static int shift(long firstSecond, long lastSecond) {
        int shift = 0;
        while ((lastSecond >> shift) - (firstSecond >> shift) >= MOST) {
            shift++;
        }
        return shift;
    }

    /**
     * The pane that a stretch lies in.
     *
     * @param stretch its number, or {@link Strays#UNTIMED}
     * @param ofShift it is 2^this many seconds long
     */
    Pane at(long stretch, int ofShift) {
        if (stretch == Strays.UNTIMED) {
            if (untimed == null) untimed = store.open(stretch);
            return untimed;
        }
        if (ofShift > shift) widen(ofShift);
        long index = stretch >> shift - ofShift;
        if (!panes.isEmpty()) {
            long first = Math.min(panes.firstKey(), index);
            int more = shift(first, Math.max(panes.lastKey(), index));
            if (more > 0) widen(shift + more);
        }
        return panes.computeIfAbsent(stretch >> shift - ofShift, store::open);
    }

    /** Makes panes longer. */
    private void widen(int to) {
        List<Pane> before = new ArrayList<>(panes.values());
        panes.clear();
        int by = to - shift;
        shift = to;
        for (Pane pane : before) {
            Pane wider = panes.get(pane.index >> by);
            if (wider == null) panes.put(pane.index >> by, store.renumber(pane, pane.index >> by));
            else store.absorb(wider, pane);
        }
    }

    /** Makes two panes one, for all; false when there are no two. */
    boolean coarsen() {
        if (panes.size() < 2) return false;
        widen(shift + 1);
        return true;
    }

    /** All panes, the oldest first, that of SYNs without a time last. */
    List<Pane> all() {
        List<Pane> all = timed();
        if (untimed != null) all.add(untimed);
        return all;
    }

    /** The panes with a time, the oldest first. */
    private List<Pane> timed() {
        return new ArrayList<>(panes.values());
    }

    /** From the first pane with a time to the last. */
    Span span() {
        if (panes.isEmpty()) return Span.NONE;
        long first = panes.firstKey();
        int parts = (int) (panes.lastKey() - first) + 1;
        return new Span(timed(), first, parts, Stretches.nanosOf(shift));
    }

    /** A pane is 2^this many seconds long. */
    int shift() {
        return shift;
    }
}
