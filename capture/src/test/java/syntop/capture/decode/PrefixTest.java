package syntop.capture.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.batch.SegmentBatch;

class PrefixTest {
    @Test
    void holdsItsIpv4AddressesAndNoOthers() {
        Prefix net = new Prefix(0, SegmentBatch.V4_MAPPED | 0xC000_0200L, 120); // 192.0.2.0/24
        assertTrue(net.contains(0, SegmentBatch.V4_MAPPED | 0xC000_0200L));
        assertTrue(net.contains(0, SegmentBatch.V4_MAPPED | 0xC000_02FFL));
        assertFalse(net.contains(0, SegmentBatch.V4_MAPPED | 0xC000_0300L));
        assertFalse(net.contains(0, 0xC000_0201L)); // not mapped
    }

    @Test
    void wideIpv6PrefixesHoldNoIpv4() {
        long v4 = SegmentBatch.V4_MAPPED | 0xC000_0201L;
        assertFalse(new Prefix(0, 0, 0).contains(0, v4)); // ::/0
        assertTrue(new Prefix(0, 0, 0).contains(0x20010DB8_00000000L, 1));
        assertTrue(new Prefix(0, SegmentBatch.V4_MAPPED, 96).contains(0, v4)); // 0.0.0.0/0
    }

    @Test
    void clearsTheHostBits() {
        assertEquals(
                new Prefix(0x20010DB8_00000000L, 0, 32), new Prefix(0x20010DB8_0000000FL, 7, 32));
        assertEquals(new Prefix(5, 0, 64), new Prefix(5, -1, 64));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 129})
    void rejectsOtherLengths(int bits) {
        assertThrows(IllegalArgumentException.class, () -> new Prefix(0, 0, bits));
    }

    @Test
    void equalsShiftingTheWholeAddress() {
        long seed = 11;
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++) {
            int bits = step % 129;
            long hi = random.nextLong();
            long lo = random.nextLong();
            int flip = random.nextInt(129); // 128: none
            long otherHi = flip < 64 ? hi ^ 1L << flip : hi;
            long otherLo = flip >= 64 && flip < 128 ? lo ^ 1L << flip : lo;
            boolean expected =
                    address(hi, lo)
                            .shiftRight(128 - bits)
                            .equals(address(otherHi, otherLo).shiftRight(128 - bits));
            assertEquals(
                    expected,
                    new Prefix(hi, lo, bits).contains(otherHi, otherLo),
                    "seed=" + seed + " step=" + step);
        }
    }

    private static BigInteger address(long hi, long lo) {
        BigInteger low = BigInteger.valueOf(lo).mod(BigInteger.ONE.shiftLeft(64));
        return BigInteger.valueOf(hi).mod(BigInteger.ONE.shiftLeft(64)).shiftLeft(64).or(low);
    }
}
