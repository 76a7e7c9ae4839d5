package syntop.linux.ring;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import syntop.linux.sys.Errno;
import syntop.linux.sys.Libc;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.Poll;
import syntop.linux.sys.SocketError;
import syntop.linux.sys.SocketFilter;
import syntop.linux.sys.SystemCallException;
import syntop.linux.sys.WakeUp;

/**
 * Packets of an interface, read where the kernel puts them. The kernel fills a block, hands it over
 * when it is full or its time is up, and goes on with the next; a block that was read is given
 * back. When all are ours the kernel drops packets and counts them.
 *
 * <p>{@link #read}, {@link #await}, {@link #takeError} and {@link #swapFilter} belong to one
 * thread, and nobody may be in them or {@link #refuseMore} when {@link #close} is called: it takes
 * the memory away. {@link #wake} and {@link #statistics} are for any thread at any time. No native
 * call and no allocation per packet or block; waiting takes one call.
 *
 * <p>Memory: the ring, which the kernel keeps resident.
 */
public final class PacketRing implements AutoCloseable {
    /**
     * Bytes of a block. Small enough that blocks which time hands over half empty do not use the
     * ring up in a stall, big enough that a flood hands over some thousand times a second at most.
     */
    public static final int BLOCK_BYTES = 1 << 18;

    /** How long a block waits for more packets before it is handed over, in ms. */
    public static final int BLOCK_MILLIS = 50;

    /** The ring gets every packet. */
    public static final int NO_GROUP = -1;

    /** The ring begins a group whose members share the packets. */
    public static final int NEW_GROUP = -2;

    private static final int FRAME_BYTES = 2048; // packets lie dense; the kernel checks a multiple
    private static final VarHandle STATUS =
            MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final PacketSocket socket;
    private final int fanoutGroup;
    private final Pointer memory;
    private final ByteBuffer ring;
    private final BlockReader reader;
    private final WakeUp wakeUp;
    private final Poll poll;
    private int block; // offset of the one to come
    private RingStatistics statistics = RingStatistics.NONE; // guarded by this
    private boolean closed; // guarded by this

    /**
     * Opens a ring. No packet gets in before the filter is attached and the ring is mapped.
     *
     * @param link the interface, or null for all
     * @param filter array of struct sock_filter in the machine's byte order; what it returns limits
     *     the bytes that are copied
     * @param bytes size of the ring, rounded up to whole blocks; at most 1 GiB
     * @param promiscuous whether to take packets for other hosts too; of one interface alone
     * @throws SystemCallException if the kernel refuses, {@link Errno#ENETDOWN} for an interface
     *     that is not up
     */
    public PacketRing(NetworkLink link, byte[] filter, int bytes, boolean promiscuous)
            throws SystemCallException {
        this(link, filter, bytes, promiscuous, NO_GROUP);
    }

