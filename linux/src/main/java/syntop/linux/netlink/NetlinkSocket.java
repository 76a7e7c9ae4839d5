package syntop.linux.netlink;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import syntop.linux.sys.Errno;
import syntop.linux.sys.Libc;
import syntop.linux.sys.Poll;
import syntop.linux.sys.SystemCall;
import syntop.linux.sys.SystemCallException;
import syntop.linux.sys.WakeUp;

/**
 * A netlink socket in the network namespace of the thread that opens it.
 *
 * <p>What goes wrong on the way is counted and never fatal: datagrams that the kernel had no room
 * for, that were longer than the buffer, or that did not come from the kernel. An error that the
 * kernel answers a request with is an exception.
 *
 * <p>One thread; {@link #wake} is for any. Receiving takes one native call and allocates nothing.
 */
public final class NetlinkSocket implements AutoCloseable {
    /**
     * Bytes that hold any datagram: the kernel makes those of a dump as long as the room for them,
     * up to 32 KiB, and others of a page or two.
     */
    public static final int DATAGRAM_BYTES = 1 << 16;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_MEMINFO = 55;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_ADD_MEMBERSHIP = 1;
    private static final int NETLINK_NO_ENOBUFS = 5;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;

    /** The kernel answers a request at once; this is for one that does not. */
    private static final int ANSWER_MILLIS = 10_000;

    // struct sockaddr_nl: family, padding, port, groups
    private static final int ADDRESS_BYTES = 12;
    private static final int ADDRESS_PORT = 4;

    // SO_MEMINFO: 32-bit words of linux/sock_diag.h
    private static final int MEMINFO_BYTES = 9 * Integer.BYTES;
    private static final int SK_MEMINFO_DROPS = 8 * Integer.BYTES;

    private final int fd;
    private final int port;
    private final WakeUp wakeUp;
    private final Poll poll;
    private final Memory sender = new Memory(ADDRESS_BYTES);
    private final ByteBuffer senderView = sender.getByteBuffer(0, ADDRESS_BYTES);
    private final Memory senderBytes = new Memory(Integer.BYTES);
    private int sequence;
    private long overruns;
    private long truncated;
    private long foreign;
    private volatile boolean woken; // written by any thread, once
    private boolean closed;

    /**
     * Opens a socket.
     *
     * @param protocol such as {@link Netlink#NETLINK_SOCK_DIAG}
     * @throws SystemCallException with {@link Errno#EPROTONOSUPPORT} if the kernel has it not
     */
    public NetlinkSocket(int protocol) throws SystemCallException {
        senderView.order(ByteOrder.nativeOrder());
        fd =
                SystemCall.check(
                        "netlink socket",
                        Libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
        WakeUp wake = null;
        boolean done = false;
        try {
            // kernels before 4.3 and 4.12 know one or the other not: errors come without words then
            trySet(SOL_NETLINK, NETLINK_CAP_ACK, 1);
            trySet(SOL_NETLINK, NETLINK_EXT_ACK, 1);
            port = bind();
            wake = new WakeUp();
            done = true;
        } finally {
            if (!done) {
                int unused = Libc.close(fd);
            }
        }
        wakeUp = wake;
        poll = new Poll(fd, wake);
    }

    /** Binds to a port that the kernel chooses, and returns it. */
    private int bind() throws SystemCallException {
        byte[] address = new byte[ADDRESS_BYTES];
        ByteBuffer view = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
        view.putShort(0, (short) AF_NETLINK);
        SystemCall.check("netlink bind", Libc.bind(fd, address, address.length));
        int[] bytes = {address.length};
        SystemCall.check("getsockname", Libc.getsockname(fd, address, bytes));
        return view.getInt(ADDRESS_PORT);
    }

    /**
     * Joins a group: its messages come from now on.
     *
     * @param group the number, from 1 on; not a bit
     */
    public void join(int group) throws SystemCallException {
        byte[] value = bytes(group);
        SystemCall.check(
                "netlink group",
                Libc.setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, value, value.length));
    }

    /**
     * Sets the kernel's room for messages that were not received yet.
     *
     * @param bytes up to 1 GiB; with CAP_NET_ADMIN net.core.rmem_max does not limit it
     * @return what was granted: twice as much, as the kernel counts its own overhead, or less
     */
    public int receiveBuffer(int bytes) throws SystemCallException {
        if (!trySet(SOL_SOCKET, SO_RCVBUFFORCE, bytes)) {
            byte[] value = bytes(bytes);
            SystemCall.check(
                    "SO_RCVBUF", Libc.setsockopt(fd, SOL_SOCKET, SO_RCVBUF, value, value.length));
        }
        byte[] granted = new byte[Integer.BYTES];
        int[] room = {granted.length};
        SystemCall.check("SO_RCVBUF", Libc.getsockopt(fd, SOL_SOCKET, SO_RCVBUF, granted, room));
        return ByteBuffer.wrap(granted).order(ByteOrder.nativeOrder()).getInt();
    }

