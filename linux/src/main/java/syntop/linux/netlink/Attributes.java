package syntop.linux.netlink;

import static syntop.linux.netlink.Netlink.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over attributes. What it gives of one holds until {@link #next}; a cursor of one's own
 * walks through {@linkplain #over(Attributes) nested} ones. Types that are not known are passed
 * over by not asking for them.
 *
 * <p>No content makes it throw: a length that does not fit ends the walk, a value that is too short
 * is 0, and either is told by {@link #isDamaged}. One thread. Allocates nothing after construction,
 * strings apart.
 */
public final class Attributes {
    private static final int TYPE = 2;

    private final ByteBuffer buffer; // native order
    private final ByteBuffer network; // the same, big-endian
    private int start;
    private int end;
    private int next;
    private int limit;
    private boolean damaged;

    /**
     * Makes a cursor without attributes.
     *
     * @param buffer where they are; read by absolute offset only
     */
    public Attributes(ByteBuffer buffer) {
        this.buffer = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
        network = this.buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
    }

    /**
     * Goes before the first attribute of a region; an offset behind its end is an empty one.
     *
     * @param endOffset at most the buffer's capacity
     */
    void over(int offset, int endOffset) {
        next = offset;
        limit = endOffset;
        damaged = false;
    }

    /** Goes before the first of the attributes that are the value of one of the same buffer. */
    public Attributes over(Attributes outer) {
        over(outer.offset(), outer.end);
        return this;
    }

    /**
     * Goes to the next attribute. Hot path.
     *
     * @return false at the end, and where a length does not fit
     */
    public boolean next() {
        if (next >= limit) return false;
        int left = limit - next;
        int length = left < ATTRIBUTE_BYTES ? 0 : buffer.getShort(next) & 0xFFFF;
        if (length < ATTRIBUTE_BYTES || length > left) {
            next = limit;
            damaged = true;
            return false;
        }
        start = next;
        end = start + length;
        next = start + align(length); // the last one need not be padded: next may pass the limit
        return true;
    }

    /** Whether a length did not fit, or a value was shorter than what was asked of it. */
    public boolean isDamaged() {
        return damaged;
    }

    void damage() {
        damaged = true;
    }

    /** Type, without the bits for nesting and byte order. */
    public int type() {
        return buffer.getShort(start + TYPE) & NLA_TYPE_MASK;
    }

    /** Offset of the value in the buffer. */
    public int offset() {
        return start + ATTRIBUTE_BYTES;
    }

    /** Bytes of the value, 0..65531. */
    public int length() {
        return end - start - ATTRIBUTE_BYTES;
    }

    /** The value's first 8 bits, unsigned. */
    public int getByte() {
        return has(Byte.BYTES) ? buffer.get(offset()) & 0xFF : 0;
    }

    /** The value's first 32 bits in the machine's byte order. */
    public int getInt() {
        return has(Integer.BYTES) ? buffer.getInt(offset()) : 0;
    }

    /** The value's first 16 bits, most significant byte first, unsigned. */
    public int getNetworkShort() {
        return has(Short.BYTES) ? network.getShort(offset()) & 0xFFFF : 0;
    }

    /** The value's first 32 bits, most significant byte first. */
    public int getNetworkInt() {
        return has(Integer.BYTES) ? network.getInt(offset()) : 0;
    }

    /** The value's first 64 bits, most significant byte first. */
    public long getNetworkLong() {
        return has(Long.BYTES) ? network.getLong(offset()) : 0;
    }

    /**
     * 64 bits within the value, most significant byte first; 0 when it is not that long.
     *
     * @param at offset in the value, 0 or more
     */
    public long getNetworkLong(int at) {
        return has(at + Long.BYTES) ? network.getLong(offset() + at) : 0;
    }

    /** The value as text, up to its first NUL. Allocates. */
    public String getString() {
        byte[] text = new byte[length()];
        buffer.get(offset(), text);
        int end = 0;
        while (end < text.length && text[end] != 0) end++;
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    private boolean has(int bytes) {
        if (length() >= bytes) return true;
        damaged = true;
        return false;
    }
}
