package syntop.analyzer.baseline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys of two words that are usual: how often each was met, and how often in a minute at most. When
 * it is full, the quarter that was met least is forgotten, and {@link #forgotten} says so. One
 * thread. Memory: about 120 bytes for each key.
 */
public final class Sightings {
    private final int capacity;
    private final Map<Pair, Seen> entries = new HashMap<>();
    private long forgotten;
    private long total;

    /** A key; ordered, so that no sender gains by keys of one hash code. */
    public record Pair(long hi, long lo) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int upper = Long.compareUnsigned(hi, other.hi);
            return upper != 0 ? upper : Long.compareUnsigned(lo, other.lo);
        }
    }

    /**
     * What is known of a key.
     *
     * @param syns with it, in all
     * @param mostPerMinute with it in a minute, at most
     */
    public record Seen(long syns, long mostPerMinute) {
        Seen plus(long more, long perMinute) {
            return new Seen(syns + more, Math.max(mostPerMinute, perMinute));
        }
    }

    Sightings(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Notes SYNs with a key.
     *
     * @param syns how many, 1 or more
     * @param perMinute how many in a minute, at most
     */
    public void add(long hi, long lo, long syns, long perMinute) {
        Pair key = new Pair(hi, lo);
        Seen entry = entries.get(key);
        if (entry == null && entries.size() >= capacity) forgetRare();
        entries.put(key, (entry == null ? new Seen(0, 0) : entry).plus(syns, perMinute));
        total += syns;
    }

    private void forgetRare() {
        List<Map.Entry<Pair, Seen>> rarest = sorted();
        for (int i = rarest.size() - 1; i >= capacity / 4 * 3; i--) {
            forgotten += rarest.get(i).getValue().syns();
            entries.remove(rarest.get(i).getKey());
        }
    }

    /** Sets how many SYNs had keys that were forgotten, 0 or more. */
    public void forgotten(long syns) {
        total += syns - forgotten;
        forgotten = syns;
    }

    /** SYNs whose keys were forgotten; 0: every key that was ever met is here. */
    public long forgotten() {
        return forgotten;
    }

    /** SYNs noted, those of forgotten keys too. */
    public long total() {
        return total;
    }

    /** How many keys it may hold. */
    public int capacity() {
        return capacity;
    }

    /** How many keys it holds. */
    public int size() {
        return entries.size();
    }

    /** What is known of a key; null: nothing. */
    public Seen get(long hi, long lo) {
        return entries.get(new Pair(hi, lo));
    }

    /** All keys, in no order. */
    Set<Map.Entry<Pair, Seen>> all() {
        return entries.entrySet();
    }

    /** All keys, the most frequent first. */
    public List<Map.Entry<Pair, Seen>> sorted() {
        List<Map.Entry<Pair, Seen>> sorted = new ArrayList<>(entries.entrySet());
        sorted.sort(
                Comparator.comparingLong((Map.Entry<Pair, Seen> e) -> e.getValue().syns())
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()));
        return sorted;
    }
}
