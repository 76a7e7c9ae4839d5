package syntop.linux.sockets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import syntop.linux.netlink.Attributes;
import syntop.linux.netlink.NetlinkHandler;
import syntop.linux.netlink.NetlinkMessages;

/**
 * Reads sockets from the answers of sock_diag: struct inet_diag_msg of {@code linux/inet_diag.h},
 * then attributes. One thread; allocates nothing for a connection.
 */
final class SocketReader implements NetlinkHandler {
    static final int MESSAGE_BYTES = 72;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** Attribute and extension: memory in use, an array of 32-bit words. */
    static final int INET_DIAG_SKMEMINFO = 7;

    /** Attribute: whether a socket of IPv6 leaves IPv4 alone. */
    private static final int INET_DIAG_SKV6ONLY = 11;

    private static final int SK_MEMINFO_DROPS = 8;
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    private static final int FAMILY = 0;
    private static final int STATE = 1;
    private static final int LOCAL_PORT = 4; // ports and addresses in network order
    private static final int REMOTE_PORT = 6;
    private static final int LOCAL = 8;
    private static final int REMOTE = 24;
    private static final int RECEIVE_QUEUE = 56;
    private static final int SEND_QUEUE = 60;
    private static final int UID = 64;
    private static final int INODE = 68;

    private final ByteBuffer kernel; // native order
    private final ByteBuffer network; // big-endian
    private final SocketTable table;
    private final List<Listener> listeners;

    /**
     * Takes what it fills.
     *
     * @param buffer the one that the messages are in
     */
    SocketReader(ByteBuffer buffer, SocketTable table, List<Listener> listeners) {
        kernel = buffer.duplicate().clear().order(ByteOrder.nativeOrder());
        network = buffer.duplicate().clear().order(ByteOrder.BIG_ENDIAN);
        this.table = table;
        this.listeners = listeners;
    }

    /** Appends one socket. Hot path. */
    @Override
    public boolean take(NetlinkMessages message) {
        if (message.length() < MESSAGE_BYTES) return false;
        int at = message.offset();
        int family = kernel.get(at + FAMILY);
        TcpState state = TcpState.ofKernel(kernel.get(at + STATE));
        if (family != AF_INET && family != AF_INET6 || state == null) return false;
        if (state == TcpState.LISTEN) return listen(message, family);
        table.append(
                state,
                hi(at + LOCAL, family),
                lo(at + LOCAL, family),
                network.getShort(at + LOCAL_PORT) & 0xFFFF,
                hi(at + REMOTE, family),
                lo(at + REMOTE, family),
                network.getShort(at + REMOTE_PORT) & 0xFFFF,
                kernel.getInt(at + UID),
                kernel.getInt(at + INODE));
        return true;
    }

    private long hi(int at, int family) {
        return family == AF_INET ? 0 : network.getLong(at);
    }

    private long lo(int at, int family) {
        return family == AF_INET
                ? V4_MAPPED | network.getInt(at) & 0xFFFF_FFFFL
                : network.getLong(at + 8);
    }

    private boolean listen(NetlinkMessages message, int family) {
        int at = message.offset();
        boolean dual = family == AF_INET6;
        long dropped = 0;
        Attributes attributes = message.attributes(MESSAGE_BYTES);
        while (attributes.next()) {
            if (attributes.type() == INET_DIAG_SKV6ONLY) {
                dual &= attributes.getByte() == 0;
            } else if (attributes.type() == INET_DIAG_SKMEMINFO) {
                // before Linux 4.7 the array is shorter, and drops are not told
                int offset = SK_MEMINFO_DROPS * Integer.BYTES;
                if (attributes.length() < offset + Integer.BYTES) continue;
                dropped = kernel.getInt(attributes.offset() + offset) & 0xFFFF_FFFFL;
            }
        }
        if (attributes.isDamaged()) return false;
        listeners.add(
                new Listener(
                        hi(at + LOCAL, family),
                        lo(at + LOCAL, family),
                        network.getShort(at + LOCAL_PORT) & 0xFFFF,
                        dual,
                        kernel.getInt(at + RECEIVE_QUEUE) & 0xFFFF_FFFFL,
                        kernel.getInt(at + SEND_QUEUE) & 0xFFFF_FFFFL,
                        dropped,
                        kernel.getInt(at + UID),
                        kernel.getInt(at + INODE)));
        return true;
    }
}
