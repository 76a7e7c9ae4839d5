package syntop.capture.decode;

import java.nio.ByteBuffer;
import syntop.capture.batch.Outcome;

/**
 * 802.11 data frames, plain or behind the header of a capturing driver. Layouts: IEEE 802.11, 9.3.2
 * (all fields little-endian); radiotap.org.
 *
 * <p>Of an aggregate (A-MSDU) the first packet is decoded, since a frame has one outcome. Pure;
 * parameters as in {@link EtherTypes}.
 */
final class WifiHeader {
    private static final int BASIC_HEADER = 24;
    private static final int RADIOTAP_MIN = 8;
    private static final int RADIOTAP_MAX_PRESENT_WORDS = 32;
    private static final int PRISM_HEADER = 144;
    private static final int AVS_MAGIC = 0x8021_1000; // the low bits count its versions
    private static final int FCS = 4;

    // radiotap: bits of the present word and of the flags field
    private static final int HAS_TSFT = 1;
    private static final int HAS_FLAGS = 2;
    private static final int FLAG_FCS = 0x10;
    private static final int FLAG_DATA_PAD = 0x20;

    // frame control, first byte: type and subtype; second byte: flags
    private static final int TYPE_MASK = 0x0C;
    private static final int TYPE_DATA = 0x08;
    private static final int NO_DATA = 0x40;
    private static final int QOS = 0x80;
    private static final int TO_AND_FROM_DS = 0x03;
    private static final int PROTECTED = 0x40;
    private static final int HT_CONTROL = 0x80;

    private WifiHeader() {}

    /** Finds the IP header; any other link type is unknown. */
    static long locate(ByteBuffer buf, int off, int at, int capLen, int wireLen, int linkType) {
        return switch (linkType) {
            case LinkType.IEEE802_11 -> data(buf, off, at, capLen, wireLen, 1);
            case LinkType.IEEE802_11_RADIOTAP -> radiotap(buf, off, at, capLen, wireLen);
            case LinkType.IEEE802_11_PRISM, LinkType.IEEE802_11_AVS ->
                    prismOrAvs(buf, off, at, capLen, wireLen);
            default -> Located.none(Outcome.UNKNOWN_LINK);
        };
    }

    private static long radiotap(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        if (capLen < at + RADIOTAP_MIN) return Located.cut(at + RADIOTAP_MIN, wireLen);
        int headerLen = Short.reverseBytes(buf.getShort(off + at + 2)) & 0xFFFF;
        if (buf.get(off + at) != 0 || headerLen < RADIOTAP_MIN) {
            return Located.none(Outcome.MALFORMED);
        }
        int end = at + headerLen;
        if (capLen < end) return Located.cut(end, wireLen);
        int flags = radiotapFlags(buf, off + at, headerLen);
        int alignment = (flags & FLAG_DATA_PAD) != 0 ? 4 : 1;
        if ((flags & FLAG_FCS) == 0) return data(buf, off, end, capLen, wireLen, alignment);
        int withoutFcs = wireLen - FCS;
        long located = data(buf, off, end, Math.min(capLen, withoutFcs), withoutFcs, alignment);
        return Located.withTrailer(located, FCS);
    }

    /** The flags field, or 0 without one. It is the second field, behind a timestamp. */
    private static int radiotapFlags(ByteBuffer buf, int start, int headerLen) {
        int present = Integer.reverseBytes(buf.getInt(start + 4));
        if ((present & HAS_FLAGS) == 0) return 0;
        int field = 8;
        int word = present;
        for (int i = 0; word < 0; i++) { // bit 31: another present word follows
            if (i == RADIOTAP_MAX_PRESENT_WORDS || field + 4 > headerLen) return 0;
            word = Integer.reverseBytes(buf.getInt(start + field));
            field += 4;
        }
        if ((present & HAS_TSFT) != 0) field = (field + 7 & ~7) + 8; // aligned to its size
        return field < headerLen ? buf.get(start + field) : 0;
    }

    /** The same two headers come under both link types; the magic of AVS tells them apart. */
    private static long prismOrAvs(ByteBuffer buf, int off, int at, int capLen, int wireLen) {
        if (capLen < at + 8) return Located.cut(at + 8, wireLen);
        int headerLen = PRISM_HEADER;
        if ((buf.getInt(off + at) & 0xFFFF_F000) == AVS_MAGIC) {
            headerLen = buf.getInt(off + at + 4);
            if (headerLen < 8 || headerLen > 0xFFFF) return Located.none(Outcome.MALFORMED);
        }
        return data(buf, off, at + headerLen, capLen, wireLen, 1);
    }

    /**
     * A data frame, its header padded to {@code alignment} bytes. Its LLC header is missing from
     * later fragments and unreadable in protected frames.
     */
    private static long data(
            ByteBuffer buf, int off, int at, int capLen, int wireLen, int alignment) {
        if (capLen < at + 2) return Located.cut(at + 2, wireLen);
        int typeByte = buf.get(off + at);
        int flags = buf.get(off + at + 1);
        boolean data = (typeByte & 3) == 0 && (typeByte & TYPE_MASK) == TYPE_DATA;
        if (!data || (typeByte & NO_DATA) != 0 || (flags & PROTECTED) != 0) {
            return Located.none(Outcome.NOT_IP);
        }
        int headerLen = BASIC_HEADER;
        if ((flags & TO_AND_FROM_DS) == TO_AND_FROM_DS) headerLen += 6; // fourth address
        boolean qos = (typeByte & QOS) != 0;
        int qosControl = at + headerLen;
        if (qos) headerLen += (flags & HT_CONTROL) != 0 ? 6 : 2;
        int next = at + (headerLen + alignment - 1 & -alignment);
        if (capLen < next) return Located.cut(next, wireLen);
        boolean laterFragment = (buf.get(off + at + 22) & 0xF) != 0; // sequence control
        if (laterFragment) return Located.none(Outcome.NOT_IP);
        boolean aggregate = qos && (buf.get(off + qosControl) & 0x80) != 0;
        if (aggregate) next += 14; // addresses and length of the first packet in it
        return EtherTypes.walk(buf, off, next, capLen, wireLen, EtherTypes.LLC);
    }
}
