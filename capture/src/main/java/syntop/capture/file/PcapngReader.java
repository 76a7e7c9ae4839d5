package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import syntop.capture.CaptureException;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.FrameSink;

/**
 * Reads pcapng (draft-ietf-opsawg-pcapng): several sections, each in its own byte order and with
 * its own interfaces; enhanced, simple and the obsolete packet blocks. All other blocks are passed
 * over, whatever their length.
 *
 * <p>{@link #drain} takes sound enhanced packet blocks only and leaves everything else, damage
 * included, to {@link #block}, which says what is wrong. The section length is not used: blocks
 * tell where they end. Memory: 64 bytes an interface, at most {@link #MAX_INTERFACES} of them.
 */
final class PcapngReader extends RecordReader {
    /** Bound of memory; no program describes as many. */
    static final int MAX_INTERFACES = 65_536;

    private static final int SECTION = 0x0A0D_0D0A; // reads the same in both byte orders
    private static final int INTERFACE = 1;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int BLOCK_MIN = 12; // type, length, length again
    private static final int SECTION_MIN = 28;
    private static final int INTERFACE_MIN = 20;
    private static final int SIMPLE_MIN = 16;
    private static final int PACKET_MIN = 32;
    private static final int TO_PACKET = 28; // from the block's start to the packet's bytes
    private static final int TO_SIMPLE = 12;
    private static final int TO_OPTIONS = 16;

    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;

    private final Set<Integer> linkTypes = new TreeSet<>();
    private PcapngInterface[] interfaces = new PcapngInterface[8];
    private int interfaceCount;

    PcapngReader(ByteWindow in, FrameSink sink) {
        super(in, sink);
    }

    @Override
    Set<Integer> linkTypes() {
        return linkTypes;
    }

    @Override
    void read() throws IOException {
        while (in.require(BLOCK_MIN)) {
            drain();
            if (in.available() >= BLOCK_MIN) block();
        }
        if (in.available() > 0) {
            throw damagedRecord(
                    "is cut short, %,d of %,d bytes of a block are there",
                    in.available(), BLOCK_MIN);
        }
    }

    /** Hands over the sound enhanced packet blocks up to the first other one. Hot path. */
    private void drain() {
        FrameSink out = sink;
        ByteBuffer structs = in.structs;
        ByteBuffer bytes = in.bytes;
        int limit = in.limit;
        int pos = in.pos;
        long seen = records;
        int id = 0;
        PcapngInterface from = null; // that of id, once there was a packet
        while (limit - pos >= PACKET_MIN && structs.getInt(pos) == ENHANCED_PACKET) {
            int length = structs.getInt(pos + 4);
            if (length < PACKET_MIN || length > ByteWindow.CAPACITY) break;
            if (length > limit - pos || (length & 3) != 0) break;
            int capLen = structs.getInt(pos + 20);
            if (capLen < 0 || capLen > length - PACKET_MIN || capLen > MAX_CAP_LEN) break;
            if (structs.getInt(pos + length - 4) != length) break;
            if (from == null || structs.getInt(pos + 8) != id) {
                id = structs.getInt(pos + 8);
                if (id < 0 || id >= interfaceCount) break;
                from = interfaces[id];
                meet(from);
            }
            long units =
                    (long) structs.getInt(pos + 12) << 32 | structs.getInt(pos + 16) & 0xFFFF_FFFFL;
            int wireLen = Math.max(capLen, structs.getInt(pos + 24));
            out.frame(bytes, pos + TO_PACKET, capLen, wireLen, from.linkType, from.nanos(units));
            seen++;
            pos += length;
        }
        in.pos = pos;
        records = seen;
    }

    /** Takes one block of any kind, of which at least {@link #BLOCK_MIN} bytes are there. */
    private void block() throws IOException {
        int type = in.structs.getInt(in.pos);
        if (type == SECTION) {
            section();
            return;
        }
        long length = in.structs.getInt(in.pos + 4) & 0xFFFF_FFFFL;
        if (length < BLOCK_MIN || (length & 3) != 0) {
            throw damagedRecord(
                    "has a block length of %,d, which must be a multiple of 4 from %d on",
                    length, BLOCK_MIN);
        }
        switch (type) {
            case INTERFACE -> describe(whole(length, INTERFACE_MIN));
            case ENHANCED_PACKET, OBSOLETE_PACKET -> packet(type, whole(length, PACKET_MIN));
            case SIMPLE_PACKET -> simplePacket(whole(length, SIMPLE_MIN));
            default -> pass(length);
        }
    }

    /** Brings a block into the window and checks its ends. */
    private int whole(long length, int min) throws IOException {
        if (length < min || length > ByteWindow.CAPACITY) {
            throw damagedRecord(
                    "has a block length of %,d, possible are %,d to %,d",
                    length, min, ByteWindow.CAPACITY);
        }
        int needed = (int) length;
        if (!in.require(needed)) throw cut(in.offset(), in.available(), length);
        checkTrailer(in.offset(), length, in.structs.getInt(in.pos + needed - 4));
        return needed;
    }

    /** Passes over a block of any length. */
    private void pass(long length) throws IOException {
        long start = in.offset();
        if (!in.skip(length - 4) || !in.require(4))
            throw cut(start, in.offset() + in.available() - start, length);
        checkTrailer(start, length, in.structs.getInt(in.pos));
        in.pos += 4;
    }

    private void checkTrailer(long offset, long length, int trailer) throws CaptureException {
        if (trailer != (int) length) {
            throw damagedRecordAt(
                    offset,
                    "has a block length of %,d in front and of %,d at its end",
                    length,
                    Integer.toUnsignedLong(trailer));
        }
    }

