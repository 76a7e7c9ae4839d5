package syntop.cli.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.decode.Prefix;

class PrefixesTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 0, ffffc0000200, 120",
        "192.0.2.7, 0, ffffc0000207, 128",
        "192.0.2.7/24, 0, ffffc0000200, 120", // host bits are cleared
        "0.0.0.0/0, 0, ffff00000000, 96",
        "255.255.255.255/32, 0, ffffffffffff, 128",
        "10.0.0.0/08, 0, ffff0a000000, 104",
        "2001:db8::/32, 20010db800000000, 0, 32",
        "2001:db8::7, 20010db800000000, 7, 128",
        "2001:db8::7/64, 20010db800000000, 0, 64",
        "2001:DB8:0:0:0:0:0:1, 20010db800000000, 1, 128",
        "::, 0, 0, 128",
        "::/0, 0, 0, 0",
        "::192.0.2.7, 0, c0000207, 128",
        "::ffff:192.0.2.7, 0, ffffc0000207, 128",
        "::ffff:192.0.2.7/120, 0, ffffc0000200, 120",
        "::ffff:c000:207/120, 0, ffffc0000200, 120",
    })
    void readsAddressesAndPrefixes(String text, String hi, String lo, int bits) {
        Prefix expected =
                new Prefix(Long.parseUnsignedLong(hi, 16), Long.parseUnsignedLong(lo, 16), bits);
        assertEquals(expected, Prefixes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/24",
                "192.0.2",
                "192.0.2.",
                ".192.0.2",
                "192.0.2.0.0",
                "256.0.0.1",
                "192.0.2.-1",
                "192.0.2.01",
                "010.0.0.1",
                "1",
                "3221225985",
                "0xc0000207",
                "192.0.2.0 /24",
                "2001:db8",
                "2001:db8:::1",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "fe80::1%eth0",
                "[::1]",
                "::1:",
                "192.0.2.1:80",
                ":",
                ":1.2.3",
                "::1.2.3.256",
                // names, and what could be taken for one: nothing may be looked up
                "localhost",
                "example.com",
                "dead.beef",
                "localhost/8",
                ".:1",
                ".:",
                "..:a.b",
            })
    void rejectsWhatIsNoPrefixWithoutLookingItUp(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Prefixes.parse(text));
        assertTrue(e.getMessage().endsWith(": " + text), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "192.0.2.0/x",
                "192.0.2.0/24/8",
                "192.0.2.0/255.255.255.0",
                "2001:db8::/129",
                "2001:db8::/1000",
                "::/+1",
            })
    void rejectsALengthOutOfRange(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Prefixes.parse(text));
        assertTrue(e.getMessage().startsWith("the prefix length must be"), e.getMessage());
    }

    @Test
    void aPrefixHoldsItsAddressesAndNoOthers() {
        Prefix prefix = Prefixes.parse("192.0.2.128/25");
        assertTrue(prefix.contains(0, 0xFFFF_C000_0280L));
        assertTrue(prefix.contains(0, 0xFFFF_C000_02FFL));
        assertEquals(false, prefix.contains(0, 0xFFFF_C000_027FL));
        assertEquals(false, prefix.contains(0, 0xC000_0280L));
    }
}