    /**
     * As the other, sharing packets: all of a connection, in both directions, go to one ring of the
     * group (packet(7), PACKET_FANOUT_HASH).
     *
     * @param group the {@link #fanoutGroup} of another ring, {@link #NEW_GROUP} or {@link
     *     #NO_GROUP}
     */
    public PacketRing(NetworkLink link, byte[] filter, int bytes, boolean promiscuous, int group)
            throws SystemCallException {
        if (Native.POINTER_SIZE != Long.BYTES) {
            throw new SystemCallException("packet ring on a 32-bit system", Errno.ENOSYS);
        }
        int blocks = (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
        socket = new PacketSocket();
        WakeUp wake = null;
        Pointer mapped = null;
        int joined = NO_GROUP;
        boolean done = false;
        try {
            // bound and not yet in its group it would get what others get
            if (group == NO_GROUP) SocketFilter.attach(socket.fd, filter);
            else SocketFilter.refuseAll(socket.fd);
            socket.makeRing(BLOCK_BYTES, blocks, FRAME_BYTES, BLOCK_MILLIS);
            mapped = socket.map((long) blocks * BLOCK_BYTES);
            if (promiscuous && link != null) socket.beIndiscriminate(link);
            wake = new WakeUp();
            socket.bind(link);
            int error =
                    SocketError.take(socket.fd); // binding to an interface that is down succeeds
            if (error != 0) throw new SystemCallException("bind", error);
            joined = group == NO_GROUP ? NO_GROUP : socket.join(group);
            if (group != NO_GROUP) SocketFilter.attach(socket.fd, filter);
            done = true;
        } finally {
            if (!done) release(mapped, (long) blocks * BLOCK_BYTES, wake);
        }
        fanoutGroup = joined;
        memory = mapped;
        ring = mapped.getByteBuffer(0, (long) blocks * BLOCK_BYTES).order(ByteOrder.nativeOrder());
        reader = new BlockReader(ring, BLOCK_BYTES, isCooked(link));
        wakeUp = wake;
        poll = new Poll(socket.fd, wake);
    }

    /**
     * Whether packets of an interface are handed over with a header of LINKTYPE_LINUX_SLL in place
     * of their own: all but those of Ethernet and loopback are.
     *
     * @param link the interface, or null for all
     */
    public static boolean isCooked(NetworkLink link) {
        return link == null
                || link.hardwareType() != NetworkLink.ARPHRD_ETHER
                        && link.hardwareType() != NetworkLink.ARPHRD_LOOPBACK;
    }

    /** The group that shares the packets, or {@link #NO_GROUP}. */
    public int fanoutGroup() {
        return fanoutGroup;
    }

    /**
     * Hands the packets of the next block over, if there is one, and gives it back. Hot path.
     *
     * @return how many packets there were, or -1 when no block is ready
     */
    public int read(PacketHandler handler) {
        int at = block;
        // makes what the kernel wrote into the block before it handed it over visible
        int status = (int) STATUS.getAcquire(ring, at + Tpacket3.BLOCK_STATUS);
        if ((status & Tpacket3.TP_STATUS_USER) == 0) return -1;
        int count = reader.read(at, handler);
        // our reads of the block come before the kernel writes to it again
        STATUS.setRelease(ring, at + Tpacket3.BLOCK_STATUS, Tpacket3.TP_STATUS_KERNEL);
        int next = at + BLOCK_BYTES;
        block = next == ring.capacity() ? 0 : next;
        return count;
    }

    /**
     * Waits for a block, an error of the socket, or {@link #wake}.
     *
     * @param timeoutMillis how long at most
     * @return whether the socket has an error to {@linkplain #takeError take}
     */
    public boolean await(int timeoutMillis) throws SystemCallException {
        return isError(poll.await(timeoutMillis));
    }

    /** As {@link #await}, but {@link #wake} does not end it. */
    public boolean awaitUndisturbed(int timeoutMillis) throws SystemCallException {
        return isError(poll.awaitUndisturbed(timeoutMillis));
    }

    private static boolean isError(int events) {
        return (events & (Poll.POLLERR | Poll.POLLHUP)) != 0;
    }

    /** The error of the socket, 0 for none; {@link Errno#ENETDOWN} when the interface is gone. */
    public int takeError() throws SystemCallException {
        return SocketError.take(socket.fd);
    }

    /**
     * Has another filter decide from now on, without a gap; packets that are in the ring stay
     * there. The thread of {@link #read}.
     *
     * @param now the filter that is attached
     * @param next the one to be, as of the constructor
     * @throws SystemCallException if the kernel refuses it; the one before stays
     */
    public void swapFilter(byte[] now, byte[] next) throws SystemCallException {
        SocketFilter.swap(socket.fd, now, next);
    }

    /** Whether half of the ring or more waits to be read. The thread of {@link #read}. */
    public boolean isHalfFull() {
        int half = ring.capacity() / BLOCK_BYTES / 2 * BLOCK_BYTES;
        int at = (block + half) % ring.capacity();
        int status = (int) STATUS.getOpaque(ring, at + Tpacket3.BLOCK_STATUS);
        return half > 0 && (status & Tpacket3.TP_STATUS_USER) != 0;
    }

    /** Lets no further packet in; those that are in the ring stay there. */
    public void refuseMore() throws SystemCallException {
        SocketFilter.refuseAll(socket.fd);
    }

    /** Ends {@link #await}, now and for good. */
    public void wake() {
        wakeUp.signal();
    }

    /** What the kernel counted since the ring was opened; after {@link #close} the last state. */
    public synchronized RingStatistics statistics() throws SystemCallException {
        if (!closed) {
            int[] more = socket.takeStatistics();
            statistics =
                    statistics.plus(
                            Integer.toUnsignedLong(more[0]),
                            Integer.toUnsignedLong(more[1]),
                            Integer.toUnsignedLong(more[2]));
        }
        return statistics;
    }

    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        poll.close();
        release(memory, ring.capacity(), wakeUp);
    }

    private void release(Pointer mapped, long bytes, WakeUp wake) {
        if (mapped != null) {
            int unused = Libc.munmap(mapped, bytes); // fails for wrong arguments alone
        }
        if (wake != null) wake.close();
        socket.close();
    }
}
