package syntop.linux.conntrack;

import syntop.linux.netlink.NetlinkRequest;

/** Numbers of {@code linux/netfilter/nfnetlink_conntrack.h} in use, under their names there. */
final class Ctnetlink {
    // types of messages: the subsystem in the upper byte
    private static final int NFNL_SUBSYS_CTNETLINK = 1 << 8;
    static final int IPCTNL_MSG_CT_NEW = NFNL_SUBSYS_CTNETLINK;
    static final int IPCTNL_MSG_CT_GET = NFNL_SUBSYS_CTNETLINK | 1;
    static final int IPCTNL_MSG_CT_DELETE = NFNL_SUBSYS_CTNETLINK | 2;
    static final int IPCTNL_MSG_CT_GET_STATS_CPU = NFNL_SUBSYS_CTNETLINK | 4;

    /** Flag of an event: the connection is new; without it something about it is. */
    static final int NLM_F_CREATE = 0x400;

    // struct nfgenmsg: family, version, 16 bits in network order
    static final int NFGENMSG_BYTES = 4;
    static final int RES_ID = 2;

    // enum ctattr_type
    static final int CTA_TUPLE_ORIG = 1;
    static final int CTA_TUPLE_REPLY = 2;
    static final int CTA_STATUS = 3;
    static final int CTA_PROTOINFO = 4;
    static final int CTA_TIMEOUT = 7;
    static final int CTA_MARK = 8;
    static final int CTA_COUNTERS_ORIG = 9;
    static final int CTA_COUNTERS_REPLY = 10;
    static final int CTA_ID = 12;
    static final int CTA_ZONE = 18;

    // enum ctattr_tuple
    static final int CTA_TUPLE_IP = 1;
    static final int CTA_TUPLE_PROTO = 2;

    // enum ctattr_ip
    static final int CTA_IP_V4_SRC = 1;
    static final int CTA_IP_V4_DST = 2;
    static final int CTA_IP_V6_SRC = 3;
    static final int CTA_IP_V6_DST = 4;

    // enum ctattr_l4proto
    static final int CTA_PROTO_NUM = 1;
    static final int CTA_PROTO_SRC_PORT = 2;
    static final int CTA_PROTO_DST_PORT = 3;
    static final int CTA_PROTO_ICMP_ID = 4;
    static final int CTA_PROTO_ICMP_TYPE = 5;
    static final int CTA_PROTO_ICMP_CODE = 6;
    static final int CTA_PROTO_ICMPV6_ID = 7;
    static final int CTA_PROTO_ICMPV6_TYPE = 8;
    static final int CTA_PROTO_ICMPV6_CODE = 9;

    // enum ctattr_protoinfo, ctattr_protoinfo_tcp
    static final int CTA_PROTOINFO_TCP = 1;
    static final int CTA_PROTOINFO_TCP_STATE = 1;

    // enum ctattr_counters
    static final int CTA_COUNTERS_PACKETS = 1;
    static final int CTA_COUNTERS_BYTES = 2;

    // enum ip_conntrack_status
    static final int IPS_SEEN_REPLY = 1 << 1;
    static final int IPS_ASSURED = 1 << 2;
    static final int IPS_OFFLOAD = 1 << 14;

    private Ctnetlink() {}

    /** A request with struct nfgenmsg. */
    static NetlinkRequest request(int type, int flags, int family) {
        return new NetlinkRequest(type, flags).putByte(family).putByte(0).putNetworkShort(0);
    }
}
