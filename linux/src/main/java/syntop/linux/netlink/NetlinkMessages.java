package syntop.linux.netlink;

import static syntop.linux.netlink.Netlink.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A cursor over the messages of one datagram. What it gives of a message holds until {@link #next}.
 *
 * <p>Nothing in a datagram makes it throw: a length that does not fit ends the walk, and {@link
 * #isDamaged} tells. One thread. Allocates nothing after construction.
 */
public final class NetlinkMessages {
    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int SEQUENCE = 8;
    private static final int PORT = 12;

    private final ByteBuffer buffer; // native order
    private final Attributes attributes;
    private int start;
    private int end;
    private int next;
    private int limit;
    private boolean damaged;

    /**
     * Makes a cursor without messages.
     *
     * @param buffer where datagrams are received; read by absolute offset only
     */
    public NetlinkMessages(ByteBuffer buffer) {
        this.buffer = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
        attributes = new Attributes(buffer);
    }

    /**
     * Goes before the first message of a datagram.
     *
     * @param bytes its length; the datagram starts where the buffer does
     * @throws IndexOutOfBoundsException if the buffer is not that long
     */
    public void over(int bytes) {
        Objects.checkFromToIndex(0, bytes, buffer.capacity());
        limit = bytes;
        next = 0;
        damaged = false;
    }

    /**
     * Goes to the next message. Hot path.
     *
     * @return false at the end, and where a length does not fit
     */
    public boolean next() {
        if (damaged || next >= limit) return false;
        int left = limit - next;
        int length = left < HEADER_BYTES ? 0 : buffer.getInt(next); // from 2 GiB on it is negative
        if (length < HEADER_BYTES || length > left) {
            damaged = true;
            return false;
        }
        start = next;
        end = start + length;
        next = start + align(length); // the last one need not be padded: next may pass the limit
        return true;
    }

    /** Whether the walk ended because a length did not fit: messages behind it are lost. */
    public boolean isDamaged() {
        return damaged;
    }

    /** Type, 0..65535: NLMSG_ or the protocol's. */
    public int type() {
        return buffer.getShort(start + TYPE) & 0xFFFF;
    }

    /** NLM_F_ bits. */
    public int flags() {
        return buffer.getShort(start + FLAGS) & 0xFFFF;
    }

    /** Sequence number of the request that it answers; 0 when it answers none. */
    public int sequence() {
        return buffer.getInt(start + SEQUENCE);
    }

    /** Port of who sent the request that it answers; 0 when it answers none. */
    public int port() {
        return buffer.getInt(start + PORT);
    }

    /** Offset of the payload in the buffer. */
    public int offset() {
        return start + HEADER_BYTES;
    }

    /** Bytes of the payload, 0 or more. */
    public int length() {
        return end - start - HEADER_BYTES;
    }

    /**
     * The attributes of a message, behind the protocol's own header. One cursor for all calls.
     *
     * @param fixedBytes length of the protocol's header; a payload that is shorter has no
     *     attributes, and the cursor is {@linkplain Attributes#isDamaged damaged}
     */
    public Attributes attributes(int fixedBytes) {
        attributes.over(start + HEADER_BYTES + align(fixedBytes), end);
        if (length() < fixedBytes) attributes.damage();
        return attributes;
    }

    /**
     * What an NLMSG_ERROR or NLMSG_DONE says: an error number, see {@link syntop.linux.sys.Errno};
     * 0 for success. The kernel puts it in negated.
     *
     * @return -1 when the message is too short to say
     */
    public int errno() {
        if (length() < Integer.BYTES) return type() == NLMSG_DONE ? 0 : -1;
        int error = buffer.getInt(offset());
        return error > 0 || error == Integer.MIN_VALUE ? -1 : -error;
    }

    /** The words that the kernel adds to an error or an end, or null. */
    public String explanation() {
        if ((flags() & NLM_F_ACK_TLVS) == 0 || length() < Integer.BYTES) return null;
        int fixed = Integer.BYTES;
        if (type() == NLMSG_ERROR) {
            if (length() < fixed + HEADER_BYTES) return null;
            // the request follows, whole unless it was capped
            int request = buffer.getInt(offset() + fixed);
            boolean capped = (flags() & NLM_F_CAPPED) != 0;
            if (!capped && (request < HEADER_BYTES || request > length() - fixed)) return null;
            fixed += capped ? HEADER_BYTES : request;
        }
        for (Attributes words = attributes(fixed); words.next(); ) {
            if (words.type() == NLMSGERR_ATTR_MSG) return words.getString();
        }
        return null;
    }
}
