package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import syntop.cli.render.Painter;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;
import syntop.cli.sockets.GroupBy;
import syntop.cli.sockets.SocketLines;
import syntop.cli.sockets.SocketReport;

/** Redraws the sockets on a terminal and obeys keys, until the user quits. One thread. */
final class SocketWatch {
    /** How long a resized terminal or the end of the run may wait for its answer. */
    private static final long LOOK_NANOS = 100_000_000;

    private static final List<ScreenLine> HELP =
            List.of(
                    new ScreenLine("q        quit and print the table", false),
                    new ScreenLine("p space  hold the screen", false),
                    new ScreenLine("s        by source, prefix, port, program", false),
                    new ScreenLine("+ -      more rows, fewer rows", false),
                    new ScreenLine("h        this help, and back", false));

    private final SocketReading reading;
    private final Screen screen;
    private final Clock clock;
    private final long intervalNanos;
    private final Painter painter;
    private GroupBy view;
    private int rows; // of each table; 0: as many as fit
    private int shown; // those on the screen now
    private boolean paused;
    private boolean help;
    private boolean quit;

    /**
     * Prepares the view.
     *
     * @param rows of each table, 0 for as many as fit
     * @param color whether bold may be used
     */
    SocketWatch(
            SocketReading reading,
            Screen screen,
            Clock clock,
            long intervalNanos,
            GroupBy view,
            int rows,
            boolean color) {
        this.reading = reading;
        this.screen = screen;
        this.clock = clock;
        this.intervalNanos = intervalNanos;
        this.view = view;
        this.rows = rows;
        painter = new Painter(color);
    }

    /**
     * Draws until the user quits.
     *
     * @param stopped ends it as well
     * @return what was shown last
     */
    SocketReport show(CountDownLatch stopped) throws IOException {
        SocketReport report = fetch();
        long next = clock.nanos() + intervalNanos;
        GroupBy drawn = view;
        int drawnRows = rows;
        while (!quit && stopped.getCount() > 0) {
            boolean due = clock.nanos() - next >= 0;
            if (due) next = clock.nanos() + intervalNanos;
            if (due && !paused || drawn != view || drawnRows != rows) {
                report = fetch();
                drawn = view;
                drawnRows = rows;
            }
            draw(report);
            obey(screen.key(Math.max(0, Math.min(next - clock.nanos(), LOOK_NANOS))));
        }
        return report;
    }

    private SocketReport fetch() throws IOException {
        return reading.read(view, rows == 0 ? height() : rows);
    }

    private int height() {
        return screen.rows() > 0 ? screen.rows() : 24;
    }

    private void draw(SocketReport report) throws IOException {
        int columns = screen.columns() > 0 ? screen.columns() : SocketLines.WIDTH;
        int height = height();
        List<ScreenLine> lines = new ArrayList<>();
        lines.add(title(report, columns));
        shown = rows == 0 ? SocketLines.rowsThatFit(report, columns, height - 1) : rows;
        lines.addAll(help ? HELP : SocketLines.of(report, columns, shown, height - 1));
        lines.replaceAll(line -> cut(line, columns));
        String change =
                painter.paint(lines.subList(0, Math.min(height, lines.size())), columns, height);
        if (!change.isEmpty()) screen.write(change);
    }

    private ScreenLine title(SocketReport report, int columns) {
        long second = Math.floorDiv(report.epochNanos(), 1_000_000_000L);
        String left = "syntop  sockets  every " + Text.shortTime(intervalNanos);
        String right = (paused ? "paused  " : "") + Text.timeOfDay(second) + " UTC  q h";
        int gap = Math.max(2, columns - left.length() - right.length());
        return new ScreenLine(left + " ".repeat(gap) + right, true);
    }

    private static ScreenLine cut(ScreenLine line, int columns) {
        if (line.text().length() <= columns) return line;
        return new ScreenLine(line.text().substring(0, columns), line.bold());
    }

    private void obey(int key) {
        switch (key) {
            case 'q', 'Q', Screen.END -> quit = true;
            case 'h', 'H', '?' -> help = !help;
            case 'p', 'P', ' ' -> paused = !paused;
            case 's', 'S' -> view = next(view);
            case '+', '=' -> rows = Math.min(shown + 1, height());
            case '-', '_' -> rows = Math.max(1, shown - 1);
            default -> {}
        }
    }

    /** The next view; that of the states comes only when it was asked for. */
    private static GroupBy next(GroupBy view) {
        List<GroupBy> views =
                List.of(GroupBy.source, GroupBy.prefix, GroupBy.port, GroupBy.program);
        return views.get((views.indexOf(view) + 1) % views.size());
    }
}
