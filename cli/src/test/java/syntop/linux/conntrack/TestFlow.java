package syntop.linux.conntrack;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import syntop.linux.netlink.NetlinkMessages;

/** A tracked connection that tests make up, read from a message as those of the kernel are. */
public final class TestFlow {
    private static final int HEADER_BYTES = 16;

    private final boolean v4;
    private final int protocol;
    private final byte[] original;
    private byte[] reply;
    private int status;
    private int tcpState = -1;
    private int timeoutSeconds = 60;
    private long packets;
    private FlowEvent event;

    private TestFlow(int protocol, String from, int fromPort, String to, int toPort) {
        this.protocol = protocol;
        v4 = from.indexOf(':') < 0;
        original = tuple(from, fromPort, to, toPort);
        reply = tuple(to, toPort, from, fromPort);
    }

    /** A connection of TCP whose SYN has passed. */
    public static TestFlow tcp(String from, int fromPort, String to, int toPort) {
        TestFlow flow = new TestFlow(Flow.TCP, from, fromPort, to, toPort);
        flow.tcpState = FlowState.SYN_SENT.ordinal();
        return flow;
    }

    /** A datagram without an answer. */
    public static TestFlow udp(String from, int fromPort, String to, int toPort) {
        return new TestFlow(Flow.UDP, from, fromPort, to, toPort);
    }

    /** An echo request without an answer. */
    public static TestFlow ping(String from, String to, int id) {
        int protocol = from.indexOf(':') < 0 ? Flow.ICMP : Flow.ICMPV6;
        return new TestFlow(protocol, from, id, to, -1);
    }

    /** How far TCP has come; from SYN_RECV on there was a reply. */
    public TestFlow state(FlowState state) {
        tcpState = state.ordinal();
        if (state != FlowState.SYN_SENT) status |= Ctnetlink.IPS_SEEN_REPLY;
        if (state.compareTo(FlowState.ESTABLISHED) >= 0) status |= Ctnetlink.IPS_ASSURED;
        return this;
    }

    /** A packet has come back. */
    public TestFlow replied() {
        status |= Ctnetlink.IPS_SEEN_REPLY;
        return this;
    }

    /** Who answers in truth. */
    public TestFlow translatedTo(String to, int toPort, String from, int fromPort) {
        reply = tuple(to, toPort, from, fromPort);
        return this;
    }

    /** Seconds until it is forgotten. */
    public TestFlow timeout(int seconds) {
        timeoutSeconds = seconds;
        return this;
    }

    /** Counters of packets and bytes: so many packets of 60 bytes, each way. */
    public TestFlow packets(long count) {
        packets = count;
        return this;
    }

    /** What happens to it. */
    public TestFlow event(FlowEvent happens) {
        event = happens;
        return this;
    }

    /** Hands it over as a source of the kernel would. */
    public void giveTo(FlowHandler handler) {
        byte[] bytes = message();
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        messages.over(bytes.length);
        FlowReader reader =
                new FlowReader(
                        buffer,
                        flow -> {
                            flow.event = event;
                            handler.take(flow);
                        });
        if (!messages.next() || !reader.take(messages)) throw new AssertionError("malformed");
    }

    private byte[] message() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) (v4 ? Flow.IPV4 : Flow.IPV6), 0, 0, 0});
        body.writeBytes(attribute(Ctnetlink.CTA_TUPLE_ORIG, original));
        body.writeBytes(attribute(Ctnetlink.CTA_TUPLE_REPLY, reply));
        body.writeBytes(attribute(Ctnetlink.CTA_STATUS, u32(status)));
        body.writeBytes(attribute(Ctnetlink.CTA_TIMEOUT, u32(timeoutSeconds)));
        body.writeBytes(attribute(Ctnetlink.CTA_ID, u32(4711)));
        if (tcpState >= 0) {
            byte[] state =
                    attribute(Ctnetlink.CTA_PROTOINFO_TCP_STATE, new byte[] {(byte) tcpState});
            byte[] tcp = attribute(Ctnetlink.CTA_PROTOINFO_TCP, state);
            body.writeBytes(attribute(Ctnetlink.CTA_PROTOINFO, tcp));
        }
        if (packets > 0) {
            byte[] counters =
                    join(
                            attribute(Ctnetlink.CTA_COUNTERS_PACKETS, u64(packets)),
                            attribute(Ctnetlink.CTA_COUNTERS_BYTES, u64(60 * packets)));
            body.writeBytes(attribute(Ctnetlink.CTA_COUNTERS_ORIG, counters));
            body.writeBytes(attribute(Ctnetlink.CTA_COUNTERS_REPLY, counters));
        }
        int length = HEADER_BYTES + body.size();
        return ByteBuffer.allocate(length)
                .order(ByteOrder.nativeOrder())
                .putInt(length)
                .putShort((short) Ctnetlink.IPCTNL_MSG_CT_NEW)
                .putShort((short) 0)
                .putLong(0)
                .put(body.toByteArray())
                .array();
    }

    private byte[] tuple(String from, int fromPort, String to, int toPort) {
        int source = v4 ? Ctnetlink.CTA_IP_V4_SRC : Ctnetlink.CTA_IP_V6_SRC;
        int destination = v4 ? Ctnetlink.CTA_IP_V4_DST : Ctnetlink.CTA_IP_V6_DST;
        byte[] addresses =
                join(attribute(source, address(from)), attribute(destination, address(to)));
        return join(
                attribute(Ctnetlink.CTA_TUPLE_IP, addresses),
                attribute(
                        Ctnetlink.CTA_TUPLE_PROTO,
                        join(
                                attribute(Ctnetlink.CTA_PROTO_NUM, new byte[] {(byte) protocol}),
                                ends(fromPort, toPort))));
    }

    private byte[] ends(int from, int to) {
        if (protocol == Flow.TCP || protocol == Flow.UDP) {
            return join(
                    attribute(Ctnetlink.CTA_PROTO_SRC_PORT, u16(from)),
                    attribute(Ctnetlink.CTA_PROTO_DST_PORT, u16(to)));
        }
        boolean icmp4 = protocol == Flow.ICMP;
        int id = icmp4 ? Ctnetlink.CTA_PROTO_ICMP_ID : Ctnetlink.CTA_PROTO_ICMPV6_ID;
        int type = icmp4 ? Ctnetlink.CTA_PROTO_ICMP_TYPE : Ctnetlink.CTA_PROTO_ICMPV6_TYPE;
        int code = icmp4 ? Ctnetlink.CTA_PROTO_ICMP_CODE : Ctnetlink.CTA_PROTO_ICMPV6_CODE;
        boolean request = to < 0;
        byte echo = (byte) (icmp4 ? request ? 8 : 0 : request ? 128 : 129);
        return join(
                attribute(id, u16(Math.max(from, to))),
                attribute(type, new byte[] {echo}),
                attribute(code, new byte[] {0}));
    }

    private static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] attribute(int type, byte[] value) {
        int length = 4 + value.length;
        return ByteBuffer.allocate(length + 3 & ~3)
                .order(ByteOrder.nativeOrder())
                .putShort((short) length)
                .putShort((short) type)
                .put(value)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    private static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    private static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
