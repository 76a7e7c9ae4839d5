package syntop.capture.decode;

import java.nio.ByteBuffer;

/**
 * The options of a SYN as one 64-bit word: what tells operating systems and tools apart, without
 * what changes from packet to packet (timestamp values, cookies).
 *
 * <p>Bits 0-39: up to {@link #MAX_OPTIONS} option codes of 4 bits, the first option in the lowest,
 * 0 after the last; 40-55: maximum segment size, 0 without the option; 56-59: window scale, {@link
 * #NO_WINDOW_SCALE} without the option; 60-63: quirks. Option layouts: RFC 9293, 3.2; RFC 7323; RFC
 * 2018; RFC 7413.
 */
public final class SynSignature {
    /** End of the option list; padding follows. */
    public static final int EOL = 1;

    /** No operation. */
    public static final int NOP = 2;

    /** Maximum segment size. */
    public static final int MSS = 3;

    /** Window scale. */
    public static final int WINDOW_SCALE = 4;

    /** Selective acknowledgements permitted. */
    public static final int SACK_PERMITTED = 5;

    /** Timestamps. */
    public static final int TIMESTAMPS = 6;

    /** TCP Fast Open, also its experimental form. */
    public static final int FAST_OPEN = 7;

    /** MD5 signature or authentication option. */
    public static final int AUTHENTICATION = 8;

    /** Any other option. */
    public static final int OTHER = 9;

    /** Options that are recorded; later ones only set {@link #MORE_OPTIONS}. */
    public static final int MAX_OPTIONS = 10;

    /** The value of {@link #windowScale} without the option. */
    public static final int NO_WINDOW_SCALE = 15;

    /** Quirk: an option's length is wrong, or runs over the header. */
    public static final long BAD_OPTIONS = 1L << 60;

    /** Quirk: there are more than {@link #MAX_OPTIONS} options. */
    public static final long MORE_OPTIONS = 1L << 61;

    /** Quirk: the sender's own timestamp is zero. */
    public static final long ZERO_TIMESTAMP = 1L << 62;

    /** Quirk: the snaplen cut the options; those before the cut are recorded. */
    public static final long CUT = 1L << 63;

    /** The signature of a SYN without options. */
    public static final long NO_OPTIONS = (long) NO_WINDOW_SCALE << 56;

    private static final int MSS_SHIFT = 40;
    private static final int WINDOW_SCALE_SHIFT = 56;
    private static final int MAX_WINDOW_SCALE = 14; // larger values mean 14 (RFC 7323, 2.3)
    private static final int TFO_MAGIC = 0xF989; // RFC 6994, for the experimental Fast Open
    private static final int EXPERIMENT = 254;
    private static final int TIMESTAMPS_KIND = 8;
    private static final int TIMESTAMPS_LEN = 10;

    private SynSignature() {}

    /** The code of the option at this place, 0 to {@link #MAX_OPTIONS} - 1; 0 past the last. */
    public static int option(long signature, int index) {
        return (int) (signature >>> 4 * index) & 0xF;
    }

    /** The maximum segment size in bytes, 0 to 65535; 0 without the option. */
    public static int mss(long signature) {
        return (int) (signature >>> MSS_SHIFT) & 0xFFFF;
    }

    /** The window scale, 0 to 14, or {@link #NO_WINDOW_SCALE}. */
    public static int windowScale(long signature) {
        return (int) (signature >>> WINDOW_SCALE_SHIFT) & 0xF;
    }

