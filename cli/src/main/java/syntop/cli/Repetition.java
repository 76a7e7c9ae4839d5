package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import syntop.cli.render.Painter;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;

/** Shows figures again and again, in place on a terminal, until the user quits. One thread. */
final class Repetition {
    /** How long a key or the end of the run may wait for its answer. */
    private static final long LOOK_NANOS = 100_000_000;

    private final Clock clock;
    private final long intervalNanos;
    private final CountDownLatch stopped;
    private final Pause pause;

    /** What is done between two looks. */
    @FunctionalInterface
    interface Pause {
        /**
         * Returns after this time, or earlier.
         *
         * @param nanos 0 or more
         */
        void await(long nanos) throws IOException, InterruptedException;
    }

    /** Makes lines of new figures. */
    @FunctionalInterface
    interface Figures {
        /** Reads them. */
        List<ScreenLine> lines() throws IOException;
    }

    /** Prints new figures. */
    @FunctionalInterface
    interface Printing {
        /** Reads and prints them. */
        void print() throws IOException;
    }

    /**
     * Prepares.
     *
     * @param stopped ends it
     */
    Repetition(Clock clock, long intervalNanos, CountDownLatch stopped, Pause pause) {
        this.clock = clock;
        this.intervalNanos = intervalNanos;
        this.stopped = stopped;
        this.pause = pause;
    }

    /** Prints at each interval, first now, until stopped or nobody reads any more. */
    void print(Printing printing, PrintWriter out) throws IOException, InterruptedException {
        long next = clock.nanos();
        do {
            printing.print();
            next += intervalNanos;
        } while (!out.checkError() && !pauseUntil(next));
    }

    /** Whether it was stopped before. */
    private boolean pauseUntil(long next) throws IOException, InterruptedException {
        while (stopped.getCount() > 0) {
            long left = next - clock.nanos();
            if (left <= 0) return false;
            pause.await(left);
        }
        return true;
    }

    /**
     * Draws at each interval, first now, until stopped or the user quits.
     *
     * @param name stands in the first line
     * @return what was shown last
     */
    List<ScreenLine> draw(String name, Figures figures, Screen screen, boolean color)
            throws IOException, InterruptedException {
        Painter painter = new Painter(color);
        List<ScreenLine> lines = figures.lines();
        long next = clock.nanos() + intervalNanos;
        while (stopped.getCount() > 0) {
            if (clock.nanos() - next >= 0) {
                next = clock.nanos() + intervalNanos;
                lines = figures.lines();
            }
            paint(name, lines, painter, screen);
            int key = screen.key(1);
            if (key == 'q' || key == 'Q' || key == Screen.END) break;
            pause.await(Math.max(0, Math.min(next - clock.nanos(), LOOK_NANOS)));
        }
        return lines;
    }

    private void paint(String name, List<ScreenLine> lines, Painter painter, Screen screen)
            throws IOException {
        int columns = screen.columns() > 0 ? screen.columns() : 80;
        int rows = screen.rows() > 0 ? screen.rows() : 24;
        long second = Math.floorDiv(clock.epochNanos(), 1_000_000_000L);
        String left = "syntop  " + name + "  every " + Text.shortTime(intervalNanos);
        String right = Text.timeOfDay(second) + " UTC  q";
        int gap = Math.max(2, columns - left.length() - right.length());
        List<ScreenLine> shown = new ArrayList<>();
        shown.add(new ScreenLine(left + " ".repeat(gap) + right, true));
        shown.addAll(lines);
        shown.replaceAll(
                line ->
                        line.text().length() <= columns
                                ? line
                                : new ScreenLine(line.text().substring(0, columns), line.bold()));
        String change =
                painter.paint(shown.subList(0, Math.min(rows, shown.size())), columns, rows);
        if (!change.isEmpty()) screen.write(change);
    }
}
