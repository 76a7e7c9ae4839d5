package syntop.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as users write them: 65536, 512k, 8M, 1G; k, M and G are powers of 1024. */
final class Sizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})([kKmMgG]?)");

    private Sizes() {}

    /**
     * Parses and checks.
     *
     * @param option the name of the option, for the message
     * @return bytes
     * @throws IllegalArgumentException with a message for the user
     */
    static long parse(String option, String text, String least, String most) {
        long bytes = bytes(text);
        if (bytes < bytes(least) || bytes > bytes(most)) {
            throw new IllegalArgumentException(
                    option + " must be " + least + " to " + most + ", got " + text);
        }
        return bytes;
    }

    /** Bytes, or -1 for what is no amount. */
    private static long bytes(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) return -1;
        int shift =
                switch (matcher.group(2)) {
                    case "k", "K" -> 10;
                    case "m", "M" -> 20;
                    case "g", "G" -> 30;
                    default -> 0;
                };
        return Long.parseLong(matcher.group(1)) << shift; // ten digits leave room for 30 bits
    }
}
