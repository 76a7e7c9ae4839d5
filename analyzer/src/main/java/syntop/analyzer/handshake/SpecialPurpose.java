package syntop.analyzer.handshake;

/**
 * Addresses that no client on the Internet has: the IANA special-purpose registries (RFC 6890),
 * multicast and what is reserved; 13.8 % of IPv4, and seven eighths of IPv6. Documentation networks
 * are left out: they are what examples and test networks are made of, and only 768 addresses.
 */
final class SpecialPurpose {
    private SpecialPurpose() {}

    /** Whether no host at all can have an address: "this network", multicast, reserved. */
    static boolean isImpossible(int address) {
        return address >>> 24 == 0 || address >>> 29 == 7;
    }

    /** Whether an IPv6 address, of which this is the upper half, is none of the Internet's. */
    static boolean contains(long hi) {
        return hi >>> 61 != 1; // 2000::/3 (RFC 4291, 2.4)
    }

    /** Whether no host has such an IPv6 address: not even a link, a site or a translator. */
    static boolean isImpossible(long hi) {
        boolean local = hi >>> 57 == 0xFC >>> 1 || hi >>> 54 == 0xFE80 >>> 6; // fc00::/7, fe80::/10
        return contains(hi) && !local && hi >>> 56 != 0; // ::1, 64:ff9b::/96 (RFC 6052)
    }

    static boolean contains(int address) {
        int octet = address >>> 24;
        return switch (octet) {
            case 0, 10, 127 -> true;
            case 100 -> (address >>> 22 & 3) == 1; // 100.64.0.0/10
            case 169 -> (address >>> 16 & 0xFF) == 254;
            case 172 -> (address >>> 20 & 0xF) == 1;
            case 192 -> (address >>> 16 & 0xFF) == 168;
            case 198 -> (address >>> 17 & 0x7F) == 9; // 198.18.0.0/15
            default -> octet >= 224;
        };
    }
}
