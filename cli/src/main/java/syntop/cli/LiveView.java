package syntop.cli;

import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import syntop.analyzer.View;
import syntop.analyzer.verdict.Kind;
import syntop.cli.render.LiveScreen;
import syntop.cli.render.Painter;
import syntop.cli.render.Report;
import syntop.cli.render.ScreenState;

/** Redraws the live screen and obeys keys, until the user quits or the run ends. One thread. */
final class LiveView {
    /** The first counts are to be seen soon, whatever the interval. */
    private static final long FIRST_NANOS = 100_000_000;

    /** How long a resized terminal or the end of the run may wait for its answer. */
    private static final long LOOK_NANOS = 100_000_000;

    private final LiveRun run;
    private final Watched watched;
    private final Screen screen;
    private final Clock clock;
    private final long intervalNanos;
    private final boolean unicode;
    private final Painter painter;
    private final Supplier<String> notice;
    private View view;
    private int rows;
    private boolean paused;
    private boolean help;
    private boolean quit;

    /**
     * Prepares the view.
     *
     * @param notice what stands above the table, or null
     * @param rows rows of the table, 0 for as many as fit
     * @param unicode whether block characters may be drawn
     * @param color whether bold may be used
     */
    LiveView(
            LiveRun run,
            Watched watched,
            Screen screen,
            Clock clock,
            Supplier<String> notice,
            long intervalNanos,
            View view,
            int rows,
            boolean unicode,
            boolean color) {
        this.run = run;
        this.watched = watched;
        this.screen = screen;
        this.clock = clock;
        this.notice = notice;
        this.intervalNanos = intervalNanos;
        this.view = view;
        this.rows = rows;
        this.unicode = unicode;
        painter = new Painter(color);
    }

    /** Draws until the user quits or the run ends. */
    void show() throws IOException, InterruptedException {
        Report report = fetch();
        long next = clock.nanos() + Math.min(FIRST_NANOS, intervalNanos);
        long between = next;
        View drawn = view;
        while (!quit && run.ended().getCount() > 0) {
            long now = clock.nanos();
            if (now - next >= 0 && !paused || drawn != view) {
                report = fetch();
                drawn = view;
            } else if (now - between >= 0 && !paused) {
                between = next;
                Report early = fetch();
                if (kind(early) != kind(report)) report = early; // an attack does not wait
            }
            if (now - next >= 0) {
                next = now + intervalNanos;
                between = now + intervalNanos / 2;
            }
            draw(report);
            obey(screen.key(Math.max(0, Math.min(next - clock.nanos(), LOOK_NANOS))));
        }
    }

    private Report fetch() throws InterruptedException {
        // a row for each line of a large screen, more cannot be seen
        return run.report("live", watched, view, LiveScreen.mostRows(height()));
    }

    private static Kind kind(Report report) {
        return report.snapshot().verdicts().get(0).kind();
    }

    private int height() {
        return screen.rows() > 0 ? screen.rows() : 24;
    }

    private void draw(Report report) throws IOException {
        int columns = screen.columns() > 0 ? screen.columns() : 80;
        int height = height();
        ScreenState state = new ScreenState(rows, paused, help, notice.get());
        String change =
                painter.paint(
                        LiveScreen.lines(report, state, columns, height, unicode), columns, height);
        if (!change.isEmpty()) screen.write(change);
    }

    private void obey(int key) {
        int shown = rows == 0 ? LiveScreen.mostRows(height()) : rows;
        switch (key) {
            case 'q', 'Q', Screen.END -> quit = true;
            case 'h', 'H', '?' -> help = !help;
            case 'p', 'P', ' ' -> paused = !paused;
            case 's', 'S' -> view = next(view);
            case '+', '=' -> rows = Math.min(shown + 1, LiveScreen.mostRows(height()));
            case '-', '_' -> rows = Math.max(1, shown - 1);
            default -> {}
        }
    }

    private static View next(View view) {
        List<View> views = List.of(View.values());
        return views.get((views.indexOf(view) + 1) % views.size());
    }
}
