package syntop.linux.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes a request: the header, then in the order of the calls what the protocol wants, in the
 * machine's byte order unless the name says {@code Network}. One thread. Grows as needed; may be
 * sent any number of times.
 */
public final class NetlinkRequest {
    private static final int LENGTH = 0;
    private static final int SEQUENCE = 8;
    private static final int PORT = 12;

    private ByteBuffer bytes = ByteBuffer.allocate(128).order(ByteOrder.nativeOrder());

    /**
     * Begins a request.
     *
     * @param type the protocol's
     * @param flags NLM_F_ bits beside {@link Netlink#NLM_F_REQUEST}, which is always set
     */
    public NetlinkRequest(int type, int flags) {
        putInt(0).putShort(type).putShort(flags | Netlink.NLM_F_REQUEST).putInt(0).putInt(0);
    }

    /** Appends 8 bits. */
    public NetlinkRequest putByte(int value) {
        room(Byte.BYTES).put((byte) value);
        return this;
    }

    /** Appends 16 bits. */
    public NetlinkRequest putShort(int value) {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    /** Appends 16 bits, most significant byte first. */
    public NetlinkRequest putNetworkShort(int value) {
        return putByte(value >>> 8).putByte(value);
    }

    /** Appends 32 bits. */
    public NetlinkRequest putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    /** Appends 32 bits, most significant byte first. */
    public NetlinkRequest putNetworkInt(int value) {
        return putNetworkShort(value >>> 16).putNetworkShort(value);
    }

    /** Appends bytes as they are. */
    public NetlinkRequest putBytes(byte[] value) {
        room(value.length).put(value);
        return this;
    }

    /**
     * Begins an attribute; what follows until {@link #endAttribute} is its value.
     *
     * @return what to give to {@link #endAttribute}
     */
    public int beginAttribute(int type) {
        pad();
        int start = bytes.position();
        putShort(0).putShort(type);
        return start;
    }

    /** As {@link #beginAttribute}, for a value that consists of attributes. */
    public int beginNested(int type) {
        return beginAttribute(type | Netlink.NLA_F_NESTED);
    }

    /** Ends an attribute. */
    public NetlinkRequest endAttribute(int start) {
        bytes.putShort(start, (short) (bytes.position() - start)); // without the padding
        pad();
        return this;
    }

    private void pad() {
        while ((bytes.position() & 3) != 0) putByte(0);
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int capacity = Math.max(2 * bytes.capacity(), bytes.position() + more);
            byte[] larger = Arrays.copyOf(bytes.array(), capacity);
            bytes = ByteBuffer.wrap(larger).order(bytes.order()).position(bytes.position());
        }
        return bytes;
    }

    /** The message as it is sent; a copy. */
    byte[] toBytes(int sequence, int port) {
        bytes.putInt(LENGTH, bytes.position()).putInt(SEQUENCE, sequence).putInt(PORT, port);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
