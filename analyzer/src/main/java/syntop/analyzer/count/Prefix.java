package syntop.analyzer.count;

import java.util.List;

/**
 * A network.
 *
 * @param hi upper half of its first address, IPv4 as IPv4-mapped
 * @param lo lower half
 * @param bits length, 1 to 128
 */
record Prefix(long hi, long lo, int bits) {
    /** The one of this length that an address lies in. */
    static Prefix of(long hi, long lo, int bits) {
        return new Prefix(maskHi(hi, bits), maskLo(lo, bits), bits);
    }

    /** The upper half of an address with all bits behind a prefix cleared. */
    static long maskHi(long hi, int bits) {
        return bits >= 64 ? hi : hi & -1L << 64 - bits;
    }

    /** The lower half of an address with all bits behind a prefix cleared. */
    static long maskLo(long lo, int bits) {
        if (bits == 128) return lo;
        return bits <= 64 ? 0 : lo & -1L << 128 - bits;
    }

    /** Whether an address lies in it. */
    boolean holds(long addressHi, long addressLo) {
        return maskHi(addressHi, bits) == hi && maskLo(addressLo, bits) == lo;
    }

    private boolean isV4() {
        return bits >= 96 && Addresses.isV4(hi, lo);
    }

    private boolean isAround(Prefix other) {
        return bits < other.bits && isV4() == other.isV4() && holds(other.hi, other.lo);
    }

    /** Those that lie in this one, but not in another of them that does. */
    List<Prefix> outermost(List<Prefix> of) {
        List<Prefix> inside = of.stream().filter(this::isAround).toList();
        return inside.stream()
                .filter(each -> inside.stream().noneMatch(other -> other.isAround(each)))
                .toList();
    }

    /** SYNs of its sources in a pane: of those that are there, and what they have lost to it. */
    long syns(Pane pane) {
        long sum = 0;
        for (Kind kind = isV4() ? Kind.V4 : Kind.V6; kind != null; kind = kind.coarser) {
            if (kind.bits < bits) break; // whose they were is not known
            for (Run run : pane.runs(kind)) {
                sum += run.count(this);
            }
        }
        return sum;
    }
}
