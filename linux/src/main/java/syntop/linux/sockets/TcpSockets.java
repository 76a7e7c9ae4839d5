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
    private static final int TCPDIAG_GETSOCK = 18;
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
     * @throws IOException if the kernel cannot tell
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
        List<NetlinkRequest> requests = new ArrayList<>();
        // of a listener more is asked, which for a hundred thousand connections would be much
        int drops = 1 << SocketReader.INET_DIAG_SKMEMINFO - 1;
        if (listening) requests.add(request(Set.of(TcpState.LISTEN), drops));
        if (!connected.isEmpty()) requests.add(request(connected, 0));
        for (NetlinkRequest request : requests) {
            DumpResult result = socket.dump("TCP sockets", request, buffer, reader);
            malformed += result.malformed();
            interrupted |= result.interrupted();
        }
        return new TcpSockets(table, listeners, malformed, interrupted);
    }

    /**
     * Struct inet_diag_req of {@code linux/inet_diag.h}, the first form of the request: unlike the
     * second it is answered for all families at once, so the kernel walks its table once.
     */
    private static NetlinkRequest request(Set<TcpState> states, int extensions) {
        return new NetlinkRequest(TCPDIAG_GETSOCK, Netlink.NLM_F_DUMP)
                .putByte(SocketReader.AF_INET)
                .putByte(0) // no address, at either end
                .putByte(0)
                .putByte(extensions)
                .putBytes(new byte[SOCKET_ID_BYTES])
                .putInt(TcpState.mask(states))
                .putInt(0);
    }
}
