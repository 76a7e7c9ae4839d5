package syntop.cli.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What SYNs look like, in parts that a packet filter can compare.
 *
 * @param ttlClass the initial TTL they seem to have: 32, 64, 128 or 255
 * @param window the receive window, unscaled, 0 to 65535
 * @param options the layout of the options in p0f's words, such as mss, sok, ts, nop, ws
 * @param mss the maximum segment size; 0 without the option
 * @param scale the window scale, 0 to 14; -1 without the option
 * @param odd whether the options are damaged, cut or too many, so that this is not all of them
 * @param syns SYNs that look so
 */
public record Signature(
        int ttlClass,
        int window,
        List<String> options,
        int mss,
        int scale,
        boolean odd,
        long syns) {
    private static final List<Integer> TTL_CLASSES = List.of(32, 64, 128, 255);
    private static final int MOST_OPTIONS = 10;
    private static final int MOST_SCALE = 14;
    private static final int FIXED_HEADER = 20; // bytes of TCP before the options
    private static final int LARGEST = 65_535;

    /** Checks the ranges. */
    public Signature {
        options = List.copyOf(options);
        if (!TTL_CLASSES.contains(ttlClass)
                || window < 0
                || window > LARGEST
                || mss < 0
                || mss > LARGEST
                || scale < -1
                || scale > MOST_SCALE
                || syns < 0
                || options.size() > MOST_OPTIONS + 1) {
            throw new IllegalArgumentException("not the signature of a SYN");
        }
        options.forEach(OptionBytes::of); // throws for what is no option
    }

    /** Splits a layout such as {@code mss,sok,ts,nop,ws}; empty: no options. */
    public static List<String> layout(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    /** The lowest TTL of the class. */
    int leastTtl() {
        int at = TTL_CLASSES.indexOf(ttlClass);
        return at == 0 ? 0 : TTL_CLASSES.get(at - 1) + 1;
    }

    /** Why no filter can compare it, or null. */
    String obstacle() {
        if (odd || options.contains("...")) return "its options are damaged or not all known";
        for (String option : options) {
            if (OptionBytes.of(option).length() == 0) {
                return "the length of its option " + option + " is not known";
            }
        }
        boolean padded = options.contains("eol");
        return padded || optionLength() % 4 == 0 ? null : "its options are not whole words";
    }

    /** Bytes of the options, those of one that varies as none. */
    private int optionLength() {
        return options.stream().mapToInt(option -> OptionBytes.of(option).length()).sum();
    }

    /** The length of the TCP header in words of 32 bits; 0: it varies. */
    int headerWords() {
        return options.contains("eol") ? 0 : (FIXED_HEADER + optionLength()) / 4;
    }

    /**
     * Bytes of a TCP header that are always the same.
     *
     * @param off of the first one, from the begin of the header
     * @param length 1 to 4
     * @param value most significant byte first
     */
    record Fixed(int off, int length, long value) {}

    /** What the options have to be; {@link #obstacle} is null. */
    List<Fixed> fixed() {
        List<Fixed> all = new ArrayList<>();
        int off = FIXED_HEADER;
        for (String name : options) {
            OptionBytes option = OptionBytes.of(name);
            // of an option that is there twice, the value of either is not known
            boolean once = options.indexOf(name) == options.lastIndexOf(name);
            long start = (long) option.kind() << 8 | option.length();
            if (option.length() == 1) {
                all.add(new Fixed(off, 1, option.kind()));
            } else if (option == OptionBytes.mss && once) {
                all.add(new Fixed(off, 4, start << 16 | mss));
            } else if (option == OptionBytes.ws && once && scale < MOST_SCALE) {
                all.add(new Fixed(off, 3, start << 8 | scale)); // larger ones are told as the most
            } else {
                all.add(new Fixed(off, 2, start));
            }
            if (option == OptionBytes.eol) break;
            off += option.length();
        }
        return all;
    }

    /**
     * Whether the network stacks in use send such SYNs: all of them give a window and a segment
     * size, and at least one of selective acknowledgement, timestamps and window scale.
     */
    boolean isUsual() {
        return window > 0
                && options.contains("mss")
                && (options.contains("sok") || options.contains("ts") || options.contains("ws"));
    }

    /** In p0f's notation, without what cannot be compared. */
    String text() {
        return ttlClass
                + ":"
                + mss
                + ":"
                + window
                + ","
                + (scale < 0 ? "-" : Integer.toString(scale))
                + ":"
                + String.join(",", options);
    }
}
