package syntop.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleFunction;
import syntop.cli.render.Text;

/**
 * One line on a terminal that tells how far a run has come; it is drawn anew each half second,
 * first after one second, and wiped at the end.
 */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 500;

    private final PrintWriter err;
    private final DoubleFunction<String> line;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::draw, "syntop-progress");
    private int drawn;

    /**
     * Starts drawing.
     *
     * @param line the text of the line, shorter than 80 columns, given the seconds since the start;
     *     called on a thread of its own
     */
    Progress(PrintWriter err, DoubleFunction<String> line) {
        this.err = err;
        this.line = line;
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, e) -> {}); // a line less; the run tells of it
        thread.start();
    }

    private void draw() {
        try {
            for (long wait = FIRST_MILLIS;
                    !end.await(wait, TimeUnit.MILLISECONDS);
                    wait = NEXT_MILLIS) {
                double seconds = (System.nanoTime() - startNanos) / 1e9;
                show(line.apply(seconds));
            }
            if (drawn > 0) show("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show(String line) {
        err.print('\r' + line + " ".repeat(Math.max(0, drawn - line.length())) + '\r');
        err.flush();
        drawn = line.length();
    }

    /**
     * The text for reading files.
     *
     * @param read bytes read so far
     * @param total bytes there are, or -1
     */
    static String reading(long read, long total, double seconds) {
        double rate = seconds > 0 ? read / seconds : 0;
        String speed = Text.bytes(rate) + "/s";
        if (total <= 0) return Text.bytes((double) read) + " read, " + speed;
        String text =
                Text.percent(Math.min(1, (double) read / total))
                        + " of "
                        + Text.bytes((double) total)
                        + ", "
                        + speed;
        if (rate <= 0) return text;
        return text + ", " + Text.duration(Math.max(0, total - read) / rate) + " left";
    }

    @Override
    public void close() {
        end.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
