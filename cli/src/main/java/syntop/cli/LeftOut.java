package syntop.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * @param filters of each thread that decoded; null for none
     */
    static List<String> lines(List<FrameDecoder> decoders, List<ExpressionFilter> filters) {
        Set<String> lines = new LinkedHashSet<>();
        for (ExpressionFilter filter : filters) {
            if (filter != null) lines.addAll(filter.refusals());
        }
        Map<String, Long> unknown = new LinkedHashMap<>();
        for (FrameDecoder decoder : decoders) {
            decoder.unknownLinkTypes()
                    .forEach((name, frames) -> unknown.merge(name, frames, Long::sum));
        }
        unknown.forEach((name, frames) -> lines.add(notDecoded(name, frames)));
        return List.copyOf(lines);
    }

    private static String notDecoded(String linkType, long frames) {
        return "link type "
                + linkType
                + " is not decoded; left out "
                + (frames == 1 ? "is " : "are ")
                + Text.counted(frames, "frame", "frames");
    }
}
