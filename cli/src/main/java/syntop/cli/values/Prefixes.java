package syntop.cli.values;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import syntop.analyzer.count.Addresses;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.Prefix;

/** Address prefixes as users write them. */
public final class Prefixes {
    private static final Pattern CHARACTERS_6 = Pattern.compile("[0-9a-fA-F:.]+");

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
        long value = 0;
        int from = 0;
        for (int part = 0; part < 4; part++) {
            int end = part < 3 ? address.indexOf('.', from) : address.length();
            if (end < 0) throw notAPrefix(text);
            value = value << 8 | octet(address, from, end, text);
            from = end + 1;
        }
        return value;
    }

    private static int octet(String address, int from, int end, String text) {
        // a leading zero means octal to some programs and nothing to others
        boolean leadingZero = end - from > 1 && address.charAt(from) == '0';
        if (end == from || end - from > 3 || leadingZero) throw notAPrefix(text);
        int value = 0;
        for (int i = from; i < end; i++) {
            int digit = address.charAt(i) - '0';
            if (digit < 0 || digit > 9) throw notAPrefix(text);
            value = value * 10 + digit;
        }
        if (value > 255) throw notAPrefix(text);
        return value;
    }

    private static byte[] v6(String address, String text) {
        if (!CHARACTERS_6.matcher(address).matches())
            throw notAPrefix(text); // no scope such as %eth0
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
