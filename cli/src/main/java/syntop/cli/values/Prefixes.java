package syntop.cli.values;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import syntop.analyzer.count.Addresses;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.Prefix;

/** Address prefixes as users write them. */
public final class Prefixes {
    private Prefixes() {}

    /**
     * Parses an address with an optional length; host bits may be set.
     *
     * @param text such as 192.0.2.0/24, 192.0.2.7, 2001:db8::/32
     * @throws IllegalArgumentException with a message for the user
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        boolean v6 = address.indexOf(':') >= 0;
        int most = v6 ? 128 : 32;
        int length = slash < 0 ? most : length(text.substring(slash + 1), most, text);
        if (!v6) return new Prefix(0, SegmentBatch.V4_MAPPED | v4(address, text), 96 + length);
        byte[] bytes = v6(address, text);
        if (bytes.length == 4) { // ::ffff:192.0.2.7 comes back as IPv4
            long v4 = ByteBuffer.wrap(bytes).getInt() & 0xFFFF_FFFFL;
            return new Prefix(0, SegmentBatch.V4_MAPPED | v4, length);
        }
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new Prefix(halves.getLong(), halves.getLong(), length);
    }

    /** The text of a prefix, without the length where it is a whole address. */
    public static String text(Prefix prefix) {
        boolean v4 = Addresses.isV4(prefix.hi(), prefix.lo()) && prefix.bits() >= 96;
        String address = Addresses.text(prefix.hi(), prefix.lo());
        return prefix.bits() == 128 ? address : address + '/' + (prefix.bits() - (v4 ? 96 : 0));
    }

    private static long v4(String address, String text) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) throw notAPrefix(text);
        long value = 0;
        for (String part : parts) {
            // a leading zero means octal to some programs and nothing to others
            if (!part.matches("0|[1-9]\\d{0,2}") || Integer.parseInt(part) > 255) {
                throw notAPrefix(text);
            }
            value = value << 8 | Integer.parseInt(part);
        }
        return value;
    }

    private static byte[] v6(String address, String text) {
        if (!address.matches("[0-9a-fA-F:.]+")) throw notAPrefix(text); // no scope such as %eth0
        try {
            // in brackets it is a literal or an error; without, .:1 would be a name to look up
            return InetAddress.getByName('[' + address + ']').getAddress();
        } catch (UnknownHostException e) {
            throw notAPrefix(text);
        }
    }

    private static int length(String digits, int most, String text) {
        int length = digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
        if (length < 0 || length > most) {
            throw new IllegalArgumentException(
                    "the prefix length must be 0 to " + most + ", got " + text);
        }
        return length;
    }

    private static IllegalArgumentException notAPrefix(String text) {
        return new IllegalArgumentException("not an address or prefix: " + text);
    }
}
