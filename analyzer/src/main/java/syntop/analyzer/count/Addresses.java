package syntop.analyzer.count;

import syntop.capture.batch.SegmentBatch;

/** IPv4 and IPv6 addresses as two longs, IPv4 as IPv4-mapped (RFC 4291, 2.5.5.2). */
public final class Addresses {
    private Addresses() {}

    /** Whether this is an IPv4-mapped address. Hot path. */
    public static boolean isV4(long hi, long lo) {
        return hi == 0 && lo >>> 32 == SegmentBatch.V4_MAPPED >>> 32;
    }

    /** The order of the addresses as unsigned 128-bit numbers. */
    public static int compare(long hi1, long lo1, long hi2, long lo2) {
        int upper = Long.compareUnsigned(hi1, hi2);
        return upper != 0 ? upper : Long.compareUnsigned(lo1, lo2);
    }

    /**
     * The address as text: dotted for IPv4, RFC 5952 for IPv6 (lower case, the longest run of at
     * least two zero groups as {@code ::}, the first of several).
     */
    public static String text(long hi, long lo) {
        StringBuilder out = new StringBuilder(39);
        append(out, hi, lo);
        return out.toString();
    }

    /** Appends the {@link #text}. Allocates nothing where there is room. Hot path. */
    public static void append(StringBuilder out, long hi, long lo) {
        if (isV4(hi, lo)) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                if (shift < 24) out.append('.');
                out.append(lo >>> shift & 0xFF);
            }
            return;
        }
        int zerosAt = -1;
        int zeros = 1; // a single zero group is not shortened (RFC 5952, 4.2.2)
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && group(hi, lo, i + run) == 0) {
                run++;
            }
            if (run > zeros) {
                zeros = run;
                zerosAt = i;
            }
        }
        for (int i = 0; i < 8; i++) {
            if (i == zerosAt) {
                out.append("::");
                i += zeros - 1;
            } else {
                if (i > 0 && i != zerosAt + zeros) out.append(':');
                hex(out, group(hi, lo, i));
            }
        }
    }

    /** A group without leading zeros. */
    private static void hex(StringBuilder out, int group) {
        int shift = 12;
        while (shift > 0 && group >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(group >>> shift & 0xF, 16));
        }
    }

    private static int group(long hi, long lo, int i) {
        return (int) ((i < 4 ? hi : lo) >>> 48 - 16 * (i & 3)) & 0xFFFF;
    }
}
