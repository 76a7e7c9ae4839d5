package syntop.cli.render;

import syntop.analyzer.count.SynStyle;
import syntop.capture.decode.SynSignature;

/**
 * What SYNs look like, in words. The tools are named by what their sources show of them: a mark may
 * be borrowed, so a name is a hint.
 */
final class Signatures {
    private static final int MIRAI_LEAST_MSS = 1400;
    private static final int MIRAI_MOST_MSS = 1415;

    private Signatures() {}

    /** Options, TTL class and window, with the tool in front where one is known. */
    static String text(long options, long style) {
        String tool = tool(options, style);
        return (tool.isEmpty() ? "" : tool + ": ")
                + layout(options)
                + " ttl "
                + SynStyle.ttlClass(style)
                + " win "
                + SynStyle.window(style);
    }

    /** The options in order, with the values of those that have a fixed one; - without any. */
    static String layout(long options) {
        String names = SynSignature.layout(options);
        if (names.isEmpty()) return "-";
        return names.replace("mss", "mss" + SynSignature.mss(options))
                .replace("ws", "ws" + SynSignature.windowScale(options));
    }

    /** The tool that sends such SYNs, or nothing. */
    static String tool(long options, long style) {
        boolean bare = options == SynSignature.NO_OPTIONS;
        int ttl = SynStyle.ttlClass(style);
        int window = SynStyle.window(style);
        if (SynStyle.isnIsDestination(style)) return "Mirai scan"; // scanner.c: seq = daddr
        if (isMiraiFlood(options, ttl, window)) return "Mirai flood";
        if (!bare) return "";
        if (ttl == 255 && window == 65_535) return "ZMap"; // packet.c, before 4.1
        if (ttl == 255 && window == 1024) return "masscan"; // templ-pkt.c
        if (ttl == 64 && window == 512) return "hping3"; // its defaults
        return "";
    }

    /** attack_tcp.c: mss of 1400 to 1415, window never set, scale 6. */
    private static boolean isMiraiFlood(long options, int ttl, int window) {
        int mss = SynSignature.mss(options);
        return window == 0
                && ttl == 64
                && mss >= MIRAI_LEAST_MSS
                && mss <= MIRAI_MOST_MSS
                && SynSignature.windowScale(options) == 6
                && SynSignature.layout(options).equals("mss,sok,ts,nop,ws");
    }
}
