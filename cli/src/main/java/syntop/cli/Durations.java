package syntop.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as users write them: 500ms, 30s, 5m, 1h. */
final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Durations() {}

    /**
     * Parses and checks.
     *
     * @param option the name of the option, for the message
     * @return nanoseconds
     * @throws IllegalArgumentException with a message for the user
     */
    static long parse(String option, String text, String least, String most) {
        long nanos = nanos(text);
        if (nanos < nanos(least) || nanos > nanos(most)) {
            throw new IllegalArgumentException(
                    option + " must be " + least + " to " + most + ", got " + text);
        }
        return nanos;
    }

    /** Nanoseconds, or -1 for what is no length of time. */
    private static long nanos(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) return -1;
        long millis =
                switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    case "m" -> 60_000;
                    default -> 3_600_000;
                };
        // nine digits of hours are more nanoseconds than a long holds, and past every limit
        return Math.min(Long.parseLong(matcher.group(1)) * millis, Long.MAX_VALUE / 1_000_000)
                * 1_000_000;
    }
}
