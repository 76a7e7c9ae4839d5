package syntop.analyzer.count;

import static syntop.analyzer.count.Run.NARROW;
import static syntop.analyzer.count.Run.WIDE;

/**
 * What the keys of a run are. Where a kind is cut down to save memory, its coarser kind takes what
 * was dropped, so that totals by prefix stay right.
 */
enum Kind {
    // a kind stands behind its coarser one
    V4_16(NARROW, null, 112),
    V4_24(NARROW, V4_16, 120),
    V4(NARROW, V4_24, 128),
    V6_32(WIDE, null, 32),
    V6_48(WIDE, V6_32, 48),
    V6_64(WIDE, V6_48, 64),
    V6(WIDE, V6_64, 128),
    PORT(NARROW, null, 128),
    TARGET(WIDE, null, 128),
    SIGNATURE(WIDE, null, 128);

    /** All kinds, in order. */
    static final Kind[] ALL = values();

    /** Longs of an entry. */
    final int stride;

    /** Takes what is dropped; null: nothing does. */
    final Kind coarser;

    /** Bits of the prefix of 128, IPv4 as IPv4-mapped. */
    final int bits;

    Kind(int stride, Kind coarser, int bits) {
        this.stride = stride;
        this.coarser = coarser;
        this.bits = bits;
    }

    /** Whether it may be cut down; there are at most 65,536 IPv4 /16, and they stay. */
    boolean mayLose() {
        return this != V4_16;
    }

    /** The upper half of a key with all bits behind the prefix cleared. */
    long maskHi(long hi) {
        return Prefix.maskHi(hi, bits);
    }

    /** The lower half of a key with all bits behind the prefix cleared. */
    long maskLo(long lo) {
        return Prefix.maskLo(lo, bits);
    }
}