    /**
     * The layout in the notation of p0f 3, as in {@code mss,sok,ts,nop,ws}. Options that p0f does
     * not name appear as {@code tfo}, {@code auth} and {@code ?}; one {@code eol} stands for any
     * padding, and {@code ...} for options that were not recorded.
     */
    public static String layout(long signature) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < MAX_OPTIONS && option(signature, i) != 0; i++) {
            if (i > 0) text.append(',');
            text.append(name(option(signature, i)));
        }
        if ((signature & (MORE_OPTIONS | CUT)) != 0) {
            text.append(text.length() > 0 ? ",..." : "...");
        }
        return text.toString();
    }

    private static String name(int option) {
        return switch (option) {
            case EOL -> "eol";
            case NOP -> "nop";
            case MSS -> "mss";
            case WINDOW_SCALE -> "ws";
            case SACK_PERMITTED -> "sok";
            case TIMESTAMPS -> "ts";
            case FAST_OPEN -> "tfo";
            case AUTHENTICATION -> "auth";
            default -> "?";
        };
    }

    /**
     * Reads the options of a TCP header.
     *
     * @param off first byte behind the fixed header
     * @param len bytes of options, 0 to 40
     * @param capLen captured bytes from {@code off}; may be negative, or more than {@code len}
     */
    static long parse(ByteBuffer buf, int off, int len, int capLen) {
        int end = Math.min(len, capLen);
        long signature = end < len ? NO_OPTIONS | CUT : NO_OPTIONS;
        int count = 0;
        for (int at = 0; at < end; count++) {
            int kind = buf.get(off + at) & 0xFF;
            int optionLen = optionLen(buf, off + at, kind, end - at);
            if (optionLen == 0 && end < len) return signature; // all but the kind was cut
            if (count < MAX_OPTIONS) {
                int readable = Math.min(optionLen, end - at);
                signature |= (long) code(buf, off + at, kind, readable) << 4 * count;
            } else {
                signature |= MORE_OPTIONS;
            }
            if (optionLen < 1 || optionLen > len - at) return signature | BAD_OPTIONS;
            if (kind == 0 || optionLen > end - at) return signature;
            signature = withValue(signature, buf, off + at, kind, optionLen);
            at += optionLen;
        }
        return signature;
    }

    /** The length of an option; 0 when its length byte is not there, negative when it is wrong. */
    private static int optionLen(ByteBuffer buf, int off, int kind, int available) {
        if (kind <= 1) return 1;
        if (available < 2) return 0;
        int len = buf.get(off + 1) & 0xFF;
        return len < 2 ? -1 : len;
    }

    private static int code(ByteBuffer buf, int off, int kind, int readable) {
        return switch (kind) {
            case 0 -> EOL;
            case 1 -> NOP;
            case 2 -> MSS;
            case 3 -> WINDOW_SCALE;
            case 4 -> SACK_PERMITTED;
            case TIMESTAMPS_KIND -> TIMESTAMPS;
            case 19, 29 -> AUTHENTICATION; // RFC 2385, RFC 5925
            case 34 -> FAST_OPEN;
            case EXPERIMENT ->
                    readable >= 4 && (buf.getShort(off + 2) & 0xFFFF) == TFO_MAGIC
                            ? FAST_OPEN
                            : OTHER;
            default -> OTHER;
        };
    }

    /** Adds what a whole option says; a later one of the same kind takes the place of the first. */
    private static long withValue(
            long signature, ByteBuffer buf, int off, int kind, int optionLen) {
        switch (kind) {
            case 2 -> {
                if (optionLen != 4) return signature | BAD_OPTIONS;
                long mss = buf.getShort(off + 2) & 0xFFFF;
                return signature & ~(0xFFFFL << MSS_SHIFT) | mss << MSS_SHIFT;
            }
            case 3 -> {
                if (optionLen != 3) return signature | BAD_OPTIONS;
                long scale = Math.min(buf.get(off + 2) & 0xFF, MAX_WINDOW_SCALE);
                return signature & ~(0xFL << WINDOW_SCALE_SHIFT) | scale << WINDOW_SCALE_SHIFT;
            }
            case 4 -> {
                return optionLen == 2 ? signature : signature | BAD_OPTIONS;
            }
            case TIMESTAMPS_KIND -> {
                if (optionLen != TIMESTAMPS_LEN) return signature | BAD_OPTIONS;
                return buf.getInt(off + 2) == 0 ? signature | ZERO_TIMESTAMP : signature;
            }
            default -> {
                return signature;
            }
        }
    }

    /**
     * Where the first well-formed timestamps option of a whole option list begins, or -1. It is
     * found on the same way as {@link #parse} takes.
     */
    static int timestampsAt(ByteBuffer buf, int off, int len) {
        int at = 0;
        while (at < len) {
            int kind = buf.get(off + at) & 0xFF;
            int optionLen = optionLen(buf, off + at, kind, len - at);
            if (kind == 0 || optionLen < 1 || optionLen > len - at) return -1;
            if (kind == TIMESTAMPS_KIND && optionLen == TIMESTAMPS_LEN) return at;
            at += optionLen;
        }
        return -1;
    }
}
