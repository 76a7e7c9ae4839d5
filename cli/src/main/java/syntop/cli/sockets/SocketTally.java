package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import syntop.linux.sockets.TcpState;

/**
 * Counts sockets by a key and by state. Keys that collide, as a sender may choose addresses, are
 * found by their order then: the map needs {@link Comparable} for that.
 *
 * <p>One thread. Memory: some 170 bytes a key.
 */
final class SocketTally<K extends Comparable<K>> {
    private final Map<K, StateCounts> counts = new HashMap<>();

    void add(K key, TcpState state) {
        counts.computeIfAbsent(key, unused -> new StateCounts()).add(state);
    }

    /** Different keys. */
    int size() {
        return counts.size();
    }

    /** All sockets of a key, in whatever state; of one of another kind there are none. */
    long total(SocketKey key) {
        StateCounts states = counts.get(key);
        return states == null ? 0 : states.total();
    }

    /**
     * The keys with the most sockets, most first, equal ones in their order.
     *
     * @param rows how many at most; 0 for all
     */
    List<Map.Entry<K, StateCounts>> top(int rows) {
        Comparator<Map.Entry<K, StateCounts>> least = SocketTally::compare;
        PriorityQueue<Map.Entry<K, StateCounts>> kept = new PriorityQueue<>(least);
        for (Map.Entry<K, StateCounts> entry : counts.entrySet()) {
            boolean full = rows > 0 && kept.size() == rows;
            if (full && compare(entry, kept.peek()) < 0) continue;
            if (full) kept.remove();
            kept.add(entry);
        }
        List<Map.Entry<K, StateCounts>> top = new ArrayList<>(kept);
        top.sort(least.reversed());
        return top;
    }

    /** Fewer sockets first, of equal ones the later key. */
    private static <K extends Comparable<K>> int compare(
            Map.Entry<K, StateCounts> a, Map.Entry<K, StateCounts> b) {
        int order = Long.compare(a.getValue().total(), b.getValue().total());
        return order != 0 ? order : b.getKey().compareTo(a.getKey());
    }
}
