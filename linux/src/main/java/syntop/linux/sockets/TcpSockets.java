package syntop.linux.sockets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import syntop.linux.netlink.DumpResult;
import syntop.linux.netlink.Netlink;
import syntop.linux.netlink.NetlinkRequest;
import syntop.linux.netlink.NetlinkSocket;
import syntop.linux.sys.Errno;
import syntop.linux.sys.SystemCallException;

/**
 * The TCP sockets of the network namespace of the thread that asks, half-open requests included.
 * Needs no permission. The table changes while it is read: a socket that changes its state may be
 * in it twice or not at all, as with every tool that reads it.
 *
 * @param connections all but the listeners
 * @param listeners those that wait for connections
 * @param malformed messages of the kernel that could not be read, and are missing
 * @param interrupted whether the kernel said that entries may be missing, time and again
 */
public record TcpSockets(
        SocketTable connections, List<Listener> listeners, long malformed, boolean interrupted) {
    private static final int SOCK_DIAG_BY_FAMILY = 20;
    private static final int IPPROTO_TCP = 6;
    private static final int SOCKET_ID_BYTES = 48; // zeros: any

    /** How often an interrupted dump is repeated before that is said instead. */
    private static final int ATTEMPTS = 3;

    /** Copies the list. */
    public TcpSockets {
        listeners = List.copyOf(listeners);
    }

    /**
     * Asks the kernel, for IPv4 and IPv6.
     *
     * @param states which ones; fewer take less time
     * @throws SystemCallException if the kernel cannot tell
     */
    public static TcpSockets read(Set<TcpState> states) throws IOException {
        try (NetlinkSocket socket = new NetlinkSocket(Netlink.NETLINK_SOCK_DIAG)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(NetlinkSocket.DATAGRAM_BYTES);
            TcpSockets sockets = attempt(socket, buffer, states);
            for (int i = 1; i < ATTEMPTS && sockets.interrupted; i++) {
                sockets = attempt(socket, buffer, states);
            }
            return sockets;
        }
    }

    private static TcpSockets attempt(NetlinkSocket socket, ByteBuffer buffer, Set<TcpState> states)
            throws IOException {
        SocketTable table = new SocketTable();
        List<Listener> listeners = new ArrayList<>();
        SocketReader reader = new SocketReader(buffer, table, listeners);
        EnumSet<TcpState> connected = EnumSet.copyOf(states);
        boolean listening = connected.remove(TcpState.LISTEN);
        long malformed = 0;
        boolean interrupted = false;
        for (int family : new int[] {SocketReader.AF_INET, SocketReader.AF_INET6}) {
            List<NetlinkRequest> requests = new ArrayList<>();
            // of a listener more is asked, which for a hundred thousand connections would be much
            int drops = 1 << SocketReader.INET_DIAG_SKMEMINFO - 1;
            if (listening) requests.add(request(family, Set.of(TcpState.LISTEN), drops));
            if (!connected.isEmpty()) requests.add(request(family, connected, 0));
            for (NetlinkRequest request : requests) {
                DumpResult result;
                try {
                    result = socket.dump("TCP sockets", request, buffer, reader);
                } catch (SystemCallException e) {
                    // a kernel without IPv6
                    if (family == SocketReader.AF_INET6 && e.errno() == Errno.ENOENT) continue;
                    throw e;
                }
                malformed += result.malformed();
                interrupted |= result.interrupted();
            }
        }
        return new TcpSockets(table, listeners, malformed, interrupted);
    }

    /** Struct inet_diag_req_v2. */
    private static NetlinkRequest request(int family, Set<TcpState> states, int extensions) {
        return new NetlinkRequest(SOCK_DIAG_BY_FAMILY, Netlink.NLM_F_DUMP)
                .putByte(family)
                .putByte(IPPROTO_TCP)
                .putByte(extensions)
                .putByte(0)
                .putInt(TcpState.mask(states))
                .putBytes(new byte[SOCKET_ID_BYTES]);
    }
}
