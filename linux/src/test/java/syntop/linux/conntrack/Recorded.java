package syntop.linux.conntrack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import syntop.linux.netlink.NetlinkMessages;

/**
 * Messages of Linux 6.18 on amd64, with net.netfilter.nf_conntrack_acct=1 in a new namespace: the
 * table with connections of TCP, UDP, ICMP and others over IPv4 and IPv6, one of them translated;
 * the statistics of two processors; the events from the first connection on.
 */
final class Recorded {
    private Recorded() {}

    /** The datagrams of a recording, as one. */
    static byte[] datagram(String name) {
        try (InputStream in = Recorded.class.getResourceAsStream(name + ".hex")) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replace("\n", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What becomes of messages: a line for each connection that was read, - for a refused one. */
    static List<String> read(byte[] datagram) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length).put(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        List<String> lines = new ArrayList<>();
        FlowReader reader = new FlowReader(buffer, flow -> lines.add(FlowLine.of(flow)));
        messages.over(datagram.length);
        while (messages.next()) {
            if (messages.type() < 16) continue; // the end of a dump
            if (!reader.take(messages)) lines.add("-");
        }
        return lines;
    }
}
