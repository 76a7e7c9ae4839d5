package syntop.linux.conntrack;

import static syntop.linux.conntrack.Ctnetlink.*;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import syntop.linux.netlink.DumpResult;
import syntop.linux.netlink.Netlink;
import syntop.linux.netlink.NetlinkRequest;
import syntop.linux.netlink.NetlinkSocket;
import syntop.linux.sys.SystemCallException;

/**
 * Asks for the tracked connections, and for what was counted of them. One thread; {@link #wake} is
 * for any. Memory: one buffer of 64 KiB, however many connections there are.
 */
public final class Conntrack implements AutoCloseable {
    private final NetlinkSocket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(NetlinkSocket.DATAGRAM_BYTES);

    /** Opens a socket in the network namespace of the calling thread. */
    public Conntrack() throws SystemCallException {
        socket = new NetlinkSocket(Netlink.NETLINK_NETFILTER);
    }

    /**
     * Hands over every tracked connection, as the kernel brings them. While the table changes, one
     * that is not removed may be missing or come twice.
     *
     * @param family {@link Flow#IPV4}, {@link Flow#IPV6}, or 0 for both
     * @return how it went; what came before an interruption has been handed over
     */
    public DumpResult list(int family, FlowHandler handler) throws SystemCallException {
        NetlinkRequest request = request(IPCTNL_MSG_CT_GET, Netlink.NLM_F_DUMP, family);
        return socket.dump("tracked connections", request, buffer, new FlowReader(buffer, handler));
    }

    /**
     * Hands over what each processor has counted, in the order of their numbers.
     *
     * @return how it went
     */
    public DumpResult statistics(Consumer<ConntrackStatistics> handler) throws SystemCallException {
        NetlinkRequest request = request(IPCTNL_MSG_CT_GET_STATS_CPU, Netlink.NLM_F_DUMP, 0);
        return socket.dump(
                "connection tracking statistics",
                request,
                buffer,
                message -> {
                    ConntrackStatistics one = ConntrackStatistics.read(message, buffer);
                    if (one != null) handler.accept(one);
                    return one != null;
                });
    }

    /** Makes {@link #list} end soon; afterwards this can only be closed. */
    public void wake() {
        socket.wake();
    }

    @Override
    public void close() {
        socket.close();
    }
}
