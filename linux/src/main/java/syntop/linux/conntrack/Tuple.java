package syntop.linux.conntrack;

import static syntop.linux.conntrack.Ctnetlink.*;

import syntop.linux.netlink.Attributes;

/**
 * One direction of a tracked connection: who sends to whom. Addresses are two longs each, IPv4 as
 * IPv4-mapped (RFC 4291, 2.5.5.2). Read again and again into the same object.
 */
public final class Tuple {
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final int SOURCE = 1;
    private static final int DESTINATION = 2;

    private long sourceHi;
    private long sourceLo;
    private long destinationHi;
    private long destinationLo;
    private int protocol;
    private int sourcePort;
    private int destinationPort;
    private int icmpId;
    private int icmpType;
    private int icmpCode;
    private int seen; // SOURCE and DESTINATION bits

    Tuple() {}

    /** Upper half of the sender's address. */
    public long sourceHi() {
        return sourceHi;
    }

    /** Lower half of the sender's address. */
    public long sourceLo() {
        return sourceLo;
    }

    /** Upper half of the receiver's address. */
    public long destinationHi() {
        return destinationHi;
    }

    /** Lower half of the receiver's address. */
    public long destinationLo() {
        return destinationLo;
    }

    /** Number of the protocol, 0..255, as in IP. */
    public int protocol() {
        return protocol;
    }

    /** Port of the sender; -1 where the protocol has none. */
    public int sourcePort() {
        return sourcePort;
    }

    /** Port of the receiver; -1 where the protocol has none. */
    public int destinationPort() {
        return destinationPort;
    }

    /** Identifier of ICMP, or -1. */
    public int icmpId() {
        return icmpId;
    }

    /** Type of ICMP, or -1. */
    public int icmpType() {
        return icmpType;
    }

    /** Code of ICMP, or -1. */
    public int icmpCode() {
        return icmpCode;
    }

    /** Whether this is the way back of the other one: no address or port was translated. */
    boolean isReverseOf(Tuple other) {
        return sourceHi == other.destinationHi
                && sourceLo == other.destinationLo
                && destinationHi == other.sourceHi
                && destinationLo == other.sourceLo
                && sourcePort == other.destinationPort
                && destinationPort == other.sourcePort
                && icmpId == other.icmpId;
    }

    /** Whether both addresses and the protocol were there. */
    boolean isComplete() {
        return seen == (SOURCE | DESTINATION) && protocol >= 0;
    }

    void clear() {
        seen = 0;
        protocol = -1;
        sourcePort = -1;
        destinationPort = -1;
        icmpId = -1;
        icmpType = -1;
        icmpCode = -1;
    }

    /**
     * Reads the attributes of a tuple. Hot path.
     *
     * @param tuple stands before the first
     * @param inner a cursor for those within
     * @return false when something was too short
     */
    boolean read(Attributes tuple, Attributes inner) {
        boolean sound = true;
        while (tuple.next()) {
            if (tuple.type() == CTA_TUPLE_IP) sound &= addresses(inner.over(tuple));
            else if (tuple.type() == CTA_TUPLE_PROTO) sound &= protocol(inner.over(tuple));
        }
        return sound && !tuple.isDamaged();
    }

    private boolean addresses(Attributes ip) {
        while (ip.next()) {
            switch (ip.type()) {
                case CTA_IP_V4_SRC -> source(0, V4_MAPPED | ip.getNetworkInt() & 0xFFFF_FFFFL);
                case CTA_IP_V4_DST -> destination(0, V4_MAPPED | ip.getNetworkInt() & 0xFFFF_FFFFL);
                case CTA_IP_V6_SRC -> source(ip.getNetworkLong(), ip.getNetworkLong(Long.BYTES));
                case CTA_IP_V6_DST ->
                        destination(ip.getNetworkLong(), ip.getNetworkLong(Long.BYTES));
                default -> {}
            }
        }
        return !ip.isDamaged();
    }

    private void source(long hi, long lo) {
        sourceHi = hi;
        sourceLo = lo;
        seen |= SOURCE;
    }

    private void destination(long hi, long lo) {
        destinationHi = hi;
        destinationLo = lo;
        seen |= DESTINATION;
    }

    private boolean protocol(Attributes proto) {
        while (proto.next()) {
            switch (proto.type()) {
                case CTA_PROTO_NUM -> protocol = proto.getByte();
                case CTA_PROTO_SRC_PORT -> sourcePort = proto.getNetworkShort();
                case CTA_PROTO_DST_PORT -> destinationPort = proto.getNetworkShort();
                case CTA_PROTO_ICMP_ID, CTA_PROTO_ICMPV6_ID -> icmpId = proto.getNetworkShort();
                case CTA_PROTO_ICMP_TYPE, CTA_PROTO_ICMPV6_TYPE -> icmpType = proto.getByte();
                case CTA_PROTO_ICMP_CODE, CTA_PROTO_ICMPV6_CODE -> icmpCode = proto.getByte();
                default -> {}
            }
        }
        return !proto.isDamaged();
    }
}
