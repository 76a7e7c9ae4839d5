package syntop.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A screen that obeys the escape sequences that are sent, and fails on any other (ECMA-48). */
public final class VirtualTerminal {
    private static final Pattern SEQUENCE = Pattern.compile("\u001b\\[([?0-9;]*)([A-Za-z])");

    private final int columns;
    private final char[][] cells;
    private int row;
    private int column;

    /** A blank screen. */
    public VirtualTerminal(int columns, int rows) {
        this.columns = columns;
        cells = new char[rows][columns];
        clear();
    }

    private void clear() {
        for (char[] line : cells) {
            Arrays.fill(line, ' ');
        }
    }

    /** Obeys. */
    public void write(String text) {
        Matcher matcher = SEQUENCE.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '\u001b') {
                cells[row][column++] = text.charAt(at++); // fails past the last column: none wraps
            } else if (matcher.find(at) && matcher.start() == at) {
                obey(matcher.group(1), matcher.group(2).charAt(0));
                at = matcher.end();
            } else {
                throw new IllegalArgumentException("no such sequence: " + text.substring(at));
            }
        }
    }

    private void obey(String parameters, char command) {
        switch (command) {
            case 'H' -> {
                String[] numbers = parameters.split(";", -1);
                row = Integer.parseInt(numbers[0]) - 1;
                column = Integer.parseInt(numbers[1]) - 1;
            }
            case 'J' -> clear();
            // the cursor stands on the last cell after that was written
            case 'K' -> Arrays.fill(cells[row], Math.min(column, columns - 1), columns, ' ');
            case 'm' -> {} // looks
            case 'h', 'l' -> {} // modes
            default -> throw new IllegalArgumentException("no such command: " + command);
        }
    }

    /** The lines, without the blanks at their ends. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (char[] line : cells) {
            lines.add(new String(line).stripTrailing());
        }
        return lines;
    }

    /** The screen as text, up to its last line that is not blank. */
    public String text() {
        return String.join("\n", lines()).stripTrailing() + "\n";
    }
}
