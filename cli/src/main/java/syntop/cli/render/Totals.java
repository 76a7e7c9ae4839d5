package syntop.cli.render;

import syntop.analyzer.Snapshot;

/** The totals of a report, in the words that the table and the live view share. */
final class Totals {
    private Totals() {}

    /** How far the counts are to be trusted, in a word or two. */
    static String certainty(Report report) {
        if (!report.errors().isEmpty()) return "incomplete";
        return report.isLossy() ? "at least" : "exact";
    }

    /** SYNs and sources. */
    static String counts(Report report) {
        Snapshot snapshot = report.snapshot();
        String bound = report.isLossy() ? "at least " : "";
        return bound
                + Text.count(snapshot.syns())
                + " SYN  "
                + bound
                + Text.counted(snapshot.sources(), "source", "sources");
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
}
