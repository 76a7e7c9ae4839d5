package syntop.cli;

import java.io.PrintWriter;
import java.util.List;
import syntop.cli.render.ScreenLine;

/** Lines of a screen on standard output. */
final class ScreenLines {
    private ScreenLines() {}

    /**
     * Prints lines.
     *
     * @param color whether bold may be used
     */
    static void print(List<ScreenLine> lines, boolean color, PrintWriter out) {
        for (ScreenLine line : lines) {
            boolean bold = color && line.bold();
            out.println(bold ? "\u001b[1m" + line.text() + "\u001b[0m" : line.text());
        }
    }
}
