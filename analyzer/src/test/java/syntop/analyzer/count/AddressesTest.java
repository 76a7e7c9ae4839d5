package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.SynBatches;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, ::",
        "0, 1, ::1",
        "20010db800000000, 1, 2001:db8::1", // RFC 5952, 2.1
        "20010db800010001, 0001000100010001, 2001:db8:1:1:1:1:1:1",
        "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1", // 4.2.2: not one group
        "2001000000000001, 1, 2001:0:0:1::1", // 4.2.3: the longest run
        "20010db800000000, 0001000000000001, 2001:db8::1:0:0:1", // 4.2.3: the first of equals
        "20010db800000000, 0, 2001:db8::",
        "0001000000000000, 0, 1::",
        "0000000000000001, 0, 0:0:0:1::", // four zeros behind, three before
        "0000000000000000, 0001000100010001, ::1:1:1:1",
        "0000000100010001, 0001000100010000, 0:1:1:1:1:1:1:0",
        "20010DB8ABCDEF01, 0123456789abcdef, 2001:db8:abcd:ef01:123:4567:89ab:cdef", // 4.3
        "ffffffffffffffff, ffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void writesIpv6AsRfc5952(String hi, String lo, String text) {
        assertEquals(
                text,
                Addresses.text(Long.parseUnsignedLong(hi, 16), Long.parseUnsignedLong(lo, 16)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0.0.0",
        "-1, 255.255.255.255",
        "0x7F000001, 127.0.0.1",
        "0x0A141EC8, 10.20.30.200",
    })
    void writesIpv4Dotted(String address, String text) {
        assertEquals(text, Addresses.text(0, SynBatches.mapped(Long.decode(address).intValue())));
    }

    @Test
    void takesOnlyTheMappedPrefixForIpv4() {
        assertTrue(Addresses.isV4(0, SynBatches.mapped(0)));
        assertTrue(Addresses.isV4(0, SynBatches.mapped(-1)));
        assertFalse(Addresses.isV4(1, SynBatches.mapped(0)));
        assertFalse(Addresses.isV4(0, 0x0A00_0001)); // ::10.0.0.1, the compatible form
        assertFalse(Addresses.isV4(0, SynBatches.mapped(0) | 1L << 48));
        assertFalse(Addresses.isV4(0, 0xFFFE_0000_0000L));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_234_567})
    void parsesBackToTheSameAddress(long seed) throws UnknownHostException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 20_000; step++) {
            long hi = someZeroGroups(random);
            long lo = someZeroGroups(random);
            if (Addresses.isV4(hi, lo)) continue;
            String text = Addresses.text(hi, lo);
            byte[] expected = ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
            assertEquals(
                    InetAddress.getByAddress(expected),
                    InetAddress.getByName(text), // a literal: nothing is looked up
                    "seed=" + seed + " step=" + step + " " + text);
            assertTrue(text.length() <= 39, text);
        }
    }

    private static long someZeroGroups(SplittableRandom random) {
        long value = 0;
        for (int group = 0; group < 4; group++) {
            long bits = random.nextBoolean() ? 0 : random.nextLong(1 << 16);
            value = value << 16 | bits >>> random.nextInt(16);
        }
        return value;
    }

    @Test
    void comparesAsUnsignedNumbers() {
        assertTrue(Addresses.compare(0, 1, 0, 2) < 0);
        assertTrue(Addresses.compare(0, -1, 1, 0) < 0);
        assertTrue(Addresses.compare(1, -1, -1, 1) < 0);
        assertTrue(Addresses.compare(0, -1, 0, 1) > 0);
        assertEquals(0, Addresses.compare(-1, -1, -1, -1));
    }
}
