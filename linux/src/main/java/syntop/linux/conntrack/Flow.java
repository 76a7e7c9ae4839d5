package syntop.linux.conntrack;

/**
 * A tracked connection, or what was told of it with an event. Read again and again into the same
 * object: valid until the next one. One thread.
 */
public final class Flow {
    /** Family of IPv4, {@code AF_INET}. */
    public static final int IPV4 = 2;

    /** Family of IPv6, {@code AF_INET6}. */
    public static final int IPV6 = 10;

    /** Number of ICMP in IPv4. */
    public static final int ICMP = 1;

    /** Number of TCP. */
    public static final int TCP = 6;

    /** Number of UDP. */
    public static final int UDP = 17;

    /** Number of ICMP in IPv6. */
    public static final int ICMPV6 = 58;

    final Tuple original = new Tuple();
    final Tuple reply = new Tuple();
    FlowEvent event;
    int family;
    int status;
    int tcpState;
    long timeoutSeconds;
    long mark;
    long id;
    int zone;
    long originalPackets;
    long originalBytes;
    long replyPackets;
    long replyBytes;

    Flow() {}

    void clear() {
        original.clear();
        reply.clear();
        event = null;
        status = 0;
        tcpState = -1;
        timeoutSeconds = -1;
        mark = 0;
        id = -1;
        zone = 0;
        originalPackets = -1;
        originalBytes = -1;
        replyPackets = -1;
        replyBytes = -1;
    }

    /** What happened; null for an entry of the table. */
    public FlowEvent event() {
        return event;
    }

    /** {@link #IPV4} or {@link #IPV6}. */
    public int family() {
        return family;
    }

    /** Number of the protocol, 0..255. */
    public int protocol() {
        return original.protocol();
    }

    /** The direction of its first packet, as it was sent. */
    public Tuple original() {
        return original;
    }

    /** The direction of replies, as they are sent: with translation not the reverse. */
    public Tuple reply() {
        return reply;
    }

    /** Whether an address or a port is translated. */
    public boolean isTranslated() {
        return !reply.isReverseOf(original);
    }

    /** How far it has come. */
    public FlowState state() {
        return FlowState.of(original.protocol() == TCP ? tcpState : -1, status);
    }

    /** Whether a packet from the other end was seen. */
    public boolean isReplied() {
        return (status & Ctnetlink.IPS_SEEN_REPLY) != 0;
    }

    /** Whether it stays when the table is full. */
    public boolean isAssured() {
        return (status & Ctnetlink.IPS_ASSURED) != 0;
    }

    /** Seconds until it is forgotten, unless a packet comes; -1 when that is not told. */
    public long timeoutSeconds() {
        return timeoutSeconds;
    }

    /** The mark that rules have set, 32 bits. */
    public long mark() {
        return mark;
    }

    /** The kernel's number for it, 32 bits; -1 when that is not told. */
    public long id() {
        return id;
    }

    /** The zone that it is tracked in, 0 by default. */
    public int zone() {
        return zone;
    }

    /** Packets of the original direction; -1 without net.netfilter.nf_conntrack_acct. */
    public long originalPackets() {
        return originalPackets;
    }

    /** Bytes of the original direction; -1 without net.netfilter.nf_conntrack_acct. */
    public long originalBytes() {
        return originalBytes;
    }

    /** Packets of the reply direction; -1 without net.netfilter.nf_conntrack_acct. */
    public long replyPackets() {
        return replyPackets;
    }

    /** Bytes of the reply direction; -1 without net.netfilter.nf_conntrack_acct. */
    public long replyBytes() {
        return replyBytes;
    }
}
