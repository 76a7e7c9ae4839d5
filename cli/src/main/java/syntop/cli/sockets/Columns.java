package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.List;
import syntop.cli.render.ScreenLine;

/**
 * A table whose columns are as wide as what stands in them. What does not fit is left out, the last
 * column of numbers first; text at the end of a line is cut.
 */
final class Columns {
    private static final int MIN_KEY = 15; // an IPv4 address: the same table from day to day
    private static final String GAP = "  ";

    private final int width;
    private final int reserved;
    private final List<StringBuilder> rows = new ArrayList<>(); // the head first
    private boolean full;

    /**
     * Begins a table.
     *
     * @param width columns of the screen
     * @param reserved what numbers leave free for the text at the end
     */
    Columns(int width, int reserved) {
        this.width = width;
        this.reserved = reserved;
    }

    /** The first column, with a rank before it. */
    void left(String head, List<String> cells) {
        int rank = Math.max(3, Integer.toString(cells.size()).length());
        int key = Math.max(MIN_KEY, head.length());
        for (String cell : cells) key = Math.max(key, cell.length());
        key = Math.max(1, Math.min(key, width - rank - GAP.length()));
        for (int i = 0; i <= cells.size(); i++) {
            String number = i == 0 ? "#" : Integer.toString(i);
            String cell = i == 0 ? head : cells.get(i - 1);
            String cut = cell.substring(0, Math.min(key, cell.length()));
            StringBuilder row = new StringBuilder();
            row.append(" ".repeat(rank - number.length())).append(number).append(GAP).append(cut);
            rows.add(row.append(" ".repeat(key - cut.length())));
        }
    }

    /** A column of numbers, if it fits. */
    void right(String head, List<String> cells) {
        int column = head.length();
        for (String cell : cells) column = Math.max(column, cell.length());
        int used = rows.get(0).length() + GAP.length() + column;
        if (full || used + (reserved == 0 ? 0 : GAP.length() + reserved) > width) {
            full = true;
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            String cell = i == 0 ? head : cells.get(i - 1);
            rows.get(i).append(GAP).append(" ".repeat(column - cell.length())).append(cell);
        }
    }

    /** The text at the end, cut where the line ends. */
    void rest(String head, List<String> cells) {
        for (int i = 0; i < rows.size(); i++) {
            String cell = i == 0 ? head : cells.get(i - 1);
            StringBuilder row = rows.get(i).append(GAP);
            int room = Math.max(0, width - row.length());
            row.append(cell, 0, Math.min(room, cell.length()));
        }
    }

    /** Whether a column did not fit. */
    boolean leftOut() {
        return full;
    }

    /** Adds the table to lines, its head bold. */
    void addTo(List<ScreenLine> lines) {
        for (int i = 0; i < rows.size(); i++) {
            lines.add(new ScreenLine(rows.get(i).toString().stripTrailing(), i == 0));
        }
    }
}
