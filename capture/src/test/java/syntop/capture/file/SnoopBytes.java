package syntop.capture.file;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes snoop files (RFC 1761), sound ones and others. */
final class SnoopBytes extends CaptureBytes {
    private SnoopBytes() {
        super(ByteOrder.BIG_ENDIAN);
    }

    /** A file of Ethernet. */
    static SnoopBytes snoop() {
        return withHeader(2, 4);
    }

    static SnoopBytes withHeader(int version, int datalink) {
        SnoopBytes file = new SnoopBytes();
        file.raw("snoop\0\0\0".getBytes(StandardCharsets.US_ASCII)).u32(version).u32(datalink);
        return file;
    }

    SnoopBytes packet(long tsNanos, byte... frame) {
        int padded = frame.length + 3 & ~3;
        return record(tsNanos, frame.length, frame.length, 24 + padded, frame);
    }

    SnoopBytes record(long tsNanos, long wireLen, long capLen, long recordLen, byte... frame) {
        u32(wireLen).u32(capLen).u32(recordLen).u32(0); // cumulative drops
        u32(tsNanos / 1_000_000_000L).u32(tsNanos % 1_000_000_000L / 1000).raw(frame).pad(4);
        return this;
    }
}