    private CaptureException cut(long offset, long there, long length) {
        return damagedRecordAt(
                offset, "is cut short, %,d of %,d bytes of its block are there", there, length);
    }

    /** Starts a section: its byte order holds from here on, its interfaces are yet to come. */
    private void section() throws IOException {
        long start = in.offset();
        int magic = in.bytes.getInt(in.pos + 8);
        if (magic != BYTE_ORDER_MAGIC && magic != Integer.reverseBytes(BYTE_ORDER_MAGIC))
            throw damaged("section header %shas no byte order, 0x%08x", at(start), magic);
        in.structs.order(
                magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (!in.require(SECTION_MIN)) {
            throw damaged(
                    "section header %sis cut short, %,d of %,d bytes are there",
                    at(start), in.available(), SECTION_MIN);
        }
        long length = in.structs.getInt(in.pos + 4) & 0xFFFF_FFFFL;
        if (length < SECTION_MIN || (length & 3) != 0)
            throw damaged("section header %ssays it is %,d bytes long", at(start), length);
        int major = in.structs.getShort(in.pos + 12) & 0xFFFF;
        int minor = in.structs.getShort(in.pos + 14) & 0xFFFF;
        if (major != 1 || minor != 0 && minor != 2) { // 1.2 was written by mistake for 1.0
            throw damaged(
                    "section header %shas pcapng version %d.%d, known is 1.0",
                    at(start), major, minor);
        }
        pass(length);
        Arrays.fill(interfaces, 0, interfaceCount, null);
        interfaceCount = 0;
    }

    private void describe(int length) throws CaptureException {
        if (interfaceCount == MAX_INTERFACES) {
            throw damaged(
                    "section %sdescribes more than %,d interfaces",
                    at(in.offset()), MAX_INTERFACES);
        }
        int pos = in.pos;
        PcapngInterface described =
                new PcapngInterface(
                        in.structs.getShort(pos + 8) & 0xFFFF, in.structs.getInt(pos + 12));
        options(described, pos + TO_OPTIONS, pos + length - 4);
        if (interfaceCount == interfaces.length)
            interfaces = Arrays.copyOf(interfaces, 2 * interfaceCount);
        interfaces[interfaceCount++] = described;
        in.pos = pos + length;
    }

    private void options(PcapngInterface described, int from, int end) throws CaptureException {
        ByteBuffer structs = in.structs;
        int pos = from;
        while (end - pos >= 4) {
            int code = structs.getShort(pos) & 0xFFFF;
            int length = structs.getShort(pos + 2) & 0xFFFF;
            pos += 4;
            if (code == 0) return;
            if (length > end - pos) throw badOption(code, length);
            if (code == IF_TSRESOL) {
                if (length != 1) throw badOption(code, length);
                described.resolution(structs.get(pos));
            } else if (code == IF_TSOFFSET) {
                if (length != 8) throw badOption(code, length);
                described.offsetSeconds(structs.getLong(pos));
            }
            pos += length + 3 & ~3;
        }
    }

    private CaptureException badOption(int code, int length) {
        return damaged(
                "interface description %shas option %d with %,d bytes",
                at(in.offset()), code, length);
    }

    /** Takes an enhanced or an obsolete packet block: they differ in where the interface stands. */
    private void packet(int type, int length) throws CaptureException {
        ByteBuffer structs = in.structs;
        int pos = in.pos;
        int id =
                type == ENHANCED_PACKET
                        ? structs.getInt(pos + 8)
                        : structs.getShort(pos + 8) & 0xFFFF;
        PcapngInterface from = described(id);
        int capLen = inBlock(structs.getInt(pos + 20), length - PACKET_MIN);
        int wireLen = Math.max(capLen, structs.getInt(pos + 24));
        long units =
                (long) structs.getInt(pos + 12) << 32 | structs.getInt(pos + 16) & 0xFFFF_FFFFL;
        meet(from);
        sink.frame(in.bytes, pos + TO_PACKET, capLen, wireLen, from.linkType, from.nanos(units));
        records++;
        in.pos = pos + length;
    }

    /** Takes a simple packet block: on the first interface, without time. */
    private void simplePacket(int length) throws CaptureException {
        int pos = in.pos;
        PcapngInterface from = described(0);
        int wireLen = in.structs.getInt(pos + 8);
        int captured = wireLen;
        if (from.snapLen != 0 && Integer.compareUnsigned(from.snapLen, captured) < 0)
            captured = from.snapLen;
        int capLen = inBlock(captured, length - SIMPLE_MIN);
        meet(from);
        sink.frame(
                in.bytes,
                pos + TO_SIMPLE,
                capLen,
                Math.max(capLen, wireLen),
                from.linkType,
                SegmentBatch.NO_TIME);
        records++;
        in.pos = pos + length;
    }

    private PcapngInterface described(int id) throws CaptureException {
        if (id < 0 || id >= interfaceCount) {
            throw damagedRecord(
                    "is of interface %,d, described are %,d",
                    Integer.toUnsignedLong(id), interfaceCount);
        }
        return interfaces[id];
    }

    private int inBlock(int capLen, int room) throws CaptureException {
        if (capLen < 0 || capLen > MAX_CAP_LEN) {
            throw damagedRecord(
                    "says it is %,d bytes long, the limit is %,d",
                    Integer.toUnsignedLong(capLen), MAX_CAP_LEN);
        }
        if (capLen > room)
            throw damagedRecord("says it is %,d bytes long, its block holds %,d", capLen, room);
        return capLen;
    }

    private void meet(PcapngInterface from) {
        if (from.met) return;
        from.met = true;
        linkTypes.add(from.linkType);
    }
}
