package syntop.linux.ring;

/**
 * The layout of a TPACKET_V3 ring, {@code linux/if_packet.h}. All fields have the byte order of the
 * machine, but for the protocol in the address.
 *
 * <pre>
 * block  0 version   4 offset of private area   8 status  12 packets  16 offset of first packet
 *        20 length  24 sequence number (8)     32 time of first, of last (8 each)
 *
 * packet 0 offset of next   4 seconds   8 nanoseconds  12 copied  16 length  20 status
 *        24 offset of frame (2)  26 of network header (2)  28 hash
 *        32 VLAN TCI (4)  36 VLAN TPID (2)  38 padding to 48
 *        48 struct sockaddr_ll: family (2), protocol (2, big-endian), interface, hardware type (2),
 *           packet type (1), address length (1), address (8)
 *        68 free up to the frame: 14 bytes before Ethernet; 28 or more up to the network header
 * </pre>
 */
final class Tpacket3 {
    static final int BLOCK_STATUS = 8;
    static final int BLOCK_PACKETS = 12;
    static final int BLOCK_FIRST = 16;

    static final int NEXT = 0;
    static final int SECONDS = 4;
    static final int NANOS = 8;
    static final int COPIED = 12;
    static final int LENGTH = 16;
    static final int STATUS = 20;
    static final int FRAME = 24;
    static final int NETWORK = 26;
    static final int VLAN_TCI = 32;
    static final int VLAN_TPID = 36;
    static final int PROTOCOL = 50;
    static final int HARDWARE_TYPE = 56;
    static final int PACKET_TYPE = 58;
    static final int ADDRESS_LENGTH = 59;
    static final int ADDRESS = 60;

    /** Bytes of both structs: what is behind, up to the frame, may be written. */
    static final int HEADER_BYTES = 68;

    /** Block status: the kernel's. */
    static final int TP_STATUS_KERNEL = 0;

    /** Block status: ours. */
    static final int TP_STATUS_USER = 1;

    /** Packet status: {@link #VLAN_TCI} holds a tag that is not in the frame. */
    static final int TP_STATUS_VLAN_VALID = 1 << 4;

    /** Packet status: {@link #VLAN_TPID} holds its EtherType; else it is 0x8100. */
    static final int TP_STATUS_VLAN_TPID_VALID = 1 << 6;

    /** Bytes of struct tpacket_req3: seven words. */
    static final int REQUEST_BYTES = 28;

    private Tpacket3() {}
}
