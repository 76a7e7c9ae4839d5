package syntop.cli;

import java.io.PrintWriter;
import syntop.cli.conntrack.FlowFormat;
import syntop.cli.conntrack.FlowSelection;
import syntop.linux.conntrack.Flow;
import syntop.linux.conntrack.FlowHandler;

/**
 * Prints connections as they come, and keeps none. One thread. Memory: some 64 KiB, however many
 * there are.
 */
final class FlowPrinter implements FlowHandler {
    private static final int CHUNK = 1 << 14;

    private final FlowSelection selection;
    private final FlowFormat format;
    private final Clock clock;
    private final long limit;
    private final PrintWriter out;
    private final StringBuilder text = new StringBuilder(2 * CHUNK);
    private char[] chars = new char[2 * CHUNK];
    private long shown;

    /**
     * Prints the head.
     *
     * @param clock tells when an event came
     * @param limit how many are printed at most; 0 for all
     */
    FlowPrinter(
            FlowSelection selection, FlowFormat format, Clock clock, long limit, PrintWriter out) {
        this.selection = selection;
        this.format = format;
        this.clock = clock;
        this.limit = limit;
        this.out = out;
        text.append(format.head());
    }

    /** Hot path. */
    @Override
    public void take(Flow flow) {
        if (!selection.takes(flow) || isDone()) return;
        shown++;
        format.append(text, flow, flow.event() == null ? 0 : clock.epochNanos());
        if (text.length() >= CHUNK) write();
    }

    /** Adds whole lines of another kind. */
    void add(String lines) {
        text.append(lines);
    }

    private void write() {
        int length = text.length();
        if (chars.length < length) chars = new char[length];
        text.getChars(0, length, chars, 0);
        out.write(chars, 0, length);
        text.setLength(0);
    }

    /** Hands on what was printed; false when nobody reads it any more. */
    boolean flush() {
        write();
        return !out.checkError();
    }

    /** How many were printed. */
    long shown() {
        return shown;
    }

    /** Whether that is as many as were asked for. */
    boolean isDone() {
        return limit > 0 && shown == limit;
    }
}
