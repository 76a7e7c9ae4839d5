package syntop.cli.render;

import syntop.analyzer.Snapshot;
import syntop.analyzer.count.Details;

/**
 * What stands to the right of the rows where there is room: targets, the busiest time, first and
 * last seen, the course. The last columns are left out where they do not fit.
 */
final class WideColumns {
    private static final int TARGETS = 10;
    private static final int PEAK = 12;
    private static final int TIME = 10;
    private static final int BARS = 24;

    /** All of them. */
    static final int ALL = TARGETS + PEAK + 2 * TIME + 2 + BARS;

    private final Snapshot snapshot;
    private final boolean targets;
    private final boolean times;
    private final boolean course;

    /**
     * Chooses what fits.
     *
     * @param width columns there are beside the rows; may be negative
     * @param unicode whether block characters may be used
     */
    WideColumns(Snapshot snapshot, int width, boolean unicode) {
        this.snapshot = snapshot;
        boolean known = snapshot.rowCount() > 0 && snapshot.details().has(0);
        int left = width;
        targets = snapshot.rowCount() > 0 && snapshot.targets(0) >= 0 && left >= TARGETS;
        if (targets) left -= TARGETS;
        times = known && left >= PEAK + 2 * TIME;
        if (times) left -= PEAK + 2 * TIME;
        course = times && unicode && left >= 2 + BARS;
    }

    /** What stands above them. */
    String head() {
        StringBuilder out = new StringBuilder();
        if (targets) right(out, "TARGETS", TARGETS);
        if (times) {
            right(out, "PEAK/s", PEAK);
            right(out, "FIRST", TIME);
            right(out, "LAST", TIME);
        }
        if (course) out.append("  COURSE");
        return out.toString();
    }

    /** What stands beside a row. */
    String line(int row) {
        StringBuilder out = new StringBuilder();
        if (targets) right(out, targets(row), TARGETS);
        Details details = snapshot.details();
        if (!times || !details.has(row)) return out.toString();
        right(out, Text.rate(details.peak(row) * 1e9 / details.partNanos()), PEAK);
        right(out, time(details.firstNanos(row)), TIME);
        right(out, time(details.lastNanos(row)), TIME);
        if (course) {
            String bars = Chart.bars(details.series(row), BARS);
            if (!bars.isEmpty()) out.append("  ").append(bars);
        }
        return out.toString();
    }

    private String targets(int row) {
        if (snapshot.targets(row) < 0) return "-";
        String about = snapshot.targetShare() < 1 ? "~" : "";
        return about + Text.count(snapshot.targets(row));
    }

    private static String time(long nanos) {
        return Text.timeOfDay(Math.floorDiv(nanos, 1_000_000_000L));
    }

    private static void right(StringBuilder out, String text, int width) {
        out.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }
}
