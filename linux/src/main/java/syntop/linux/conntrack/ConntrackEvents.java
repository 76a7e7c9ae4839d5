package syntop.linux.conntrack;

import static syntop.linux.conntrack.Ctnetlink.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import syntop.linux.netlink.Netlink;
import syntop.linux.netlink.NetlinkMessages;
import syntop.linux.netlink.NetlinkSocket;
import syntop.linux.sys.SystemCallException;

/**
 * What happens to tracked connections from now on. The kernel keeps events in a buffer until they
 * are read; those that find it full are lost, and counted.
 *
 * <p>With net.netfilter.nf_conntrack_events=2, the default of current kernels, connections that
 * began while nobody listened have no events.
 *
 * <p>One thread; {@link #wake} is for any. Reading allocates nothing.
 */
public final class ConntrackEvents implements AutoCloseable {
    private final NetlinkSocket socket;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(NetlinkSocket.DATAGRAM_BYTES);
    private final NetlinkMessages messages = new NetlinkMessages(buffer);
    private final FlowReader reader;
    private final boolean exact;
    private long malformed;

    /**
     * Whether the kernel tells of events at all: net.netfilter.nf_conntrack_events is not 0, in the
     * network namespace of the calling thread. Needs no permission.
     *
     * @throws java.nio.file.NoSuchFileException if the kernel tracks no connections, or has no
     *     events
     */
    public static boolean areTold() throws IOException {
        return ConntrackCount.number(ConntrackCount.SETTINGS.resolve("nf_conntrack_events")) != 0;
    }

    /**
     * Opens a socket in the network namespace of the calling thread.
     *
     * @param events which ones; at least one
     * @param bufferBytes the kernel's buffer, up to 1 GiB; it counts its own overhead in, some 800
     *     bytes an event, and allows for it twice as much
     * @param handler takes the events
     */
    public ConntrackEvents(Set<FlowEvent> events, int bufferBytes, FlowHandler handler)
            throws SystemCallException {
        socket = new NetlinkSocket(Netlink.NETLINK_NETFILTER);
        boolean done = false;
        try {
            exact = socket.dropSingly();
            int unused = socket.receiveBuffer(bufferBytes);
            for (FlowEvent event : events) socket.join(event.group());
            done = true;
        } finally {
            if (!done) socket.close();
        }
        reader = new FlowReader(buffer, flow -> handle(handler, flow));
    }

    private void handle(FlowHandler handler, Flow flow) {
        boolean created = (messages.flags() & NLM_F_CREATE) != 0;
        if (messages.type() == IPCTNL_MSG_CT_DELETE) flow.event = FlowEvent.DESTROY;
        else flow.event = created ? FlowEvent.NEW : FlowEvent.UPDATE;
        handler.take(flow);
    }

    /**
     * Waits for an event, or for {@link #wake}.
     *
     * @param timeoutMillis how long at most; -1 for no limit
     */
    public void await(int timeoutMillis) throws SystemCallException {
        boolean unused = socket.await(timeoutMillis);
    }

    /**
     * Hands over what is there, without waiting. Hot path.
     *
     * @param limit messages of the kernel at most; each holds one event
     * @return messages read; less than the limit when there are no more
     */
    public int read(int limit) throws SystemCallException {
        int count = 0;
        while (count < limit) {
            int bytes = socket.receive(buffer);
            if (bytes == 0) break;
            count++;
            messages.over(bytes);
            while (messages.next()) {
                if (!reader.take(messages)) malformed++;
            }
            if (messages.isDamaged()) malformed++;
        }
        return count;
    }

    /**
     * Events lost as the buffer was full; where the kernel does not tell, before 4.12, how often.
     */
    public long lost() throws SystemCallException {
        return (exact ? socket.drops() : socket.overruns()) + socket.truncated();
    }

    /** Whether {@link #lost} is the number of events, and not only how often some were lost. */
    public boolean isLossExact() {
        return exact;
    }

    /** Messages that could not be read, and were passed over. */
    public long malformed() {
        return malformed;
    }

    /** Ends {@link #await}, now and for good. */
    public void wake() {
        socket.wake();
    }

    @Override
    public void close() {
        socket.close();
    }
}
