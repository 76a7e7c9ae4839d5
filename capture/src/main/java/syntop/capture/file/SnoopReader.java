package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameSink;

/** Reads snoop, version 2 (RFC 1761); all of it is big-endian. */
final class SnoopReader extends RecordReader {
    /** Added to a datalink type that has no LINKTYPE_ number: those have 16 bits. */
    static final int NO_LINKTYPE = 1 << 16;

    private static final int FILE_HEADER = 16;
    private static final int RECORD_HEADER = 24;
    private static final int VERSION = 2;

    private int linkType;

    SnoopReader(ByteWindow in, FrameSink sink) {
        super(in, sink);
    }

    @Override
    Set<Integer> linkTypes() {
        return records == 0 ? Set.of() : Set.of(linkType);
    }

    @Override
    void read() throws IOException {
        if (!in.require(FILE_HEADER)) {
            throw damaged(
                    "the file header is cut short, %,d of %,d bytes are there",
                    in.available(), FILE_HEADER);
        }
        int version = in.bytes.getInt(in.pos + 8);
        if (version != VERSION)
            throw damaged("snoop version %d is not known, %d is", version, VERSION);
        linkType = linkType(in.bytes.getInt(in.pos + 12));
        in.pos += FILE_HEADER;
        int needed = RECORD_HEADER;
        while (in.require(needed)) {
            needed = drain();
        }
        if (in.available() > 0) {
            throw damagedRecord(
                    "is cut short, %,d of %,d bytes are there, header included",
                    in.available(), needed);
        }
    }

    /** Datalink types: RFC 1761, 4; from 16 on sys/dlpi.h of Solaris. */
    private static int linkType(int datalink) {
        return switch (datalink) {
            case 0, 4 -> 1; // IEEE 802.3 and Ethernet: LINKTYPE_ETHERNET
            case 2 -> 6; // LINKTYPE_IEEE802_5
            case 8 -> 10; // LINKTYPE_FDDI
            case 16 -> 122; // LINKTYPE_IP_OVER_FC
            case 0x8000_0005 -> 226; // ipnet(7D): LINKTYPE_IPNET
            default -> NO_LINKTYPE + (datalink & 0xFFFF);
        };
    }

    /**
     * Hands over every whole record in the window and says how many bytes the next one needs. Hot
     * path.
     */
    private int drain() throws CaptureException {
        ByteBuffer bytes = in.bytes;
        int limit = in.limit;
        int pos = in.pos;
        int needed = RECORD_HEADER;
        while (limit - pos >= RECORD_HEADER) {
            int wireLen = bytes.getInt(pos);
            int capLen = bytes.getInt(pos + 4);
            int recordLen = bytes.getInt(pos + 8); // header and padding included
            if (capLen < 0
                    || capLen > MAX_CAP_LEN
                    || recordLen < RECORD_HEADER + capLen
                    || recordLen > ByteWindow.CAPACITY) {
                in.pos = pos;
                throw badLengths(capLen, recordLen);
            }
            needed = recordLen;
            if (limit - pos < needed) break;
            long tsNanos =
                    (bytes.getInt(pos + 16) & 0xFFFF_FFFFL) * 1_000_000_000L
                            + (bytes.getInt(pos + 20) & 0xFFFF_FFFFL) * 1000;
            int data = pos + RECORD_HEADER;
            sink.frame(bytes, data, capLen, Math.max(capLen, wireLen), linkType, tsNanos);
            records++;
            pos += needed;
            needed = RECORD_HEADER;
        }
        in.pos = pos;
        return needed;
    }

    private CaptureException badLengths(int capLen, int recordLen) {
        if (capLen < 0 || capLen > MAX_CAP_LEN) {
            return damagedRecord(
                    "says it is %,d bytes long, the limit is %,d",
                    Integer.toUnsignedLong(capLen), MAX_CAP_LEN);
        }
        return damagedRecord(
                "says it takes %,d bytes with %,d bytes of packet, possible are %,d to %,d",
                Integer.toUnsignedLong(recordLen),
                capLen,
                RECORD_HEADER + capLen,
                ByteWindow.CAPACITY);
    }
}
