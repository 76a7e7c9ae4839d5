package syntop.linux.conntrack;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;

/** Connections as {@code conntrack -L -o extended,id} writes them, less what passes by itself. */
final class FlowLine {
    private static final Map<Integer, String> NAMES =
            Map.of(1, "icmp", 6, "tcp", 17, "udp", 58, "icmpv6", 132, "sctp");

    private FlowLine() {}

    static String of(Flow flow) {
        StringBuilder out = new StringBuilder(flow.family() == Flow.IPV4 ? "ipv4" : "ipv6");
        out.append(' ').append(NAMES.getOrDefault(flow.protocol(), "unknown"));
        out.append(' ').append(flow.protocol());
        if (flow.protocol() == Flow.TCP) {
            String state = flow.state().name().toUpperCase(Locale.ROOT);
            out.append(' ').append(state);
        }
        tuple(out, flow.original(), flow.originalPackets(), flow.originalBytes());
        if (!flow.isReplied()) out.append(" [UNREPLIED]");
        tuple(out, flow.reply(), flow.replyPackets(), flow.replyBytes());
        if (flow.isAssured()) out.append(" [ASSURED]");
        return out.append(" mark=").append(flow.mark()).append(" id=").append(flow.id()).toString();
    }

    private static void tuple(StringBuilder out, Tuple tuple, long packets, long bytes) {
        out.append(" src=").append(address(tuple.sourceHi(), tuple.sourceLo()));
        out.append(" dst=").append(address(tuple.destinationHi(), tuple.destinationLo()));
        if (tuple.sourcePort() >= 0) out.append(" sport=").append(tuple.sourcePort());
        if (tuple.destinationPort() >= 0) out.append(" dport=").append(tuple.destinationPort());
        if (tuple.icmpType() >= 0) {
            out.append(" type=").append(tuple.icmpType());
            out.append(" code=").append(tuple.icmpCode());
            out.append(" id=").append(tuple.icmpId());
        }
        if (packets >= 0) out.append(" packets=").append(packets).append(" bytes=").append(bytes);
    }

    private static String address(long hi, long lo) {
        byte[] bytes = ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The same from a line of the tool. */
    static String ofTool(String line) throws UnknownHostException {
        StringBuilder out = new StringBuilder();
        String[] words = line.trim().split(" +", -1);
        for (int i = 0; i < words.length; i++) {
            String word = words[i];
            // number of the family; seconds that are left; users; state of SCTP
            boolean seconds = i == 4 && word.matches("\\d+");
            if (i == 1 || seconds || word.startsWith("use=") || word.equals("CLOSED")) continue;
            if (out.length() > 0) out.append(' ');
            boolean address = word.startsWith("src=") || word.startsWith("dst=");
            if (address) word = word.substring(0, 4) + canonical(word.substring(4));
            out.append(word);
        }
        return out.toString();
    }

    private static String canonical(String address) throws UnknownHostException {
        return InetAddress.getByName(address).getHostAddress();
    }
}
