package syntop.cli.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.cli.values.Prefixes;

class ProtectedTest {
    @TempDir Path folder;

    private static String reason(Protected kept, String prefix) {
        return kept.reason(Prefixes.parse(prefix));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,           unspecified",
        "0.1.2.3,           unspecified",
        "127.0.0.1,         loopback",
        "169.254.169.254,   link-local",
        "224.0.0.1,         multicast",
        "239.255.255.250,   multicast",
        "240.0.0.1,         reserved and broadcast",
        "255.255.255.255,   reserved and broadcast",
        "::,                unspecified",
        "::1,               loopback",
        "fe80::1,           link-local",
        "febf::/64,         link-local",
        "ff02::1,           multicast",
        "::/64,             unspecified",
        "0.0.0.0/0,         unspecified",
        "126.0.0.0/7,       loopback",
    })
    void specialAddressesAreNeverBlocked(String prefix, String reason) {
        assertEquals(reason, reason(new Protected(), prefix));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "128.0.0.0/16", "10.0.0.1", "2001:db8::/64", "fec0::/64"})
    void othersMay(String prefix) {
        assertNull(reason(new Protected(), prefix));
    }

    @Test
    void noPrefixAroundAProtectedAddressMay() {
        Protected kept = new Protected();
        kept.add(Prefixes.parse("198.51.100.77"), "mine");
        kept.add(Prefixes.parse("2001:db8:1:2::99"), "mine too");
        assertEquals("mine", reason(kept, "198.51.100.77"));
        assertEquals("mine", reason(kept, "198.51.100.64/27"));
        assertEquals("mine", reason(kept, "198.51.0.0/16"));
        assertNull(reason(kept, "198.51.100.78"));
        assertNull(reason(kept, "198.51.100.96/27"));
        assertEquals("mine too", reason(kept, "2001:db8:1:2::/64"));
        assertEquals("mine too", reason(kept, "2001:db8::/32"));
        assertNull(reason(kept, "2001:db8:1:3::/64"));
    }

    @Test
    void allOfIpv6HoldsNoIpv4() {
        Protected kept = new Protected();
        kept.add(Prefixes.parse("::/0"), "all");
        assertEquals("all", reason(kept, "2001:db8::/64"));
        assertNull(reason(kept, "198.51.100.7"));
    }

    @Test
    void widerOnesTakeThePlaceOfThoseTheyHold() {
        Protected kept = new Protected();
        kept.add(Prefixes.parse("198.51.100.0/24"), "narrow");
        kept.add(Prefixes.parse("198.51.0.0/16"), "wide");
        kept.add(Prefixes.parse("198.51.100.7"), "in it");
        assertEquals("wide", reason(kept, "198.51.100.7"));
        assertEquals("wide", reason(kept, "198.51.7.0/24"));
    }

    @Test
    void listsAreReadWithComments() throws IOException, Refusal {
        Path list = folder.resolve("allow");
        Files.writeString(list, "# ours\n198.51.100.0/24 # office\n\n  2001:db8::/32\r\n");
        Protected kept = new Protected();
        kept.allow(list);
        assertEquals("listed with --allow", reason(kept, "198.51.100.9"));
        assertEquals("listed with --allow", reason(kept, "2001:db8:7::/64"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "198.51.100.1/33",
                "198.51.100",
                "2001",
                "1.2.3.4; reboot",
                "fe80::1%eth0",
                "\u0000"
            })
    void linesThatAreNoAddressAreRefusedByNumber(String line) throws IOException {
        Path list = folder.resolve("allow");
        Files.writeString(list, "198.51.100.1\n" + line + "\n");
        Refusal refusal = assertThrows(Refusal.class, () -> new Protected().allow(list));
        assertTrue(refusal.getMessage().contains(": line 2: "), refusal.getMessage());
    }

    @Test
    void aMissingListIsRefused() {
        Path list = folder.resolve("none");
        Refusal refusal = assertThrows(Refusal.class, () -> new Protected().allow(list));
        assertEquals("--allow " + list + ": no such file", refusal.getMessage());
    }
}
