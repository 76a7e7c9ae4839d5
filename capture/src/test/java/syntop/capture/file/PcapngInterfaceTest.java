package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.SegmentBatch;

class PcapngInterfaceTest {
    @ParameterizedTest
    @CsvSource({
        // if_tsresol, if_tsoffset, units, ns
        "6, 0, 1700000000000001, 1700000000000001000",
        "9, 0, 1700000000000000001, 1700000000000000001",
        "0, 0, 1700000000, 1700000000000000000",
        "3, 5, 1, 5001000000",
        "6, -10, 3000000, -7000000000",
        "12, 0, 1999, 1",
        "19, 0, -1, 1844674407",
        "20, 0, -1, 184467440",
        "127, 1, -1, 1000000000",
        "128, 0, 3, 3000000000", // 2^0
        "129, 0, 3, 1500000000", // 2^-1
        "138, 0, 1536, 1500000000", // 2^-10
        "160, 0, 6442450944, 1500000000", // 2^-32, as NTP
        "191, 0, -1, 1999999999", // 2^-63
        "192, 0, -1, 999999999", // 2^-64
        "193, 0, -1, 499999999", // 2^-65
        "255, 2, -1, 2000000000", // 2^-127
    })
    void convertsTime(int resolution, long offsetSeconds, long units, long nanos) {
        assertEquals(nanos, described(resolution, offsetSeconds).nanos(units));
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0, -1", // 2^64 microseconds
        "6, 0, 9223372036854776", // one microsecond past 2262
        "0, 0, -1",
        "9, 0, -9223372036854775808",
        "9, 9223372036854775807, 0",
        "9, -9223372036854775808, 0",
        "6, 9223372036, 854776",
        "128, 0, -1",
        "129, 9223372036, 2",
    })
    void hasNoTimeForWhatNanosecondsCannotHold(int resolution, long offsetSeconds, long units) {
        assertEquals(SegmentBatch.NO_TIME, described(resolution, offsetSeconds).nanos(units));
    }

    @Test
    void holdsTheLastMicrosecond() {
        assertEquals(9_223_372_036_854_775_000L, described(6, 0).nanos(9_223_372_036_854_775L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void equalsExactArithmetic(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++) {
            int resolution = random.nextInt(256);
            long offset = random.nextLong() >> random.nextInt(64);
            long units = random.nextLong() >>> random.nextInt(64);
            assertEquals(
                    exact(resolution, offset, units),
                    described(resolution, offset).nanos(units),
                    "seed="
                            + seed
                            + " step="
                            + step
                            + " resolution="
                            + resolution
                            + " offset="
                            + offset
                            + " units="
                            + Long.toUnsignedString(units));
        }
    }

    private static long exact(int resolution, long offsetSeconds, long units) {
        BigInteger perSecond = BigInteger.valueOf(resolution < 128 ? 10 : 2).pow(resolution & 0x7F);
        BigInteger billion = BigInteger.valueOf(1_000_000_000);
        BigInteger nanos =
                new BigInteger(Long.toUnsignedString(units))
                        .multiply(billion)
                        .divide(perSecond)
                        .add(BigInteger.valueOf(offsetSeconds).multiply(billion));
        return nanos.bitLength() < 64 ? nanos.longValue() : SegmentBatch.NO_TIME;
    }

    private static PcapngInterface described(int resolution, long offsetSeconds) {
        PcapngInterface described = new PcapngInterface(1, 0);
        described.resolution((byte) resolution);
        described.offsetSeconds(offsetSeconds);
        return described;
    }
}
