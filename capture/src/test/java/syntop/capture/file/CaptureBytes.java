package syntop.capture.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;

/** Writes the integers of a capture file in one byte order. */
class CaptureBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteOrder order;

    CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    final void order(ByteOrder next) {
        order = next;
    }

    final ByteOrder order() {
        return order;
    }

    final CaptureBytes u8(int value) {
        out.write(value);
        return this;
    }

    final CaptureBytes u16(int value) {
        return order == ByteOrder.BIG_ENDIAN
                ? u8(value >>> 8).u8(value)
                : u8(value).u8(value >>> 8);
    }

    final CaptureBytes u32(long value) {
        int low = (int) value & 0xFFFF;
        int high = (int) (value >>> 16) & 0xFFFF;
        return order == ByteOrder.BIG_ENDIAN ? u16(high).u16(low) : u16(low).u16(high);
    }

    final CaptureBytes u64(long value) {
        return order == ByteOrder.BIG_ENDIAN
                ? u32(value >>> 32).u32(value)
                : u32(value).u32(value >>> 32);
    }

    final CaptureBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    final CaptureBytes pad(int multiple) {
        while (out.size() % multiple != 0) out.write(0);
        return this;
    }

    final int size() {
        return out.size();
    }

    final byte[] bytes() {
        return out.toByteArray();
    }
}
