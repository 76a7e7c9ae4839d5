package syntop.analyzer.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests, answers and completions of each target in each second of UTC, in whatever order they
 * come. Analyzer thread only.
 *
 * <p>When it is full the older half of the seconds is forgotten. Memory: 24 bytes a slot, 2 to 4
 * slots for each second with requests of each target, up to 48 MiB, and half as much again while it
 * grows.
 */
final class SecondBins {
    static final long NANOS = 1_000_000_000L;

    /** The largest number of a target. */
    static final int MAX_TARGET = (1 << 27) - 1;

    private static final int SECOND_BITS = 36; // of nanoseconds in a long, with the sign
    private static final long OFFSET = 1L << SECOND_BITS - 1;

    private final int maxBins;
    private long[] slots = new long[3 << 8]; // key and 1, requests and answers, completions
    private int size;

    SecondBins() {
        this(1 << 20);
    }

    SecondBins(int maxBins) {
        this.maxBins = maxBins;
    }

    private static long key(int target, long second) {
        return ((long) target << SECOND_BITS | second + OFFSET) + 1;
    }

    private static int find(long[] table, long key) {
        int mask = table.length / 3 - 1;
        long mixed = key * 0x9E37_79B9_7F4A_7C15L; // seconds and numbers of targets are no secrets
        int i =
                (int) (mixed >>> 32)
                        & mask; // and no sender gains by runs: they are bounded in time
        while (table[3 * i] != 0 && table[3 * i] != key) {
            i = i + 1 & mask;
        }
        return 3 * i;
    }

    /**
     * Adds to a bin.
     *
     * @param target its number, 0 to {@link #MAX_TARGET}; two of one number share their bins
     */
    void add(int target, long second, long requests, long answered, long completed) {
        long key = key(target, second);
        int at = find(slots, key);
        if (slots[at] == 0) {
            if (size >= slots.length / 6) {
                makeRoom();
                at = find(slots, key);
            }
            slots[at] = key;
            size++;
        }
        slots[at + 1] += requests << 32 | answered;
        slots[at + 2] += completed;
    }

    private void makeRoom() {
        long oldest = size >= maxBins ? medianSecond() : Long.MIN_VALUE;
        long[] old = slots;
        long[] table = new long[size >= maxBins ? old.length : old.length * 2];
        size = 0;
        for (int at = 0; at < old.length; at += 3) {
            if (old[at] == 0 || second(old[at]) < oldest) continue;
            System.arraycopy(old, at, table, find(table, old[at]), 3);
            size++;
        }
        // all of one second: forget everything rather than search for the least of it
        if (size >= maxBins) {
            Arrays.fill(table, 0);
            size = 0;
        }
        slots = table;
    }

    /** Forgets what came before a second. */
    void keepFrom(long oldest) {
        long[] old = slots;
        slots = new long[old.length];
        size = 0;
        for (int at = 0; at < old.length; at += 3) {
            if (old[at] == 0 || second(old[at]) < oldest) continue;
            System.arraycopy(old, at, slots, find(slots, old[at]), 3);
            size++;
        }
    }

    private long medianSecond() {
        long[] seconds = new long[size];
        int n = 0;
        for (int at = 0; at < slots.length; at += 3) {
            if (slots[at] != 0) seconds[n++] = second(slots[at]);
        }
        Arrays.sort(seconds);
        return seconds[n / 2] + (seconds[0] == seconds[n / 2] ? 1 : 0);
    }

    private static long second(long key) {
        return (key - 1 & (1L << SECOND_BITS) - 1) - OFFSET;
    }

    /**
     * The bins of some targets, the earliest first.
     *
     * @param numbers of the targets
     * @return by number; for a target without bins an empty one
     */
    Map<Integer, Timeline> timelines(Collection<Integer> numbers) {
        Map<Integer, List<Bin>> bins = new HashMap<>();
        numbers.forEach(number -> bins.put(number, new ArrayList<>()));
        for (int at = 0; at < slots.length; at += 3) {
            if (slots[at] == 0) continue;
            List<Bin> of = bins.get((int) (slots[at] - 1 >>> SECOND_BITS));
            if (of != null) of.add(new Bin(second(slots[at]), slots[at + 1], slots[at + 2]));
        }
        Map<Integer, Timeline> timelines = new HashMap<>();
        bins.forEach((number, of) -> timelines.put(number, timeline(of)));
        return timelines;
    }

    private static Timeline timeline(List<Bin> bins) {
        bins.sort(Comparator.comparingLong(Bin::second));
        int n = bins.size();
        Timeline timeline = new Timeline(new long[n], new long[n], new long[n], new long[n]);
        for (int i = 0; i < n; i++) {
            Bin bin = bins.get(i);
            timeline.seconds()[i] = bin.second;
            timeline.requests()[i] = bin.requestsAndAnswers >>> 32;
            timeline.answered()[i] = bin.requestsAndAnswers & 0xFFFF_FFFFL;
            timeline.completed()[i] = bin.completed;
        }
        return timeline;
    }

    private record Bin(long second, long requestsAndAnswers, long completed) {}
}
