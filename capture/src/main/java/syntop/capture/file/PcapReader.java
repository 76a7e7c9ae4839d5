package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameSink;
import syntop.capture.decode.Words;

/**
 * Reads classic pcap (draft-ietf-opsawg-pcap) in either byte order, with micro- or nanoseconds, and
 * its variants: the records of Alexey Kuznetzov's patch, which are 8 bytes longer, and the header
 * of Ixia's lcap, which is 4 bytes longer.
 *
 * <p>As libpcap does: the fraction of a second is taken as it stands, also when it is a second or
 * more; the snaplen of the header limits nothing, 262,144 bytes do. Unlike libpcap, a packet longer
 * than that snaplen is not clipped: its bytes are in the file, and a header that tells less is
 * wrong. Seconds are unsigned, so times end in 2106 and cannot overflow.
 */
final class PcapReader extends RecordReader {
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int TO_CAP_LEN = 8;

    private final PcapVariant variant;
    private int linkType;
    // Until version 2.3 some programs wrote the two lengths the other way round (libpcap,
    // sf-pcap.c): the smaller is then the captured one.
    private boolean lengthsMayBeSwapped;

    PcapReader(ByteWindow in, FrameSink sink, PcapVariant variant) {
        super(in, sink);
        this.variant = variant;
    }

    @Override
    Set<Integer> linkTypes() {
        return records == 0 ? Set.of() : Set.of(linkType);
    }

    @Override
    void read() throws IOException {
        in.structs.order(variant.order());
        header();
        int needed = variant.recordHeader();
        while (in.require(needed)) {
            needed = drain(variant.recordHeader(), variant.nanosPerUnit());
        }
        if (in.available() > 0) throw cut(needed);
    }

    private void header() throws IOException {
        if (!in.require(variant.fileHeader())) {
            throw damaged(
                    "the file header is cut short, %,d of %,d bytes are there",
                    in.available(), variant.fileHeader());
        }
        int major = in.structs.getShort(in.pos + 4) & 0xFFFF;
        int minor = in.structs.getShort(in.pos + 6) & 0xFFFF;
        // 543.0 is what some program wrote for 2.x (libpcap, sf-pcap.c); minors past 4 do not
        // exist and are read as 4
        if (major != 2 && major != 543)
            throw damaged("pcap version %d.%d is not known, 2.4 is", major, minor);
        lengthsMayBeSwapped = major == 543 || minor < 4;
        int field = in.structs.getInt(in.pos + 20);
        // upper half: length of the frame check sequence that packets end in (0xF0000000), whether
        // it is known (0x04000000), and reserved bits, which libpcap and Wireshark refuse as well
        if ((field & 0x03FF_0000) != 0)
            throw damaged("link type field 0x%08x of the file header has reserved bits set", field);
        linkType = field & 0xFFFF;
        in.pos += variant.fileHeader();
    }

    /**
     * Hands over every whole record in the window and says how many bytes the next one needs. Hot
     * path.
     */
    private int drain(int recordHeader, int nanosPerUnit) throws CaptureException {
        FrameSink out = sink;
        ByteBuffer bytes = in.bytes;
        boolean swappable = lengthsMayBeSwapped;
        boolean bigEndian = variant.order() == ByteOrder.BIG_ENDIAN;
        int type = linkType;
        int limit = in.limit;
        int pos = in.pos;
        long seen = records;
        int needed = recordHeader;
        while (limit - pos >= recordHeader) {
            long lengths = twoInts(bytes, pos + TO_CAP_LEN, bigEndian);
            int capLen = (int) lengths;
            int wireLen = (int) (lengths >>> 32);
            if (swappable && Integer.compareUnsigned(wireLen, capLen) < 0) {
                int swap = wireLen;
                wireLen = capLen;
                capLen = swap;
            }
            if (capLen < 0 || capLen > MAX_CAP_LEN) {
                in.pos = pos;
                records = seen;
                throw tooLong(capLen);
            }
            needed = recordHeader + capLen;
            if (limit - pos < needed) break;
            long time = twoInts(bytes, pos, bigEndian);
            long tsNanos = (time & 0xFFFF_FFFFL) * 1_000_000_000L + (time >>> 32) * nanosPerUnit;
            out.frame(bytes, pos + recordHeader, capLen, Math.max(capLen, wireLen), type, tsNanos);
            seen++;
            pos += needed;
            needed = recordHeader;
        }
        in.pos = pos;
        records = seen;
        return needed;
    }

    /** The int at {@code off} in the lower half, the one behind it in the upper. Hot path. */
    private static long twoInts(ByteBuffer bytes, int off, boolean bigEndian) {
        long both = Words.getLongLittle(bytes, off);
        return bigEndian ? Long.rotateLeft(Long.reverseBytes(both), 32) : both;
    }

    private CaptureException tooLong(int capLen) {
        return damagedRecord(
                "says it is %,d bytes long, the limit is %,d",
                Integer.toUnsignedLong(capLen), MAX_CAP_LEN);
    }

    private CaptureException cut(int needed) {
        int header = variant.recordHeader();
        return in.available() < header
                ? damagedRecord(
                        "is cut short, %,d of %,d header bytes are there", in.available(), header)
                : damagedRecord(
                        "is cut short, %,d of %,d bytes are there",
                        in.available() - header, needed - header);
    }

    /**
     * What the magic number tells.
     *
     * @param order byte order of the headers
     * @param nanosPerUnit of the fraction of a second: 1 or 1000
     * @param fileHeader bytes
     * @param recordHeader bytes
     */
    record PcapVariant(ByteOrder order, int nanosPerUnit, int fileHeader, int recordHeader) {
        /** The variant with this magic number, read as big-endian, or null. */
        static PcapVariant of(int magic) {
            PcapVariant variant = of(magic, ByteOrder.BIG_ENDIAN);
            return variant != null
                    ? variant
                    : of(Integer.reverseBytes(magic), ByteOrder.LITTLE_ENDIAN);
        }

        private static PcapVariant of(int magic, ByteOrder order) {
            return switch (magic) {
                case 0xA1B2_C3D4 -> new PcapVariant(order, 1000, FILE_HEADER, RECORD_HEADER);
                case 0xA1B2_3C4D -> new PcapVariant(order, 1, FILE_HEADER, RECORD_HEADER);
                case 0xA1B2_CD34 -> // 8 more: interface, protocol, packet type
                        new PcapVariant(order, 1000, FILE_HEADER, RECORD_HEADER + 8);
                case 0x1C00_01AB -> // Ixia, software; 4 more: bytes of all records
                        new PcapVariant(order, 1000, FILE_HEADER + 4, RECORD_HEADER);
                case 0x1C00_01AC -> // Ixia, hardware
                        new PcapVariant(order, 1, FILE_HEADER + 4, RECORD_HEADER);
                default -> null;
            };
        }
    }
}
