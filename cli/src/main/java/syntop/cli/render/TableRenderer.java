package syntop.cli.render;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.Interval;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.Window;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.count.SecondCounts.Peak;
import syntop.analyzer.verdict.Verdict;
import syntop.capture.batch.Outcome;

/**
 * A report as text for people: at most 80 columns, unless counts have more than 11 digits, ranks
 * more than 5, or a file name alone is longer; or rows that were asked to be wide.
 */
public final class TableRenderer {
    private static final int WIDTH = 80;
    private static final int LINK_TYPES = 3; // more are counted, a hostile file may have thousands
    private static final long SECONDS_OF_DAY = 86_400;

    private final boolean color;
    private final boolean unicode;
    private final boolean wide;

    /**
     * Chooses the means.
     *
     * @param color whether escape sequences may be printed
     * @param unicode whether block characters may be printed
     */
    public TableRenderer(boolean color, boolean unicode) {
        this(color, unicode, false);
    }

    /**
     * Chooses the means, and how much is shown.
     *
     * @param wide whether rows may be longer than 80 columns
     */
    public TableRenderer(boolean color, boolean unicode, boolean wide) {
        this.color = color;
        this.unicode = unicode;
        this.wide = wide;
    }

    /** Prints the report. */
    public void render(Report report, PrintWriter out) {
        Snapshot snapshot = report.snapshot();
        if (snapshot.handshakes() != null) verdict(snapshot, out);
        title(report, out);
        totals(report, out);
        peak(report, out);
        if (snapshot.usual() != null) wrap("", usual(snapshot.usual()), ", ", out);
        if (snapshot.error() > 0) {
            List<String> bound = List.of(Totals.bound(snapshot), Totals.completeness(snapshot));
            wrap("", bound, "; ", out);
        }
        if (snapshot.sourceError() > 0) {
            out.println(
                    "sources estimated to " + Text.percent(snapshot.sourceError()) + " (95% sure)");
        }
        if (snapshot.window() != null) window(snapshot, out);
        if (snapshot.handshakes() != null) {
            VerdictLines.handshakes(snapshot, WIDTH).forEach(out::println);
            if (wide) VerdictLines.signals(snapshot.verdicts().get(0)).forEach(out::println);
        }
        if (report.live() != null) kernelFilter(report.live().kernelFilter(), out);
        out.println();
        if (snapshot.rowCount() > 0) {
            table(report, out);
            out.println();
        }
        outcomes(snapshot, out);
        if (report.live() != null) losses(report, out);
    }

    private static void kernelFilter(KernelFilter filter, PrintWriter out) {
        if (filter != null && filter.isWorthSaying()) out.println(filter.line());
    }

    private void verdict(Snapshot snapshot, PrintWriter out) {
        List<Verdict> verdicts = snapshot.verdicts();
        Verdict worst = verdicts.get(0);
        VerdictLines.title(snapshot, WIDTH).forEach(line -> out.println(bold(line)));
        VerdictLines.body(worst, WIDTH).forEach(out::println);
        VerdictLines.others(verdicts, WIDTH).forEach(out::println);
        out.println();
    }

    /** One line, or where that is too long the name alone and the rest below it. */
    private static void title(Report report, PrintWriter out) {
        LiveCapture live = report.live();
        String name =
                live == null
                        ? name(report.files())
                        : Text.printable(live.interfaceName()) + "  " + live.watched();
        List<String> rest = new ArrayList<>();
        if (live == null && !report.linkTypes().isEmpty()) rest.add(linkTypes(report.linkTypes()));
        rest.add(interval(report.snapshot()));
        rest.add(Totals.certainty(report));
        String line = name + "  " + String.join("  ", rest);
        if (line.length() <= WIDTH) {
            out.println(line);
        } else {
            out.println(name);
            wrap("  ", rest, "  ", out);
        }
    }

    private void totals(Report report, PrintWriter out) {
        String totals = Totals.counts(report);
        String chart = unicode ? Chart.bars(report.snapshot().series()) : "";
        boolean fits = !chart.isEmpty() && totals.length() + 3 + chart.length() <= WIDTH;
        out.println(bold(totals) + (fits ? "   " + chart : ""));
    }

    private static void peak(Report report, PrintWriter out) {
        Snapshot snapshot = report.snapshot();
        Peak peak = snapshot.peak();
        if (peak.syns() == 0) return;
        String bound = snapshot.unplaced() > 0 || report.isLossy() ? "at least " : "";
        // of a shorter interval the second says less than the rates of the rows do
        String unit = snapshot.seconds() < 1 ? " SYN in the second of " : " SYN/s at ";
        String when = isOneDay(snapshot) ? Text.timeOfDay(peak.second()) : Text.time(peak.second());
        out.println("peak " + bound + Text.count(peak.syns()) + unit + when);
    }

    /** What the baseline knows of this time. */
    private static List<String> usual(Usual usual) {
        List<String> parts = new ArrayList<>();
        parts.add("usual " + Totals.rate(usual.perSecond()) + " requests/s");
        parts.add("at most " + Totals.rate(usual.high()));
        if (!Double.isNaN(usual.completion())) {
            parts.add(Math.round(100 * usual.completion()) + "% complete");
        }
        parts.add(usual.level().words());
        return parts;
    }

