package syntop.cli.render;

import java.util.List;

/**
 * Turns screens into the escape sequences (ECMA-48) that lead from one to the next. Only lines that
 * differ are sent: over a slow line a quiet screen costs next to nothing.
 */
public final class Painter {
    /** Shows the alternate screen, without a cursor. */
    public static final String ENTER = "\u001b[?1049h\u001b[?25l";

    /** Shows the screen as it was, with a cursor. */
    public static final String LEAVE = "\u001b[?25h\u001b[?1049l";

    private static final String CLEAR = "\u001b[0m\u001b[2J";
    private static final String TO_END_OF_LINE = "\u001b[K";

    private final boolean color;
    private List<ScreenLine> shown; // null: unknown
    private int columns;
    private int rows;

    /**
     * Starts with a screen that holds anything.
     *
     * @param color whether bold may be used
     */
    public Painter(boolean color) {
        this.color = color;
    }

    /**
     * What to send to a terminal of this size; empty when it shows these lines already.
     *
     * @param lines at most {@code rows}, none wider than {@code columns}
     */
    public String paint(List<ScreenLine> lines, int columns, int rows) {
        StringBuilder out = new StringBuilder();
        if (shown == null || columns != this.columns || rows != this.rows) {
            out.append(CLEAR); // a resized terminal has wrapped or cut what was there
            shown = List.of();
            this.columns = columns;
            this.rows = rows;
        }
        for (int i = 0; i < Math.max(lines.size(), shown.size()); i++) {
            ScreenLine line = i < lines.size() ? lines.get(i) : new ScreenLine("", false);
            if (i < shown.size() ? line.equals(shown.get(i)) : line.text().isEmpty()) continue;
            out.append("\u001b[").append(i + 1).append(";1H");
            text(out, line);
            // after the last column the cursor still stands on it, and would erase it
            if (line.text().length() < columns) out.append(TO_END_OF_LINE);
        }
        shown = List.copyOf(lines);
        return out.toString();
    }

    private void text(StringBuilder out, ScreenLine line) {
        boolean bold = color && line.bold();
        if (bold) out.append("\u001b[1m");
        out.append(line.text());
        if (bold) out.append("\u001b[0m");
    }
}
