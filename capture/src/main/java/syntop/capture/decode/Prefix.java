package syntop.capture.decode;

import syntop.capture.batch.SegmentBatch;

/**
 * An address prefix; IPv4 prefixes as IPv4-mapped (RFC 4291, 2.5.5.2), so 192.0.2.0/24 has 120
 * bits.
 *
 * @param hi upper half, bits past {@code bits} clear
 * @param lo lower half, bits past {@code bits} clear
 * @param bits 0 to 128
 */
public record Prefix(long hi, long lo, int bits) {
    /** Checks the range and clears the host bits. */
    public Prefix {
        if (bits < 0 || bits > 128)
            throw new IllegalArgumentException("bits must be 0 to 128, got " + bits);
        hi &= hiMask(bits);
        lo &= loMask(bits);
    }

    /**
     * Whether the address lies in this prefix; an IPv4 address only in a prefix of IPv4, so that
     * ::/0 means all of IPv6 and nothing else. Hot path.
     */
    public boolean contains(long addressHi, long addressLo) {
        boolean v4 = addressHi == 0 && addressLo >>> 32 == SegmentBatch.V4_MAPPED >>> 32;
        return (bits >= 96 || !v4)
                && ((addressHi ^ hi) & hiMask(bits)) == 0
                && ((addressLo ^ lo) & loMask(bits)) == 0;
    }

    // What the compiler would make of these spins classes when it first runs: 10 ms of every start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Prefix that && hi == that.hi && lo == that.lo && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(hi) + Long.hashCode(lo)) + bits;
    }

    private static long hiMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
    }

    private static long loMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }
}
