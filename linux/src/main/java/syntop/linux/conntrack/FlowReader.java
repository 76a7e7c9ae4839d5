package syntop.linux.conntrack;

import static syntop.linux.conntrack.Ctnetlink.*;

import java.nio.ByteBuffer;
import syntop.linux.netlink.Attributes;
import syntop.linux.netlink.NetlinkHandler;
import syntop.linux.netlink.NetlinkMessages;

/** Reads tracked connections from messages of ctnetlink. One thread; allocates nothing for one. */
final class FlowReader implements NetlinkHandler {
    private final ByteBuffer buffer;
    private final Attributes outer;
    private final Attributes inner;
    private final Flow flow = new Flow();
    private final FlowHandler handler;

    /**
     * Takes where connections go.
     *
     * @param buffer the one that the messages are in
     */
    FlowReader(ByteBuffer buffer, FlowHandler handler) {
        this.buffer = buffer;
        outer = new Attributes(buffer);
        inner = new Attributes(buffer);
        this.handler = handler;
    }

    /** Reads one and hands it over. Hot path. */
    @Override
    public boolean take(NetlinkMessages message) {
        int type = message.type();
        if (type != IPCTNL_MSG_CT_NEW && type != IPCTNL_MSG_CT_DELETE) return false;
        if (!read(message)) return false;
        handler.take(flow);
        return true;
    }

    private boolean read(NetlinkMessages message) {
        flow.clear();
        Attributes attributes = message.attributes(NFGENMSG_BYTES);
        if (attributes.isDamaged()) return false;
        flow.family = buffer.get(message.offset());
        if (flow.family != Flow.IPV4 && flow.family != Flow.IPV6) return false;
        boolean sound = true;
        while (attributes.next()) sound &= attribute(attributes);
        return sound
                && !attributes.isDamaged()
                && flow.original.isComplete()
                && flow.reply.isComplete();
    }

    private boolean attribute(Attributes attribute) {
        switch (attribute.type()) {
            case CTA_TUPLE_ORIG -> {
                return flow.original.read(outer.over(attribute), inner);
            }
            case CTA_TUPLE_REPLY -> {
                return flow.reply.read(outer.over(attribute), inner);
            }
            case CTA_PROTOINFO -> {
                return tcpState(outer.over(attribute));
            }
            case CTA_COUNTERS_ORIG, CTA_COUNTERS_REPLY -> {
                boolean original = attribute.type() == CTA_COUNTERS_ORIG;
                return counters(outer.over(attribute), original);
            }
            case CTA_STATUS -> flow.status = attribute.getNetworkInt();
            case CTA_TIMEOUT -> flow.timeoutSeconds = attribute.getNetworkInt() & 0xFFFF_FFFFL;
            case CTA_MARK -> flow.mark = attribute.getNetworkInt() & 0xFFFF_FFFFL;
            case CTA_ID -> flow.id = attribute.getNetworkInt() & 0xFFFF_FFFFL;
            case CTA_ZONE -> flow.zone = attribute.getNetworkShort();
            default -> {}
        }
        return true;
    }

    private boolean tcpState(Attributes protocols) {
        boolean sound = true;
        while (protocols.next()) {
            if (protocols.type() != CTA_PROTOINFO_TCP) continue;
            inner.over(protocols);
            while (inner.next()) {
                if (inner.type() == CTA_PROTOINFO_TCP_STATE) flow.tcpState = inner.getByte();
            }
            sound &= !inner.isDamaged();
        }
        return sound && !protocols.isDamaged();
    }

    private boolean counters(Attributes counters, boolean original) {
        while (counters.next()) {
            boolean packets = counters.type() == CTA_COUNTERS_PACKETS;
            if (!packets && counters.type() != CTA_COUNTERS_BYTES) continue;
            long count = counters.getNetworkLong() & Long.MAX_VALUE;
            if (original && packets) flow.originalPackets = count;
            else if (original) flow.originalBytes = count;
            else if (packets) flow.replyPackets = count;
            else flow.replyBytes = count;
        }
        return !counters.isDamaged();
    }
}
