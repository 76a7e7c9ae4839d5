package syntop.cli.render;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.Snapshot;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.count.SecondCounts.Peak;
import syntop.analyzer.verdict.Kind;
import syntop.analyzer.verdict.Verdict;

/**
 * The live view as lines of text: depends on nothing but its arguments. What comes first stays when
 * the screen is small.
 */
public final class LiveScreen {
    /** Narrowest and lowest screen that is drawn for; on a smaller one the rest is cut off. */
    static final int MIN_COLUMNS = 20;

    private static final String KEYS = "q h";
    private static final List<String> HELP =
            List.of(
                    "q        quit and print the summary",
                    "p space  hold the screen; counting goes on",
                    "s        by source, port, prefix, target, signature in turn",
                    "+ -      more rows, fewer rows",
                    "h        this help, and back");

    private final Report report;
    private final ScreenState state;
    private final int columns;
    private final boolean unicode;
    private final List<ScreenLine> lines = new ArrayList<>();

    private LiveScreen(Report report, ScreenState state, int columns, boolean unicode) {
        this.report = report;
        this.state = state;
        this.columns = Math.max(MIN_COLUMNS, columns);
        this.unicode = unicode;
    }

    /**
     * Draws.
     *
     * @param report of a live capture
     * @param columns of the terminal
     * @param rows of the terminal
     * @param unicode whether block characters may be used
     * @return at most {@code rows} lines
     */
    public static List<ScreenLine> lines(
            Report report, ScreenState state, int columns, int rows, boolean unicode) {
        LiveScreen screen = new LiveScreen(report, state, columns, unicode);
        screen.title();
        if (report.snapshot().handshakes() != null) screen.verdict();
        screen.totals();
        screen.chart();
        if (report.snapshot().error() > 0) screen.add(Totals.bound(report.snapshot()), false);
        if (state.notice() != null) screen.add(Text.printable(state.notice()), true);
        if (state.help()) HELP.forEach(line -> screen.add(line, false));
        else screen.table(Math.max(0, rows - screen.lines.size() - 1));
        return List.copyOf(
                screen.lines.subList(0, Math.min(Math.max(1, rows), screen.lines.size())));
    }

    /** How many rows the table can have on a terminal of this height, at least 1. */
    public static int mostRows(int terminalRows) {
        return Math.max(1, terminalRows - 6); // title, verdict, totals, chart and head
    }

    private void title() {
        LiveCapture live = report.live();
        Snapshot snapshot = report.snapshot();
        long now = Math.floorDiv(snapshot.toNanos(), 1_000_000_000L);
        String left = "syntop  " + Text.printable(live.interfaceName()) + "  " + live.watched();
        String length = Text.duration(Math.floor(snapshot.seconds()));
        String right =
                (state.paused() ? "paused  " : "")
                        + (Totals.isWhole(snapshot) ? "since " : "last ")
                        + length
                        + "  "
                        + Text.timeOfDay(now)
                        + " UTC  "
                        + KEYS;
        both(left, right, true);
    }

    /** Two lines, whatever the verdict: what is below must not jump. */
    private void verdict() {
        Verdict worst = report.snapshot().verdicts().get(0);
        add(VerdictLines.title(report.snapshot(), columns).get(0), true);
        String evidence = worst.evidence();
        if (worst.kind().compareTo(Kind.NORMAL) > 0 && worst.episode() != null) {
            evidence = "since " + Text.timeOfDay(worst.episode().startSecond()) + ", " + evidence;
        }
        add(evidence, false);
    }

    private void totals() {
        LiveCapture live = report.live();
        Snapshot snapshot = report.snapshot();
        double seconds = snapshot.seconds();
        String rate = seconds > 0 ? "  " + Text.rate(snapshot.syns() / seconds) + " SYN/s" : "";
        Usual usual = snapshot.usual();
        if (usual != null) rate += ", usual " + Totals.rate(usual.perSecond());
        String counts = Totals.counts(report) + rate;
        if (!report.isLossy()) counts += "  " + Totals.certainty(report); // else said already
        String dropped =
                "dropped "
                        + Text.count(live.droppedByKernel())
                        + " kernel "
                        + Text.count(live.droppedByInterface())
                        + " interface";
        if (counts.length() + 2 + dropped.length() <= columns) {
            both(counts, dropped, false);
        } else {
            add(counts, false);
            add(dropped, false);
        }
    }

    private void chart() {
        Snapshot snapshot = report.snapshot();
        Peak peak = snapshot.peak();
        String bars = unicode ? Chart.bars(snapshot.series()) : "";
        String bound = snapshot.unplaced() > 0 || report.isLossy() ? "at least " : "";
        String text =
                peak.syns() == 0
                        ? "no SYN yet"
                        : "peak "
                                + bound
                                + Text.count(peak.syns())
                                + " SYN/s at "
                                + Text.timeOfDay(peak.second());
        KernelFilter filter = report.live().kernelFilter();
        int room = filter == null ? columns : columns - filter.brief().length() - 2;
        boolean fits = !bars.isEmpty() && bars.length() + 2 + text.length() <= room;
        String left = fits ? bars + "  " + text : text;
        if (filter == null) add(left, false);
        else both(left, filter.brief(), false);
    }

    private void table(int room) {
        Snapshot snapshot = report.snapshot();
        int asked = state.rows() == 0 ? room : Math.min(state.rows(), room);
        int rows = Math.min(asked, snapshot.rowCount());
        RowTable table = new RowTable(snapshot, report.isLossy(), columns);
        WideColumns more = new WideColumns(snapshot, columns - RowTable.FULL_WIDTH, unicode);
        add(table.head() + more.head(), true);
        for (int i = 0; i < rows; i++) {
            add(table.line(i) + more.line(i), false);
        }
    }

    /** A line with text at both ends; what is at the right stays when there is no room for both. */
    private void both(String left, String right, boolean bold) {
        int room = columns - right.length() - 2;
        if (room < MIN_COLUMNS / 2) {
            add(left, bold);
            return;
        }
        String begin = cut(left, room);
        add(begin + " ".repeat(columns - begin.length() - right.length()) + right, bold);
    }

    private void add(String text, boolean bold) {
        lines.add(new ScreenLine(cut(text, columns), bold));
    }

    private String cut(String text, int width) {
        if (text.length() <= width) return text;
        String mark = unicode ? "…" : ".";
        return text.substring(0, width - 1) + mark;
    }
}
