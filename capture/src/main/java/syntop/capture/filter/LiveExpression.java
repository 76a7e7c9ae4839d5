package syntop.capture.filter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.Prefix;

/**
 * Says a {@link LiveFilter} in pcap-filter syntax. {@code tcp[13]} means IPv4 alone there, and
 * {@code vlan} shifts all that is written behind it by one tag: so IPv6 is spelled out, and each
 * level of tags stands at the end of the one before.
 */
final class LiveExpression {
    private final LiveFilter filter;

    LiveExpression(LiveFilter filter) {
        this.filter = filter;
    }

    /** The expression for frames of a link type. */
    String text(int linkType) {
        String packet = ip4() + " or " + ip6();
        if (isRaw(linkType)) return packet;
        if (linkType != LinkType.ETHERNET) {
            // libpcap looks behind tags, and for LLC, in Ethernet alone
            return packet
                    + " or "
                    + any(LiveFilter.VLAN_TYPES)
                    + " or "
                    + any(LiveFilter.DEEP_TYPES);
        }
        String layer = packet + " or " + any(LiveFilter.DEEP_TYPES) + " or llc";
        String text = "vlan";
        for (int level = LiveProgram.VLAN_LEVELS; level > 0; level--) {
            text = "(vlan and (" + layer + " or " + text + "))";
        }
        return layer + " or " + text;
    }

    private static boolean isRaw(int linkType) {
        return switch (linkType) {
            case LinkType.RAW,
                    LinkType.DLT_RAW,
                    LinkType.DLT_RAW_OPENBSD,
                    LinkType.IPV4,
                    LinkType.IPV6,
                    LinkType.NULL,
                    LinkType.LOOP ->
                    true;
            default -> false;
        };
    }

    private static String any(int[] types) {
        List<String> any = new ArrayList<>();
        for (int type : types) {
            any.add("ether proto 0x" + Integer.toHexString(type));
        }
        return String.join(" or ", any);
    }

    private String ip4() {
        List<String> any = new ArrayList<>();
        if (filter.handshakes()) {
            String headers = "((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2)";
            handshakes(any, "", "tcp[13]", "tcp[0:2]", "tcp[2:2]", "ip[2:2] - " + headers);
        } else {
            any.add(flagged4());
        }
        any.add("(ip proto 6 and ip[6:2] & 0x3fff = 0x2000)");
        protocols(any, "ip[9]", LiveFilter.DEEP_PROTOCOLS_4);
        if (filter.tunnels()) {
            protocols(any, "ip[9]", LiveFilter.TUNNEL_PROTOCOLS);
            for (int port : LiveFilter.TUNNEL_PORTS) {
                any.add("udp[2:2] = " + port);
            }
            any.add("udp[0:2] = " + LiveFilter.TEREDO_PORT);
        }
        return String.join(" or ", any);
    }

    /** What begins or ends a connection, and what has no payload. */
    private void handshakes(
            List<String> any, String tcp, String flags, String from, String to, String payload) {
        String ends = tcp + flags + " & " + hex(LiveFilter.ENDS);
        if (filter.takesAllPorts()) {
            any.add("(" + ends + " != 0)");
            // the flags again: in a difference libpcap does not ask for the protocol
            any.add("(" + ends + " = 0 and " + payload + " = 0)");
            return;
        }
        any.add("(" + ends + " != 0 and (" + ports(from) + " or " + ports(to) + "))");
        any.add("(" + ends + " = 0 and " + payload + " = 0 and " + ports(to) + ")");
    }

    private String flagged4() {
        List<String> all = new ArrayList<>();
        all.add("tcp[13] & " + hex(filter.flagMask()) + " = " + hex(filter.flags()));
        if (!filter.takesAllPorts()) all.add(ports("tcp[2:2]"));
        if (!filter.takesAll4()) all.add(nets4());
        return "(" + String.join(" and ", all) + ")";
    }

    private String flagged6() {
        List<String> all = new ArrayList<>();
        all.add("ip6[6] = 6");
        all.add("ip6[53] & " + hex(filter.flagMask()) + " = " + hex(filter.flags()));
        if (!filter.takesAllPorts()) all.add(ports("ip6[42:2]"));
        if (!filter.takesAll6()) all.add(nets6());
        return "(" + String.join(" and ", all) + ")";
    }

    private String ip6() {
        List<String> any = new ArrayList<>();
        if (filter.handshakes()) {
            String payload = "ip6[4:2] - ((ip6[52] & 0xf0) >> 2)";
            handshakes(any, "ip6[6] = 6 and ", "ip6[53]", "ip6[40:2]", "ip6[42:2]", payload);
        } else {
            any.add(flagged6());
        }
        protocols(any, "ip6[6]", LiveFilter.DEEP_PROTOCOLS_6);
        if (filter.tunnels()) {
            protocols(any, "ip6[6]", LiveFilter.TUNNEL_PROTOCOLS);
            List<String> udp = new ArrayList<>();
            for (int port : LiveFilter.TUNNEL_PORTS) {
                udp.add("ip6[42:2] = " + port);
            }
            udp.add("ip6[40:2] = " + LiveFilter.TEREDO_PORT);
            any.add("(ip6[6] = 17 and (" + String.join(" or ", udp) + "))");
        }
        return String.join(" or ", any);
    }

    private static void protocols(List<String> any, String field, int[] protocols) {
        for (int protocol : protocols) {
            any.add(field + " = " + protocol);
        }
    }

    private String ports(String field) {
        List<String> any = new ArrayList<>();
        for (int port : filter.ports()) {
            any.add(field + " = " + port);
        }
        return "(" + String.join(" or ", any) + ")";
    }

    private String nets4() {
        Set<String> any = new LinkedHashSet<>();
        for (Prefix net : filter.nets4()) {
            any.add(word("ip", 16, net, 3, LiveFilter.mask(net.bits() - 96)));
        }
        return any.isEmpty() ? "ip[0] = 0" : "(" + String.join(" or ", any) + ")";
    }

    private String nets6() {
        Set<String> any = new LinkedHashSet<>(); // several may have a word in common
        for (Prefix net : filter.nets6()) {
            int word = LiveFilter.toldBy(net);
            any.add(word("ip6", 24 + 4 * word, net, word, LiveFilter.mask(net, word)));
        }
        return any.isEmpty() ? "ip6[0] = 0" : "(" + String.join(" or ", any) + ")";
    }

    private static String word(String header, int at, Prefix net, int word, int mask) {
        String masked = mask == -1 ? "" : " & " + hex(mask);
        return header + "[" + at + ":4]" + masked + " = " + hex(LiveFilter.word(net, word));
    }

    private static String hex(int value) {
        return "0x" + Integer.toHexString(value);
    }
}
