package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A stretch of time and all that was counted in it, as sealed runs. One thread at a time. */
final class Pane {
    /** Its number on the grid that begins at 1970-01-01 UTC. */
    final long index;

    private final Map<Kind, List<Run>> runs = new EnumMap<>(Kind.class);
    private HyperLogLog dropped; // sources; null: none
    private long syns;
    private int holders;

    /** Makes an empty pane. */
    Pane(long index) {
        this.index = index;
        for (Kind kind : Kind.ALL) {
            runs.put(kind, new ArrayList<>(2));
        }
    }

    /** Takes everything from another one. */
    void takeFrom(Pane other) {
        syns += other.syns;
        for (Kind kind : Kind.ALL) {
            runs(kind).addAll(other.runs(kind));
            other.runs(kind).clear();
        }
        if (dropped == null) dropped = other.dropped;
        else if (other.dropped != null) dropped.merge(other.dropped);
    }

    /** SYNs in it, exact. */
    long syns() {
        return syns;
    }

    /** Notes further SYNs. */
    void addSyns(long more) {
        syns += more;
    }

    /** Its runs of a kind, in no order. */
    List<Run> runs(Kind kind) {
        return runs.get(kind);
    }

    /** The sources that were dropped from some run, or null when none was. */
    HyperLogLog dropped() {
        return dropped;
    }

    /** The same, to add to. */
    HyperLogLog dropped(HyperLogLog like) {
        if (dropped == null) dropped = like.empty();
        return dropped;
    }

    /** How much any key of a kind may have lost. */
    long error(Kind kind) {
        long sum = 0;
        for (Run run : runs(kind)) {
            sum += run.error();
        }
        return sum;
    }

    /** Notes that somebody needs it. */
    void hold() {
        holders++;
    }

    /** Notes that somebody needs it no longer; true when nobody does. */
    boolean let() {
        return --holders == 0;
    }
}
