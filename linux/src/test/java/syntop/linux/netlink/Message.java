package syntop.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Messages as the kernel would send them. */
final class Message {
    /** An error without a payload of the request's: error number, header. */
    static final int ERROR_BYTES = 20;

    private Message() {}

    static ByteBuffer direct(byte[]... datagrams) {
        byte[] all = join(datagrams);
        return ByteBuffer.allocateDirect(all.length).put(all);
    }

    static byte[] join(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(p -> p.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) all.put(part);
        return all.array();
    }

    /** A message, padded. */
    static byte[] of(int type, int flags, int sequence, int port, byte[] payload) {
        return ByteBuffer.allocate(Netlink.align(16 + payload.length))
                .order(ByteOrder.nativeOrder())
                .putInt(16 + payload.length)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(port)
                .put(payload)
                .array();
    }

    /** An attribute, padded. */
    static byte[] attribute(int type, byte... value) {
        return ByteBuffer.allocate(Netlink.align(4 + value.length))
                .order(ByteOrder.nativeOrder())
                .putShort((short) (4 + value.length))
                .putShort((short) type)
                .put(value)
                .array();
    }

    static byte[] u32(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.nativeOrder());
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }
}
