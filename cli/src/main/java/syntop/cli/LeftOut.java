package syntop.cli;

import java.util.ArrayList;
import java.util.List;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.filter.ExpressionFilter;
import syntop.cli.render.Text;

/** Frames that nothing can be said of: their SYNs, if there are any, are in no count. */
final class LeftOut {
    private LeftOut() {}

    /**
     * A line for each link type that is not decoded, or that libpcap cannot filter. Once decoding
     * has ended.
     *
     * @param filter null: none
     */
    static List<String> lines(FrameDecoder decoder, ExpressionFilter filter) {
        List<String> lines = new ArrayList<>();
        if (filter != null) lines.addAll(filter.refusals());
        decoder.unknownLinkTypes().forEach((name, frames) -> lines.add(notDecoded(name, frames)));
        return lines;
    }

    private static String notDecoded(String linkType, long frames) {
        return "link type "
                + linkType
                + " is not decoded; left out "
                + (frames == 1 ? "is " : "are ")
                + Text.counted(frames, "frame", "frames");
    }
}
