package syntop.capture.file;

import syntop.capture.batch.SegmentBatch;

/**
 * One interface of a pcapng section: its link type and how its times are to be read
 * (draft-ietf-opsawg-pcapng, 4.2).
 */
final class PcapngInterface {
    private static final long NANOS = 1_000_000_000L;
    private static final int DEFAULT_RESOLUTION = 6;

    /** LINKTYPE_ number. */
    final int linkType;

    /** Snaplen, unsigned; 0: none. */
    final int snapLen;

    /** Whether a packet of it was handed over; kept by the reader. */
    boolean met;

    private int exponent = DEFAULT_RESOLUTION;
    private boolean binary; // a unit is 2^-exponent seconds, else 10^-exponent
    private long offsetSeconds;

    // For decimal resolutions down to nanoseconds: nanos = units * nanosPerUnit + offsetNanos when
    // 0 <= units <= maxUnits.
    private long nanosPerUnit;
    private long maxUnits;
    private long offsetNanos;

    PcapngInterface(int linkType, int snapLen) {
        this.linkType = linkType;
        this.snapLen = snapLen;
        prepare();
    }

    /** Sets if_tsresol: the top bit says a power of 2, else it is one of 10. */
    void resolution(byte value) {
        binary = value < 0;
        exponent = value & 0x7F;
        prepare();
    }

    /** Sets if_tsoffset: seconds to be added to each time. */
    void offsetSeconds(long seconds) {
        offsetSeconds = seconds;
        prepare();
    }

    /**
     * Nanoseconds since 1970-01-01 UTC. Hot path.
     *
     * @param units time as in the block, unsigned
     * @return {@link SegmentBatch#NO_TIME} for a time that 64 bits of nanoseconds cannot hold (the
     *     years before 1678 and after 2262)
     */
    long nanos(long units) {
        if (units >= 0 && units <= maxUnits) return units * nanosPerUnit + offsetNanos;
        return rareNanos(units);
    }

    private void prepare() {
        maxUnits = -1;
        if (binary || exponent > 9) return;
        try {
            offsetNanos = Math.multiplyExact(offsetSeconds, NANOS);
        } catch (ArithmeticException e) {
            return; // rareNanos decides
        }
        nanosPerUnit = pow10(9 - exponent);
        maxUnits = (Long.MAX_VALUE - Math.max(offsetNanos, 0)) / nanosPerUnit;
    }

    /** Fine and binary resolutions, and everything that may overflow. */
    private long rareNanos(long units) {
        long seconds;
        long fraction; // ns, below one second
        if (binary) {
            seconds = exponent > 63 ? 0 : units >>> exponent;
            fraction = binaryFraction(units);
        } else if (exponent > 19) {
            // 10^20 is past 64 bits: less than 0.2 s in all; digits below the nanosecond go
            seconds = 0;
            fraction = exponent - 9 > 19 ? 0 : Long.divideUnsigned(units, pow10(exponent - 9));
        } else {
            long perSecond = pow10(exponent);
            seconds = Long.divideUnsigned(units, perSecond);
            long rest = Long.remainderUnsigned(units, perSecond);
            fraction =
                    exponent > 9
                            ? Long.divideUnsigned(rest, pow10(exponent - 9))
                            : rest * pow10(9 - exponent);
        }
        if (seconds < 0) return SegmentBatch.NO_TIME; // 2^63 seconds and more
        try {
            long whole = Math.multiplyExact(Math.addExact(seconds, offsetSeconds), NANOS);
            return Math.addExact(whole, fraction);
        } catch (ArithmeticException e) {
            return SegmentBatch.NO_TIME;
        }
    }

    /** The part of {@code units / 2^exponent} below one, in ns: the product has up to 94 bits. */
    private long binaryFraction(long units) {
        if (exponent == 0) return 0;
        long part = exponent > 63 ? units : units & (1L << exponent) - 1;
        long low = part * NANOS;
        long high = Math.multiplyHigh(part, NANOS) + (part >> 63 & NANOS); // part is unsigned
        if (exponent > 63) return high >>> exponent - 64;
        return high << 64 - exponent | low >>> exponent;
    }

    /** 10^n for n of 0 to 19; 10^19 as unsigned. */
    private static long pow10(int n) {
        long power = 1;
        for (int i = 0; i < n; i++) power *= 10;
        return power;
    }
}
