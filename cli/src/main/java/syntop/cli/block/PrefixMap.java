package syntop.cli.block;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import syntop.analyzer.count.Addresses;
import syntop.capture.decode.Prefix;

/**
 * Disjoint prefixes with a value each. IPv4 and IPv6 are apart: no prefix of IPv6 holds one of
 * IPv4, though IPv4-mapped addresses are written as if ::/0 did. One thread.
 */
final class PrefixMap<V> {
    /** By first address, a prefix before those in it. */
    static final Comparator<Prefix> BY_ADDRESS =
            (a, b) -> {
                int order = Addresses.compare(a.hi(), a.lo(), b.hi(), b.lo());
                return order != 0 ? order : Integer.compare(a.bits(), b.bits());
            };

    private final NavigableMap<Prefix, V> v4 = new TreeMap<>(BY_ADDRESS);
    private final NavigableMap<Prefix, V> v6 = new TreeMap<>(BY_ADDRESS);

    /** Adds one in place of those that it holds; nothing changes where one holds it already. */
    void add(Prefix prefix, V value) {
        if (around(prefix) != null) return;
        NavigableMap<Prefix, V> family = family(prefix);
        family.subMap(prefix, true, last(prefix), true).clear();
        family.put(prefix, value);
    }

    /** The value of the one that holds a prefix, or is it; else null. */
    V around(Prefix prefix) {
        // as they are disjoint, only the last one that does not begin behind it can hold it
        Map.Entry<Prefix, V> before =
                family(prefix).floorEntry(new Prefix(prefix.hi(), prefix.lo(), 128));
        return before != null && holds(before.getKey(), prefix) ? before.getValue() : null;
    }

    /** The value of one that shares an address with a prefix; else null. */
    V touching(Prefix prefix) {
        V around = around(prefix);
        if (around != null) return around;
        Map.Entry<Prefix, V> inside = family(prefix).ceilingEntry(prefix);
        return inside != null && holds(prefix, inside.getKey()) ? inside.getValue() : null;
    }

    private NavigableMap<Prefix, V> family(Prefix prefix) {
        return isV4(prefix) ? v4 : v6;
    }

    /** Whether this is a prefix of IPv4 addresses. */
    static boolean isV4(Prefix prefix) {
        return prefix.bits() >= 96 && Addresses.isV4(prefix.hi(), prefix.lo());
    }

    private static boolean holds(Prefix outer, Prefix inner) {
        return inner.bits() >= outer.bits()
                && new Prefix(inner.hi(), inner.lo(), outer.bits()).equals(outer);
    }

    private static Prefix last(Prefix prefix) {
        int bits = prefix.bits();
        long hi = bits >= 64 ? prefix.hi() : prefix.hi() | -1L >>> bits;
        long lo = bits == 128 ? prefix.lo() : bits <= 64 ? -1L : prefix.lo() | -1L >>> bits - 64;
        return new Prefix(hi, lo, 128);
    }
}