    private static void window(Snapshot snapshot, PrintWriter out) {
        Window window = snapshot.window();
        List<String> parts = new ArrayList<>();
        String length = Text.span(window.nanos() / 1e9);
        parts.add(
                window.busiest()
                        ? "the busiest " + length + " of " + Text.span(seconds(window.run()))
                        : "window " + length);
        if (window.outside() > 0) {
            parts.add(Text.count(window.outside()) + " SYN in no window, for want of a time");
        }
        if (window.restarts() > 0) {
            boolean once = window.restarts() == 1;
            parts.add(
                    "time went back " + (once ? "once" : Text.count(window.restarts()) + " times"));
        }
        wrap("", parts, "   ", out);
    }

    private static double seconds(Interval interval) {
        return Math.max(0, ((double) interval.toNanos() - interval.fromNanos()) / 1e9);
    }

    private static String linkTypes(List<String> names) {
        if (names.size() <= LINK_TYPES) return String.join(", ", names);
        return String.join(", ", names.subList(0, LINK_TYPES))
                + " and "
                + Text.count(names.size() - LINK_TYPES)
                + " more";
    }

    private static String name(List<String> files) {
        String first = files.get(0).equals("-") ? "standard input" : Text.printable(files.get(0));
        return files.size() == 1 ? first : first + " and " + Text.count(files.size() - 1) + " more";
    }

    private static String interval(Snapshot snapshot) {
        if (!snapshot.hasInterval()) return "no times";
        long from = second(snapshot.fromNanos());
        long to = second(snapshot.toNanos());
        String end = isOneDay(snapshot) ? Text.timeOfDay(to) : Text.time(to);
        return Text.time(from)
                + (from == to ? "" : " - " + end)
                + " UTC ("
                + Text.span(snapshot.seconds())
                + ")";
    }

    private static boolean isOneDay(Snapshot snapshot) {
        return Math.floorDiv(second(snapshot.fromNanos()), SECONDS_OF_DAY)
                == Math.floorDiv(second(snapshot.toNanos()), SECONDS_OF_DAY);
    }

    private static long second(long nanos) {
        return Math.floorDiv(nanos, 1_000_000_000L);
    }

    private void table(Report report, PrintWriter out) {
        RowTable table = new RowTable(report.snapshot(), report.isLossy(), WIDTH);
        WideColumns more = new WideColumns(report.snapshot(), wide ? WideColumns.ALL : 0, unicode);
        out.println(bold(table.head() + more.head()));
        for (int i = 0; i < report.snapshot().rowCount(); i++) {
            out.println(table.line(i) + more.line(i));
        }
        int carrying = Rows.carrying(report.snapshot());
        if (report.snapshot().view() == View.PREFIX && carrying > 0) {
            double share = Rows.covers(report.snapshot())[carrying - 1];
            out.println(
                    Text.counted(carrying, "prefix carries ", "prefixes carry ")
                            + Text.percent(share)
                            + " of the SYNs");
        }
    }

    private static void outcomes(Snapshot snapshot, PrintWriter out) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Outcome.COUNT; i++) {
            Outcome outcome = Outcome.of(i);
            long count = snapshot.outcome(outcome);
            if (count > 0) parts.add(Text.count(count) + " " + outcome.label());
        }
        String frames = Text.counted(snapshot.frames(), "frame", "frames");
        if (parts.isEmpty()) parts.add(frames);
        else parts.set(0, frames + ": " + parts.get(0));
        if (!Totals.isWhole(snapshot)) parts.set(0, "in all " + parts.get(0));
        wrap("", parts, ", ", out);
    }

    private static void losses(Report report, PrintWriter out) {
        LiveCapture live = report.live();
        long frames = report.snapshot().frames();
        List<String> parts = new ArrayList<>();
        parts.add("received " + Text.count(live.received()));
        parts.add("dropped " + Totals.dropped(live));
        if (live.isLossy()) parts.add("counts are \"at least\"");
        long unaccounted = live.unaccounted(frames);
        if (unaccounted > 0) {
            parts.add(
                    "does not add up: "
                            + Text.count(unaccounted)
                            + " of them neither counted nor dropped");
        } else if (unaccounted < 0) {
            parts.add(
                    "does not add up: "
                            + Text.count(-unaccounted)
                            + " more counted or dropped than received");
        }
        wrap("", parts, "   ", out);
    }

    /**
     * Prints parts in lines of at most {@link #WIDTH} columns, the second and further ones
     * indented.
     */
    private static void wrap(String indent, List<String> parts, String separator, PrintWriter out) {
        int mark = separator.stripTrailing().length(); // what of it stands at the end of a line
        StringBuilder line = new StringBuilder(indent);
        boolean begun = false;
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            int after = i < parts.size() - 1 ? mark : 0;
            if (begun) line.append(separator);
            if (begun && line.length() + part.length() + after > WIDTH) {
                out.println(line.toString().stripTrailing());
                line.setLength(0);
                line.append("  ");
            }
            line.append(part);
            begun = true;
        }
        out.println(line);
    }

    private String bold(String text) {
        return color ? "\u001b[1m" + text + "\u001b[0m" : text;
    }
}
