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
 * <p>One thread. Memory: some 190 bytes a key.
 */
final class SocketTally<K extends Comparable<K>> {
    private final Map<K, SocketGroup> groups = new HashMap<>();

    /** Counts a socket, and tells in which group. */
    SocketGroup add(K key, TcpState state) {
        SocketGroup group = groups.computeIfAbsent(key, unused -> new SocketGroup());
        group.states.add(state);
        return group;
    }

    /** Different keys. */
    int size() {
        return groups.size();
    }

    /** All sockets of a key, in whatever state; of one of another kind there are none. */
    long total(SocketKey key) {
        SocketGroup group = groups.get(key);
        return group == null ? 0 : group.states.total();
    }

    /**
     * The keys with the most sockets, most first, equal ones in their order.
     *
     * @param rows how many at most; 0 for all
     */
    List<Map.Entry<K, SocketGroup>> top(int rows) {
        Comparator<Map.Entry<K, SocketGroup>> least = SocketTally::compare;
        PriorityQueue<Map.Entry<K, SocketGroup>> kept = new PriorityQueue<>(least);
        for (Map.Entry<K, SocketGroup> entry : groups.entrySet()) {
            boolean full = rows > 0 && kept.size() == rows;
            if (full && compare(entry, kept.peek()) < 0) continue;
            if (full) kept.remove();
            kept.add(entry);
        }
        List<Map.Entry<K, SocketGroup>> top = new ArrayList<>(kept);
        top.sort(least.reversed());
        return top;
    }

    /** Fewer sockets first, of equal ones the later key. */
    private static <K extends Comparable<K>> int compare(
            Map.Entry<K, SocketGroup> a, Map.Entry<K, SocketGroup> b) {
        int order = Long.compare(a.getValue().states.total(), b.getValue().states.total());
        return order != 0 ? order : b.getKey().compareTo(a.getKey());
    }
}