    /**
     * Lets the kernel drop only the messages that find no room, and count them: {@link #drops}
     * tells. By default it drops all that come until the others were received, and {@link
     * #overruns} tells how often that began.
     *
     * @return false where it does not tell how many it drops, before Linux 4.12: then nothing
     *     changes
     */
    public boolean dropSingly() {
        byte[] words = new byte[MEMINFO_BYTES];
        int[] room = {words.length};
        return Libc.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, words, room) == 0
                && room[0] >= MEMINFO_BYTES
                && trySet(SOL_NETLINK, NETLINK_NO_ENOBUFS, 1);
    }

    /** Messages that the kernel had no room for, and dropped; for {@link #dropSingly}. */
    public long drops() throws SystemCallException {
        byte[] words = new byte[MEMINFO_BYTES];
        int[] room = {words.length};
        SystemCall.check("SO_MEMINFO", Libc.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, words, room));
        ByteBuffer view = ByteBuffer.wrap(words).order(ByteOrder.nativeOrder());
        return view.getInt(SK_MEMINFO_DROPS) & 0xFFFF_FFFFL;
    }

    private boolean trySet(int level, int option, int value) {
        return Libc.setsockopt(fd, level, option, bytes(value), Integer.BYTES) == 0;
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }

    /**
     * Sends a request to the kernel.
     *
     * @return its sequence number, which every answer has
     */
    public int send(NetlinkRequest request) throws SystemCallException {
        if (++sequence == 0) sequence = 1; // 0 is that of messages which answer nothing
        byte[] bytes = request.toBytes(sequence, port);
        SystemCall.check("netlink request", Libc.write(fd, bytes, bytes.length));
        return sequence;
    }

    /**
     * Waits for a datagram, an overrun, or {@link #wake}.
     *
     * @param timeoutMillis how long at most; -1 for no limit
     * @return whether there is something to {@linkplain #receive receive}
     */
    public boolean await(int timeoutMillis) throws SystemCallException {
        return poll.await(timeoutMillis) != 0;
    }

    /**
     * Receives a datagram, without waiting; passes over those that are only counted. Hot path.
     *
     * @param buffer direct, {@link #DATAGRAM_BYTES} long; filled from its start, position and limit
     *     are neither used nor changed
     * @return its bytes, or 0 when there is none
     */
    public int receive(ByteBuffer buffer) throws SystemCallException {
        while (true) {
            senderBytes.setInt(0, ADDRESS_BYTES);
            // with MSG_TRUNC the length is the true one
            long bytes =
                    Libc.recvfrom(
                            fd,
                            buffer,
                            buffer.capacity(),
                            MSG_DONTWAIT | MSG_TRUNC,
                            sender,
                            senderBytes);
            if (bytes == -1) {
                int errno = Native.getLastError();
                if (errno == Errno.EAGAIN) return 0;
                if (errno == Errno.ENOBUFS) overruns++;
                else if (errno != Errno.EINTR) throw new SystemCallException("netlink", errno);
            } else if (senderView.getInt(ADDRESS_PORT) != 0) {
                foreign++; // another process may send to us, but the kernel alone has port 0
            } else if (bytes > buffer.capacity()) {
                truncated++;
            } else if (bytes > 0) {
                return (int) bytes;
            }
        }
    }

    /**
     * Asks for a table and takes it to its end. After {@link #wake} ended it, the socket can only
     * be closed.
     *
     * @param what for messages: what is asked for
     * @param buffer as for {@link #receive}
     * @param handler takes the entries
     * @throws SystemCallException if the kernel answers with an error, or not at all
     */
    public DumpResult dump(
            String what, NetlinkRequest request, ByteBuffer buffer, NetlinkHandler handler)
            throws SystemCallException {
        return new Dump(what, send(request), port, handler).run(this, buffer);
    }

    /** Waits for a datagram that a request is answered with; 0 after {@link #wake}. */
    int receiveAnswer(String what, ByteBuffer buffer) throws SystemCallException {
        while (!woken) {
            int bytes = receive(buffer);
            if (bytes != 0) return bytes;
            if (!await(ANSWER_MILLIS) && !woken) {
                throw new SystemCallException(what, Errno.ETIMEDOUT);
            }
        }
        return 0;
    }

    /** The port that the kernel gave to this socket: what it addresses its answers to. */
    int port() {
        return port;
    }

    /** How often the kernel had no room for messages, and dropped some: at least so many. */
    public long overruns() {
        return overruns;
    }

    /** Datagrams that were longer than the buffer, and were passed over. */
    public long truncated() {
        return truncated;
    }

    /** Datagrams that came from another process, and were passed over. */
    public long foreign() {
        return foreign;
    }

    /** Ends {@link #await} and {@link #dump}, now and for good. */
    public void wake() {
        woken = true;
        wakeUp.signal();
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        poll.close();
        wakeUp.close();
        sender.close();
        senderBytes.close();
        int unused = Libc.close(fd); // Linux frees the number whatever close says
    }
}
