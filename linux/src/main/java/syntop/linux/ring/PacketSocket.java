package syntop.linux.ring;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import syntop.linux.sys.Libc;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.SystemCall;
import syntop.linux.sys.SystemCallException;

/** An AF_PACKET socket and the options of packet(7) in use. */
final class PacketSocket {
    static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_FANOUT_HASH = 0; // by addresses and ports, alike both ways
    private static final int PACKET_FANOUT_FLAG_UNIQUEID = 0x2000;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int TPACKET_V3 = 2;
    private static final short ETH_P_ALL = 3;
    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int PACKET_MREQ_BYTES = 16;
    private static final int STATISTICS_WORDS = 3;

    final int fd;

    /**
     * Opens a socket for protocol 0: it gets no packet until it is bound. Frames come with their
     * headers on. The kernel could take them off, but then newer versions tell the protocol behind
     * an inner VLAN tag and leave the tag itself in.
     */
    PacketSocket() throws SystemCallException {
        int type = SOCK_RAW | SOCK_CLOEXEC;
        fd = SystemCall.check("socket", Libc.socket(AF_PACKET, type, 0));
    }

    /** Makes the ring; the memory is the kernel's until it is mapped. */
    void makeRing(int blockBytes, int blocks, int frameBytes, int timeoutMillis)
            throws SystemCallException {
        set("TPACKET_V3", PACKET_VERSION, words(TPACKET_V3));
        byte[] request = // struct tpacket_req3
                words(
                        blockBytes,
                        blocks,
                        frameBytes,
                        blockBytes / frameBytes * blocks,
                        timeoutMillis,
                        0,
                        0);
        set("packet ring", PACKET_RX_RING, request);
    }

    /**
     * Lets packets in.
     *
     * @param link where from, or null for all interfaces
     */
    void bind(NetworkLink link) throws SystemCallException {
        ByteBuffer address = ByteBuffer.allocate(SOCKADDR_LL_BYTES).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_PACKET).put((byte) 0).put((byte) ETH_P_ALL); // big-endian
        address.putInt(link == null ? 0 : link.index());
        SystemCall.check("bind", Libc.bind(fd, address.array(), SOCKADDR_LL_BYTES));
    }

    /**
     * Shares the packets with the other sockets of a group from now on; the socket is bound.
     *
     * @param group its number, or {@link PacketRing#NEW_GROUP}
     * @return its number
     */
    int join(int group) throws SystemCallException {
        boolean fresh = group == PacketRing.NEW_GROUP;
        int type = PACKET_FANOUT_HASH | (fresh ? PACKET_FANOUT_FLAG_UNIQUEID : 0);
        set("fanout", PACKET_FANOUT, words(type << 16 | (fresh ? 0 : group)));
        byte[] value = new byte[Integer.BYTES];
        int[] bytes = {value.length};
        SystemCall.check(
                "getsockopt", Libc.getsockopt(fd, SOL_PACKET, PACKET_FANOUT, value, bytes));
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt() & 0xFFFF;
    }

    /** Takes packets for other hosts too, until the socket is closed. */
    void beIndiscriminate(NetworkLink link) throws SystemCallException {
        ByteBuffer request = ByteBuffer.allocate(PACKET_MREQ_BYTES).order(ByteOrder.nativeOrder());
        request.putInt(link.index()).putShort((short) PACKET_MR_PROMISC);
        set("promiscuous", PACKET_ADD_MEMBERSHIP, request.array());
    }

    /**
     * Struct tpacket_stats_v3: packets with drops, drops, freezes, each since the last call: the
     * kernel starts at 0 again.
     */
    int[] takeStatistics() throws SystemCallException {
        byte[] value = new byte[STATISTICS_WORDS * Integer.BYTES];
        int[] bytes = {value.length};
        SystemCall.check(
                "getsockopt", Libc.getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, value, bytes));
        int[] words = new int[STATISTICS_WORDS];
        ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).asIntBuffer().get(words);
        return words;
    }

    /** Closes the socket. */
    void close() {
        int unused = Libc.close(fd); // Linux frees the number whatever close says
    }

    private void set(String what, int option, byte[] value) throws SystemCallException {
        SystemCall.check(what, Libc.setsockopt(fd, SOL_PACKET, option, value, value.length));
    }

    private static byte[] words(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.order(ByteOrder.nativeOrder()).asIntBuffer().put(values);
        return bytes.array();
    }

    /** Maps the ring. */
    Pointer map(long bytes) throws SystemCallException {
        int readWrite = 1 | 2; // PROT_READ, PROT_WRITE
        int shared = 1; // MAP_SHARED
        return new Pointer(
                SystemCall.check("mmap", Libc.mmap(null, bytes, readWrite, shared, fd, 0)));
    }
}
