package syntop.capture.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Words of a buffer for the hottest loops, by absolute offset, checked against the buffer's limit.
 * A view's order is part of its type, so that the compiled read is one comparison and one load; a
 * ByteBuffer's own get looks its order up each time, which made decoding a fifth slower.
 */
public final class Words {
    private static final VarHandle LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE_LONGS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    /** Eight bytes, big-endian, whatever the buffer's order. Hot path. */
    static long getLong(ByteBuffer buf, int off) {
        return (long) LONGS.get(buf, off);
    }

    /** Four bytes, big-endian, whatever the buffer's order. Hot path. */
    static int getInt(ByteBuffer buf, int off) {
        return (int) INTS.get(buf, off);
    }

    /** Eight bytes, little-endian, whatever the buffer's order. Hot path. */
    public static long getLongLittle(ByteBuffer buf, int off) {
        return (long) LITTLE_LONGS.get(buf, off);
    }
}
