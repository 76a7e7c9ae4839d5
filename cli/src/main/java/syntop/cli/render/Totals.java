package syntop.cli.render;

import syntop.analyzer.Snapshot;
import syntop.analyzer.Window;

/** The totals of a report, in the words that the table and the live view share. */
final class Totals {
    private Totals() {}

    /** How far the counts are to be trusted, in a word or two. */
    static String certainty(Report report) {
        if (!report.errors().isEmpty()) return "incomplete";
        if (report.isLossy()) return "at least";
        return report.snapshot().error() == 0 ? "exact" : "bounded";
    }

    /** SYNs and sources. */
    static String counts(Report report) {
        Snapshot snapshot = report.snapshot();
        String bound = report.isLossy() ? "at least " : "";
        return bound
                + Text.count(snapshot.syns())
                + " SYN  "
                + (report.isLossy() ? "" : requests(snapshot))
                + (snapshot.sourceError() == 0 ? bound : "about ")
                + Text.counted(snapshot.sources(), "source", "sources");
    }

    private static String requests(Snapshot snapshot) {
        long requests = snapshot.requests();
        if (requests < 0) return "";
        String about = snapshot.hasExactRequests() ? "" : "about ";
        return about + Text.counted(requests, "request", "requests") + "  ";
    }

    /** What is known of counts that are not exact; nothing of those that are. */
    static String bound(Snapshot snapshot) {
        long error = snapshot.error();
        if (error == 0) return "";
        double share = snapshot.syns() == 0 ? 0 : (double) error / snapshot.syns();
        return "counts at most "
                + Text.count(error)
                + " too low ("
                + Text.decimal(share * 100, 4)
                + "%), never too high";
    }

    /** From which count on the rows leave nothing out. */
    static String completeness(Snapshot snapshot) {
        String error = Text.count(snapshot.error());
        int rows = snapshot.rowCount();
        boolean reached = rows > 0 && snapshot.syns(rows - 1) <= snapshot.error();
        return "every "
                + snapshot.view().key()
                + " above "
                + error
                + " SYN is counted"
                + (reached ? ", others up to it may be missing" : "");
    }

    /** Whether everything since the start is shown. */
    static boolean isWhole(Snapshot snapshot) {
        Window window = snapshot.window();
        return window == null || window.run().equals(snapshot.interval());
    }

    /** What was lost, and where. */
    static String dropped(LiveCapture live) {
        String kernel = Text.count(live.droppedByKernel()) + " by the kernel";
        if (live.droppedByKernel() > 0) {
            double share = (double) live.droppedByKernel() / live.received();
            kernel += " (" + Text.percent(share) + ")";
        }
        return kernel + ", " + Text.count(live.droppedByInterface()) + " by the interface";
    }

    /** A rate that is usual: known to a few parts in a hundred, so in whole numbers. */
    static String rate(double usual) {
        return Text.count(Math.round(usual));
    }
}
