package syntop.analyzer.count;

import java.util.Arrays;

/**
 * SYNs for each second of UTC, in whatever order they come. Analyzer thread only.
 *
 * <p>Packets mostly come in order, so the second in hand is a field; it goes to a table when
 * another begins. Memory: 16 bytes a slot, 2 to 4 slots a second, up to {@link #MAX_SECONDS}
 * different seconds (128 MiB, and half as much again while it grows); SYNs of further seconds are
 * counted as {@link #unplaced()}, so no file can exhaust memory with its time stamps.
 */
public final class SecondCounts {
    /** Different seconds that are kept: 48 days. */
    public static final int MAX_SECONDS = 1 << 22;

    private static final long NANOS = 1_000_000_000L;

    private final KeyedHash hash = new KeyedHash(16);
    private final int maxSeconds;
    private long[] slots = new long[2 << 10]; // second, count; a count of 0 is a free slot
    private int size;
    private long unplaced;
    private long second;
    private long startNanos = 1; // an empty range: the first SYN opens one
    private long endNanos;
    private long inHand;

    /** Makes an empty count. */
    public SecondCounts() {
        this(MAX_SECONDS);
    }

    /** As {@link #SecondCounts()}, with place for this many different seconds. */
    SecondCounts(int maxSeconds) {
        this.maxSeconds = maxSeconds;
    }

    /** Counts one SYN. Hot path. */
    public void add(long tsNanos) {
        if (tsNanos < startNanos || tsNanos >= endNanos) turnTo(tsNanos);
        inHand++;
    }

    /** Counts some SYNs with times in the second of this one. Hot path. */
    public void add(long tsNanos, long syns) {
        if (tsNanos < startNanos || tsNanos >= endNanos) turnTo(tsNanos);
        inHand += syns;
    }

    /** Counts SYNs of a second, ns apart from 0 that a long can hold. */
    public void addSecond(long atSecond, long syns) {
        flush();
        second = atSecond;
        startNanos = 1; // an empty range
        endNanos = 0;
        inHand = syns;
        flush();
    }

    /** Notes SYNs whose second found no place elsewhere. */
    public void addUnplaced(long syns) {
        unplaced += syns;
    }

    /** Adds all that another one has counted. */
    public void addAll(SecondCounts other) {
        other.flush();
        unplaced += other.unplaced;
        for (int at = 0; at < other.slots.length; at += 2) {
            if (other.slots[at + 1] != 0) addSecond(other.slots[at], other.slots[at + 1]);
        }
    }

    /** The same, for another thread. */
    public SecondCounts copy() {
        SecondCounts copy = new SecondCounts(maxSeconds);
        copy.addAll(this);
        return copy;
    }

    /** Seconds in ascending order, each with its SYNs behind it. */
    public long[] sorted() {
        flush();
        long[] keys = new long[size];
        int n = 0;
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at + 1] != 0) keys[n++] = slots[at];
        }
        Arrays.sort(keys);
        long[] all = new long[2 * n];
        for (int i = 0; i < n; i++) {
            all[2 * i] = keys[i];
            all[2 * i + 1] = slots[find(slots, keys[i]) + 1];
        }
        return all;
    }

    /** Whether two times are in the same second, the earlier of them first. */
    public static boolean isOne(long fromNanos, long toNanos) {
        return toNanos - fromNanos < NANOS
                && toNanos - fromNanos >= 0
                && Math.floorDiv(fromNanos, NANOS) == Math.floorDiv(toNanos, NANOS);
    }

    private void turnTo(long tsNanos) {
        flush();
        second = Math.floorDiv(tsNanos, NANOS);
        startNanos = second * NANOS;
        endNanos = startNanos + NANOS;
    }

    private void flush() {
        if (inHand == 0) return;
        int at = find(slots, second);
        if (slots[at + 1] == 0) {
            if (size == maxSeconds) {
                unplaced += inHand;
                inHand = 0;
                return;
            }
            slots[at] = second;
            size++;
        }
        slots[at + 1] += inHand;
        inHand = 0;
        if (size > slots.length / 4) grow(); // half of the slots
    }

    private int find(long[] table, long key) {
        int mask = table.length / 2 - 1;
        int i = (int) hash.hash(0, key) & mask;
        while (table[2 * i + 1] != 0 && table[2 * i] != key) {
            i = i + 1 & mask;
        }
        return 2 * i;
    }

    private void grow() {
        long[] table = new long[slots.length * 2];
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at + 1] != 0) System.arraycopy(slots, at, table, find(table, slots[at]), 2);
        }
        slots = table;
    }

    /** The busiest second, the earliest of several; the count is 0 when nothing was counted. */
    public Peak peak() {
        return peak(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The busiest second of those that lie at least in part in an interval. */
    public Peak peak(long fromNanos, long toNanos) {
        flush();
        long first = Math.floorDiv(fromNanos, NANOS);
        long last = Math.floorDiv(toNanos, NANOS);
        long best = 0;
        long when = 0;
        for (int at = 0; at < slots.length; at += 2) {
            long count = slots[at + 1];
            if (slots[at] < first || slots[at] > last) continue;
            if (count > best || count == best && count > 0 && slots[at] < when) {
                best = count;
                when = slots[at];
            }
        }
        return new Peak(when, best);
    }

    /**
     * The SYNs of equal parts of an interval, for a small chart.
     *
     * @param fromNanos begin of the first part
     * @param toNanos the last time that counts, not before {@code fromNanos}; the last part may be
     *     shorter than the others
     * @param maxParts parts at the most, at least 1; a part is at least a second long
     */
    public long[] series(long fromNanos, long toNanos, int maxParts) {
        flush();
        long first = Math.floorDiv(fromNanos, NANOS);
        long seconds = Math.floorDiv(toNanos, NANOS) - first + 1;
        long width = (seconds + maxParts - 1) / maxParts;
        long[] parts = new long[(int) ((seconds + width - 1) / width)];
        for (int at = 0; at < slots.length; at += 2) {
            long index = slots[at] - first;
            if (slots[at + 1] != 0 && index >= 0 && index < seconds) {
                parts[(int) (index / width)] += slots[at + 1];
            }
        }
        return parts;
    }

    /** SYNs whose second found no place; with them {@link #peak()} may be too low. */
    public long unplaced() {
        return unplaced;
    }

    /**
     * A second and its SYNs.
     *
     * @param second seconds since 1970-01-01 UTC
     * @param syns SYNs in it
     */
    public record Peak(long second, long syns) {}
}
