package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The panes that some window still needs: those of the latest one, and where that was asked for
 * those of the busiest. A pane can change as long as the latest window holds it, for packets come
 * late; a window is looked at when none of its panes can. Sealing thread.
 */
final class Windows {
    /** Takes each full window once it cannot change any more. */
    interface Listener {
        /**
         * A window with SYNs in it; the panes are valid during the call only.
         *
         * @param first number of the first pane of the window, not of the first that is there
         */
        void window(List<Pane> panes, long first);
    }

    private final PaneStore store;
    private final int length; // of a window, in panes
    private final boolean settles; // whether anybody looks at windows when they cannot change
    private final Listener listener; // or null
    private final NavigableMap<Long, Pane> latest = new TreeMap<>();
    private List<Pane> busiest = List.of();
    private long busiestSyns;
    private long busiestLast; // number of its last pane
    private long settled = Long.MIN_VALUE; // panes up to this one cannot change

    /**
     * Starts without a pane.
     *
     * @param length panes of a window
     * @param keepsBusiest whether the busiest window is asked for
     * @param listener takes every window of the absolute grid, or null
     */
    Windows(PaneStore store, int length, boolean keepsBusiest, Listener listener) {
        this.store = store;
        this.length = length;
        this.listener = listener;
        settles = keepsBusiest || listener != null;
    }

    /** The pane with this number, which is made if it is not there. */
    Pane at(long index) {
        Pane pane = latest.get(index);
        if (pane == null) {
            pane = store.open(index);
            pane.hold();
            latest.put(index, pane);
        }
        return pane;
    }

    /** Moves the latest window so that this pane is its last one; older ones are let go. */
    void advance(long last) {
        if (settles) {
            settle(last - length);
            letOlderThan(last - 2L * length + 1); // windows with panes of now reach back as far
        } else {
            letOlderThan(last - length + 1);
        }
    }

    /** Ends all windows: time goes on elsewhere, or not at all. */
    void end() {
        if (settles) settle(Long.MAX_VALUE);
        letOlderThan(Long.MAX_VALUE);
        settled = Long.MIN_VALUE;
    }

    private void settle(long upTo) {
        for (Pane pane : latest.subMap(settled, false, upTo, true).values()) {
            // the busiest window can be moved until its last pane is not empty
            List<Pane> window = between(pane.index - length + 1, pane.index);
            long syns = window.stream().mapToLong(Pane::syns).sum();
            if (syns > busiestSyns) keep(window, syns, pane.index);
        }
        if (listener != null) tell(upTo);
        settled = upTo;
    }

    private void keep(List<Pane> window, long syns, long last) {
        window.forEach(Pane::hold);
        busiest.forEach(this::let);
        busiest = window;
        busiestSyns = syns;
        busiestLast = last;
    }

    private void tell(long upTo) {
        while (!latest.isEmpty()) {
            long first = Math.floorDiv(latest.firstKey(), length) * length;
            if (first > upTo - length + 1) return;
            listener.window(between(first, first + length - 1), first);
            letOlderThan(first + length);
        }
    }

    private void letOlderThan(long first) {
        NavigableMap<Long, Pane> old = latest.headMap(first, false);
        old.values().forEach(this::let);
        old.clear();
    }

    private void let(Pane pane) {
        if (pane.let()) store.drop(pane);
    }

    /** The panes with numbers from {@code first} to {@code last}, oldest first. */
    List<Pane> between(long first, long last) {
        return new ArrayList<>(latest.subMap(first, true, last, true).values());
    }

    /** The panes of the window with most SYNs, the earliest of several; empty without SYNs. */
    List<Pane> busiest() {
        return busiest;
    }

    /** The number of the last pane of {@link #busiest()}. */
    long busiestLast() {
        return busiestLast;
    }
}
