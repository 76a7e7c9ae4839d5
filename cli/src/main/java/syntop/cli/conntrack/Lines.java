package syntop.cli.conntrack;

import java.util.List;
import syntop.cli.render.ScreenLine;

/** How lines are put together. */
final class Lines {
    private static final int WIDTH = 80;
    private static final String GAP = "   ";

    private Lines() {}

    /** Appends text at the right end of a column. */
    static void right(StringBuilder out, String text, int width) {
        out.append(" ".repeat(Math.max(1, width - text.length()))).append(text);
    }

    /** Adds parts, on as many lines as they need; those after the first are indented. */
    static void wrap(List<ScreenLine> lines, List<String> parts, boolean bold) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            if (line.length() > 0 && line.length() + GAP.length() + part.length() > WIDTH) {
                lines.add(new ScreenLine(line.toString(), bold));
                line.setLength(0);
                line.append("  ").append(part);
            } else {
                line.append(line.length() == 0 ? "" : GAP).append(part);
            }
        }
        if (line.length() > 0) lines.add(new ScreenLine(line.toString(), bold));
    }

    /** Four decimals: more would claim a precision that nobody reads. */
    static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
