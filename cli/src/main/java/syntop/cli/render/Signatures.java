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

    /** In the order of p0f 3, ittl:mss:wsize,scale:olayout, with the tool in front if known. */
    static String text(long options, long style) {
        String tool = tool(options, style);
        int scale = SynSignature.windowScale(options);
        return (tool.isEmpty() ? "" : tool + ' ')
                + SynStyle.ttlClass(style)
                + ':'
                + SynSignature.mss(options)
                + ':'
                + SynStyle.window(style)
                + ','
                + (scale == SynSignature.NO_WINDOW_SCALE ? "-" : Integer.toString(scale))
                + ':'
                + SynSignature.layout(options);
    }

    /** The tool that sends such SYNs, or nothing. */
    static String tool(long options, long style) {
        boolean bare = options == SynSignature.NO_OPTIONS;
        int ttl = SynStyle.ttlClass(style);
        int window = SynStyle.window(style);
        if (SynStyle.isnIsDestination(style)) return "Mirai scan"; // scanner.c: seq = daddr
        if (isMiraiFlood(options, ttl, window)) return "Mirai flood";
        if (!bare) return "";
        // the TTL class holds what is left of it; ZMap: packet.c, before 4.1; masscan: templ-pkt.c
        if (ttl == 255) return window == 65_535 ? "ZMap" : window == 1024 ? "masscan" : "";
        return ttl == 64 && window == 512 ? "hping3" : ""; // its defaults
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
