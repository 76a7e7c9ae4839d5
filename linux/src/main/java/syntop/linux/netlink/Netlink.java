package syntop.linux.netlink;

/** Numbers of {@code linux/netlink.h} in use. */
public final class Netlink {
    /** Protocol of {@code sock_diag(7)}. */
    public static final int NETLINK_SOCK_DIAG = 4;

    /** Protocol of netfilter: connection tracking. */
    public static final int NETLINK_NETFILTER = 12;

    /** Type: nothing. */
    public static final int NLMSG_NOOP = 1;

    /** Type: an error number, 0 for an acknowledgement. */
    public static final int NLMSG_ERROR = 2;

    /** Type: the end of a dump. */
    public static final int NLMSG_DONE = 3;

    /** Type: data was lost. */
    public static final int NLMSG_OVERRUN = 4;

    /** Flag of every request. */
    public static final int NLM_F_REQUEST = 0x1;

    /** Flag of a request: acknowledge it. */
    public static final int NLM_F_ACK = 0x4;

    /** Flag of an answer: the table changed while it was dumped, so entries may be missing. */
    public static final int NLM_F_DUMP_INTR = 0x10;

    /** Flags of a request: all entries of a table. */
    public static final int NLM_F_DUMP = 0x300;

    /** Flag of an error: only the header of the request stands in it. */
    static final int NLM_F_CAPPED = 0x100;

    /** Flag of an error or an end: attributes follow. */
    static final int NLM_F_ACK_TLVS = 0x200;

    /** Attribute of an error: what is wrong, in words. */
    static final int NLMSGERR_ATTR_MSG = 1;

    /** Bit of an attribute's type: its value is attributes. */
    static final int NLA_F_NESTED = 0x8000;

    /** Bits of an attribute's type that are the type. */
    static final int NLA_TYPE_MASK = 0x3FFF;

    /** Bytes of struct nlmsghdr: length, type, flags, sequence number, port. */
    static final int HEADER_BYTES = 16;

    /** Bytes of struct nlattr: length, type. */
    static final int ATTRIBUTE_BYTES = 4;

    private Netlink() {}

    /** Rounds up to the 4 bytes on which messages and attributes begin. */
    static int align(int bytes) {
        return (bytes + 3) & ~3;
    }
}
