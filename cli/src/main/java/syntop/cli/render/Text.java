package syntop.cli.render;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Numbers, times and foreign text as they are printed; the same in every locale. */
public final class Text {
    private Text() {}

    /** A count with a comma between groups of three digits: 1,236,300. */
    public static String count(long value) {
        StringBuilder out = new StringBuilder(Long.toString(value));
        for (int i = out.length() - 3; i > (value < 0 ? 1 : 0); i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    /** A count and what is counted: 1 source, 2 sources. */
    public static String counted(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /**
     * A value with a fixed number of decimals, grouped as {@link #count}; without decimals where a
     * long could not hold them.
     *
     * @param value finite, not negative
     * @param decimals 1 to 6
     */
    public static String decimal(double value, int decimals) {
        long unit = 1;
        for (int i = 0; i < decimals; i++) {
            unit *= 10;
        }
        if (value >= (double) Long.MAX_VALUE / unit) return count((long) value);
        long scaled = Math.round(value * unit);
        String fraction = Long.toString(unit + scaled % unit).substring(1);
        return count(scaled / unit) + '.' + fraction;
    }

    /**
     * A rate as it fits in 11 columns: 40.1, 41,210, 148,809,523; from a billion on, which no link
     * carries but an interval of nanoseconds gives, in SI units: 2.5G.
     *
     * @param value finite, not negative
     */
    public static String rate(double value) {
        if (value < 999.95) return decimal(value, 1);
        if (value < 999_999_999.5) return count(Math.round(value));
        double scaled = value / 1e9;
        int unit = 0;
        while (scaled >= 999.95 && unit < 3) {
            scaled /= 1000;
            unit++;
        }
        return decimal(scaled, 1) + "GTPE".charAt(unit);
    }

    /** The length of an interval: 29.7 s, 12.4 ms, 2.0 us, 1 ns. */
    public static String span(double seconds) {
        if (seconds == 0) return "0 s";
        if (seconds >= 0.99995) return decimal(seconds, 1) + " s";
        if (seconds >= 0.99995e-3) return decimal(seconds * 1e3, 1) + " ms";
        if (seconds >= 0.99995e-6) return decimal(seconds * 1e6, 1) + " us";
        return count(Math.round(seconds * 1e9)) + " ns";
    }

    /** A share of 0 to 1 in percent with one decimal: 13.7%. */
    public static String percent(double share) {
        return decimal(share * 100, 1) + '%';
    }

    /** An amount of data in SI units: 512 B, 1.8 GB. */
    public static String bytes(double value) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        double scaled = value;
        while (scaled >= 999.95 && unit < units.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return (unit == 0 ? count(Math.round(scaled)) : decimal(scaled, 1)) + ' ' + units[unit];
    }

    /** A length of time, rounded up: 5 s, 2 min 10 s, 3 h 20 min. */
    public static String duration(double seconds) {
        long whole = (long) Math.ceil(seconds);
        if (whole < 60) return whole + " s";
        if (whole < 3600) return whole / 60 + " min " + whole % 60 + " s";
        return count(whole / 3600) + " h " + whole / 60 % 60 + " min";
    }

    /** A short time: 0 us, 830 us, 12.4 ms, 3.1 s. */
    public static String shortTime(long nanos) {
        if (nanos < 999_500) return Math.round(nanos / 1e3) + " us";
        if (nanos < 999_950_000) return decimal(nanos / 1e6, 1) + " ms";
        return decimal(nanos / 1e9, 1) + " s";
    }

    /** A time to the second, in UTC: 2026-11-20 14:03:12. */
    public static String time(long second) {
        ZonedDateTime time = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC);
        return time.toLocalDate() + " " + timeOfDay(second);
    }

    /** A time of day to the second, in UTC: 14:03:12. */
    public static String timeOfDay(long second) {
        int ofDay = Math.floorMod(second, 86_400);
        return two(ofDay / 3600) + ':' + two(ofDay / 60 % 60) + ':' + two(ofDay % 60);
    }

    private static String two(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    /**
     * A time to the nanosecond in ISO 8601, UTC: 2023-11-14T22:13:20.000000000Z. All times have the
     * same length and sort as text.
     */
    public static String isoNanos(long nanos) {
        long second = Math.floorDiv(nanos, 1_000_000_000L);
        long fraction = Math.floorMod(nanos, 1_000_000_000L);
        return time(second).replace(' ', 'T')
                + '.'
                + Long.toString(1_000_000_000L + fraction).substring(1)
                + 'Z';
    }

    /**
     * Text from outside, made harmless: control and format characters, which a terminal might obey
     * or use to show text in another order, become \x1b or \&#117;{202e}; so does a lone surrogate.
     * A backslash is doubled, so that the result is unambiguous.
     */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> appendPrintable(out, c));
        return out.toString();
    }

    private static void appendPrintable(StringBuilder out, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> {
                String hex = Integer.toHexString(c);
                boolean shortForm = c < 0x100;
                out.append(shortForm ? "\\x" : "\\u{");
                if (shortForm && hex.length() == 1) out.append('0');
                out.append(hex);
                if (!shortForm) out.append('}');
            }
            default -> {
                if (c == '\\') out.append('\\');
                out.appendCodePoint(c);
            }
        }
    }
}
