package syntop.capture.decode;

import java.nio.ByteBuffer;

/**
 * Remembers the signatures of the option lists seen last, since nearly all SYNs of a moment have
 * one of a few.
 *
 * <p>Exact by construction: a list is taken as known only when all its bytes equal those
 * remembered, except the eight of the first timestamps option's values. Of these the signature
 * depends on one thing, whether the sender's timestamp is zero, and that is looked at each time.
 * Cut lists, misses and lists that three words do not cover are parsed; SYNs of Linux, Windows,
 * macOS and the BSDs have 8 to 24 bytes.
 *
 * <p>The slot that matched last is tried first: a flood has one list. Picking a slot by its hash
 * each time took a tenth of the decoder's time.
 *
 * <p>Capture thread only. Memory: 16 slots of 10 longs, 1.3 KiB.
 */
final class SignatureMemo {
    private static final int SLOT_BITS = 4;
    private static final int MIN_LEN = 8;
    private static final int MAX_LEN = 24;

    private final Slot[] slots = new Slot[1 << SLOT_BITS];
    private Slot recent;

    SignatureMemo() {
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot();
        }
        recent = slots[0];
    }

    /** The signature of a SYN's options. Hot path. Parameters as in {@link SynSignature#parse}. */
    long of(ByteBuffer buf, int off, int len, int capLen) {
        if (len < MIN_LEN || len > MAX_LEN || capLen < len) {
            return len == 0 ? SynSignature.NO_OPTIONS : SynSignature.parse(buf, off, len, capLen);
        }
        // three words cover the list: its first and last eight bytes and those between
        long first = Words.getLong(buf, off);
        long middle = Words.getLong(buf, off + middleAt(len));
        long last = Words.getLong(buf, off + len - 8);
        Slot slot = recent;
        if (!slot.matches(len, first, middle, last)) {
            // picked by the first four bytes: mostly the segment size, never a timestamp's value
            slot = slots[((int) (first >>> 32) + len) * 0x9E37_79B1 >>> 32 - SLOT_BITS];
            if (!slot.matches(len, first, middle, last)) slot.remember(buf, off, len);
            recent = slot;
        }
        boolean timestampZero =
                slot.timestampAt >= 0 && Words.getInt(buf, off + slot.timestampAt) == 0;
        return timestampZero ? slot.ifTimestampZero : slot.signature;
    }

    private static int middleAt(int len) {
        return Math.min(8, len - 8);
    }

    /** A list: its three words, what of them is compared, and where the sender's timestamp lies. */
    private static final class Slot {
        private int len; // 0: nothing remembered
        private long first;
        private long middle;
        private long last;
        private long firstMask;
        private long middleMask;
        private long lastMask;
        private int timestampAt; // of the sender, in the list; -1 if there is none
        private long signature;
        private long ifTimestampZero;

        boolean matches(int newLen, long newFirst, long newMiddle, long newLast) {
            return len == newLen
                    && (newFirst & firstMask ^ first
                                    | newMiddle & middleMask ^ middle
                                    | newLast & lastMask ^ last)
                            == 0;
        }

        void remember(ByteBuffer buf, int off, int newLen) {
            int option = SynSignature.timestampsAt(buf, off, newLen);
            int values = option < 0 ? MAX_LEN : option + 2; // behind kind and length
            len = newLen;
            firstMask = ~within(0, values, values + 8);
            middleMask = ~within(middleAt(len), values, values + 8);
            lastMask = ~within(len - 8, values, values + 8);
            first = buf.getLong(off) & firstMask;
            middle = buf.getLong(off + middleAt(len)) & middleMask;
            last = buf.getLong(off + len - 8) & lastMask;
            timestampAt = option < 0 ? -1 : values;
            long parsed = SynSignature.parse(buf, off, len, len);
            signature = option < 0 ? parsed : withoutTimestampQuirk(buf, off, option, parsed);
            ifTimestampZero = option < 0 ? parsed : signature | SynSignature.ZERO_TIMESTAMP;
        }

        /** The signature if the first timestamp were not zero; a second one keeps its quirk. */
        private long withoutTimestampQuirk(ByteBuffer buf, int off, int option, long parsed) {
            int rest = option + 10; // bytes of a timestamps option
            long behind = SynSignature.parse(buf, off + rest, len - rest, len - rest);
            return parsed & ~SynSignature.ZERO_TIMESTAMP | behind & SynSignature.ZERO_TIMESTAMP;
        }

        /** The bits of the big-endian word at {@code word} whose bytes lie in [from, to). */
        private static long within(int word, int from, int to) {
            long bits = 0;
            for (int i = word; i < word + 8; i++) {
                bits = bits << 8 | (i >= from && i < to ? 0xFF : 0);
            }
            return bits;
        }
    }
}
