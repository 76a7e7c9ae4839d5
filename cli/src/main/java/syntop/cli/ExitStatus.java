package syntop.cli;

import syntop.cli.render.Report;

/** Exit statuses. */
final class ExitStatus {
    /** All is done. */
    static final int DONE = 0;

    /** Failed; a partial result may stand on standard output, the reason on standard error. */
    static final int FAILED = 1;

    /** Wrong usage. */
    static final int USAGE = 2;

    /** With --exit-code: so much was lost that nobody can say. */
    static final int LOSSY = 3;

    private static final double MOST_LOST = 0.5;

    private ExitStatus() {}

    /** With --exit-code: the verdict of a report that is done. */
    static int of(Report report) {
        if (report.lostShare() > MOST_LOST) return LOSSY;
        return switch (report.snapshot().verdicts().get(0).kind()) {
            case NOT_ENOUGH_EVIDENCE, NORMAL -> DONE;
            case BUSY, SINGLE_CLIENT -> 10;
            case SCAN -> 11;
            case HANDSHAKES_FAILING -> 12;
            case BACKSCATTER -> 13;
            case CARPET, FLOOD, FLOOD_FORGED -> 20;
            case OUTBOUND_FLOOD -> 21;
        };
    }
}
