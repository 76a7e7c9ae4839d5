package syntop.linux.ring;

import static syntop.linux.ring.Tpacket3.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Walks through the packets of a block, in place, and gives each frame the form that it has in a
 * capture file, as libpcap does: the VLAN tag that the kernel took out stands in the frame again,
 * and where frames of several link types may come, their headers give way to that of
 * LINKTYPE_LINUX_SLL. Both go over old headers and where the kernel leaves bytes free before them.
 *
 * <p>One thread. Allocates nothing after construction.
 */
final class BlockReader {
    private static final int ETHERNET_ADDRESSES = 12;
    private static final int TAG_BYTES = 4;
    private static final int SLL_TO_TYPE = 14;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int DEFAULT_TPID = 0x8100; // IEEE 802.1Q
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ByteBuffer kernel; // native order, for the kernel's structs
    private final ByteBuffer packets; // big-endian, for the frames
    private final int blockBytes;
    private final boolean cooked;

    /**
     * Takes a ring.
     *
     * @param ring the mapping; its whole length is used
     * @param blockBytes bytes of a block; the ring is a multiple of it
     * @param cooked whether to give all frames the same header, whatever theirs was
     */
    BlockReader(ByteBuffer ring, int blockBytes, boolean cooked) {
        kernel = ring.duplicate().order(ByteOrder.nativeOrder());
        packets = ring.duplicate().order(ByteOrder.BIG_ENDIAN);
        this.blockBytes = blockBytes;
        this.cooked = cooked;
    }

    /**
     * Hands the packets of a block over. Hot path.
     *
     * @param block offset of a block that is ours
     * @return how many there were
     * @throws IllegalStateException if the kernel's offsets leave the block
     */
    int read(int block, PacketHandler handler) {
        int count = kernel.getInt(block + BLOCK_PACKETS);
        int end = block + blockBytes;
        int at = block + kernel.getInt(block + BLOCK_FIRST);
        for (int i = 0; i < count; i++) {
            if (at < block || at > end - HEADER_BYTES) throw damaged(at);
            int frame = at + (kernel.getShort(at + FRAME) & 0xFFFF);
            int copied = kernel.getInt(at + COPIED);
            if (frame < at + HEADER_BYTES || copied < 0 || copied > end - frame) {
                throw damaged(at);
            }
            int next = kernel.getInt(at + NEXT);
            int length = kernel.getInt(at + LENGTH);
            long nanos =
                    (kernel.getInt(at + SECONDS) & 0xFFFF_FFFFL) * NANOS_PER_SECOND
                            + kernel.getInt(at + NANOS);
            if (cooked) {
                cooked(handler, at, frame, copied, length, nanos);
            } else if ((kernel.getInt(at + STATUS) & TP_STATUS_VLAN_VALID) != 0) {
                tagged(handler, at, frame, copied, length, nanos);
            } else {
                handler.packet(packets, frame, copied, length, nanos);
            }
            at += next;
        }
        return count;
    }

    /** Puts the tag back behind the addresses, which move forward; IEEE 802.1Q, 9.3. */
    private void tagged(
            PacketHandler handler, int at, int frame, int copied, int length, long nanos) {
        if (copied < ETHERNET_ADDRESSES || frame - TAG_BYTES < at + HEADER_BYTES) {
            handler.packet(packets, frame, copied, length, nanos);
            return;
        }
        int start = frame - TAG_BYTES;
        packets.putLong(start, packets.getLong(frame));
        packets.putInt(start + 8, packets.getInt(frame + 8));
        packets.putInt(start + ETHERNET_ADDRESSES, tag(at));
        handler.packet(packets, start, copied + TAG_BYTES, length + TAG_BYTES, nanos);
    }

    /**
     * Makes an Ethernet frame a cooked one, over its addresses, where its EtherType is already in
     * place; another one before its network header. LINKTYPE_LINUX_SLL: packet type, hardware type,
     * address length (2 bytes each), address (8), EtherType.
     */
    private void cooked(
            PacketHandler handler, int at, int frame, int copied, int length, long nanos) {
        int hardware = kernel.getShort(at + HARDWARE_TYPE) & 0xFFFF;
        int type; // where the EtherType is
        if (hardware == ARPHRD_ETHER || hardware == ARPHRD_LOOPBACK) {
            type = frame + ETHERNET_ADDRESSES;
        } else {
            type = at + (kernel.getShort(at + NETWORK) & 0xFFFF) - 2;
            packets.putShort(type, packets.getShort(at + PROTOCOL));
        }
        int start = type - SLL_TO_TYPE;
        if ((kernel.getInt(at + STATUS) & TP_STATUS_VLAN_VALID) != 0) {
            packets.putInt(type - TAG_BYTES, tag(at));
            start -= TAG_BYTES;
        }
        if (start < at + HEADER_BYTES) throw damaged(at);
        int removed = start - frame; // negative where the new header is the longer one
        packets.putShort(start, kernel.get(at + PACKET_TYPE));
        packets.putShort(start + 2, (short) hardware);
        packets.putShort(start + 4, kernel.get(at + ADDRESS_LENGTH));
        packets.putLong(start + 6, packets.getLong(at + ADDRESS));
        int capLen = Math.max(copied - removed, 0); // a frame may end within its own header
        handler.packet(packets, start, capLen, Math.max(length - removed, capLen), nanos);
    }

    /** A tag: EtherType, then priority and VLAN number. */
    private int tag(int at) {
        boolean hasType = (kernel.getInt(at + STATUS) & TP_STATUS_VLAN_TPID_VALID) != 0;
        int type = hasType ? kernel.getShort(at + VLAN_TPID) : DEFAULT_TPID;
        return type << 16 | kernel.getInt(at + VLAN_TCI) & 0xFFFF;
    }

    private static IllegalStateException damaged(int at) {
        return new IllegalStateException("the packet ring is damaged at offset=" + at);
    }
}
