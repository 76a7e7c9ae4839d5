package syntop.capture.file;

import java.nio.ByteOrder;

/** Writes pcap files (draft-ietf-opsawg-pcap), sound ones and others. */
final class PcapBytes extends CaptureBytes {
    static final int MICROS = 0xA1B2_C3D4;
    static final int NANOS = 0xA1B2_3C4D;
    static final int KUZNETZOV = 0xA1B2_CD34;
    static final int IXIA_SOFTWARE = 0x1C00_01AB;
    static final int IXIA_HARDWARE = 0x1C00_01AC;

    private final int magic;

    private PcapBytes(ByteOrder order, int magic) {
        super(order);
        this.magic = magic;
    }

    /** A file with a sound header of link type Ethernet. */
    static PcapBytes pcap(ByteOrder order, int magic) {
        return withHeader(order, magic, 2, 4, 1);
    }

    static PcapBytes pcap() {
        return pcap(ByteOrder.LITTLE_ENDIAN, MICROS);
    }

    static PcapBytes withHeader(ByteOrder order, int magic, int major, int minor, long linkType) {
        PcapBytes file = new PcapBytes(order, magic);
        // magic, version, time zone, accuracy, snaplen, link type
        file.u32(magic).u16(major).u16(minor).u32(0).u32(0).u32(65_535).u32(linkType);
        if (magic == IXIA_SOFTWARE || magic == IXIA_HARDWARE) file.u32(0);
        return file;
    }

    /** A record of which the lengths are right. */
    PcapBytes packet(long tsNanos, byte... frame) {
        long nanos = Math.floorMod(tsNanos, 1_000_000_000L);
        boolean fine = magic == NANOS || magic == IXIA_HARDWARE;
        return record(
                tsNanos / 1_000_000_000L,
                fine ? nanos : nanos / 1000,
                frame.length,
                frame.length,
                frame);
    }

    PcapBytes record(long seconds, long fraction, long capLen, long wireLen, byte... frame) {
        u32(seconds).u32(fraction).u32(capLen).u32(wireLen);
        if (magic == KUZNETZOV) u32(3).u16(0x0800).u8(0).u8(0);
        raw(frame);
        return this;
    }
}
