package syntop.analyzer.verdict;

import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.HandshakeReport.Strays;

/**
 * Tells answers to SYNs in our name, which somebody else sent, from answers whose SYN was merely
 * not captured: the receivers of those do not acknowledge them, but reset them or leave them to be
 * sent again. Receivers all over the world are not ours: then the senders answer a flood that began
 * before the capture.
 */
final class Backscatter {
    /** Answers below which nobody speaks of it. */
    static final long LEAST = 10;

    private static final double MOST_ACKNOWLEDGED = 0.1;
    private static final double LEAST_UNWANTED = 0.2;
    private static final double LEAST_OF_REQUESTS = 0.05;

    private Backscatter() {}

    static boolean is(HandshakeReport report) {
        Strays strays = report.strays();
        double answers = (double) strays.answers();
        double unwanted = (double) (strays.refusals() + strays.denied() + strays.repeated());
        return answers >= LEAST
                && !strays.toForged()
                && strays.acknowledged() <= answers * MOST_ACKNOWLEDGED
                && unwanted >= answers * LEAST_UNWANTED
                && answers >= report.all().counts().requests() * LEAST_OF_REQUESTS;
    }

    static double confidence(HandshakeReport report) {
        return report.strays().answers() >= 100 ? 0.9 : 0.7;
    }

    static String evidence(Strays strays) {
        return Words.count(strays.answers())
                + " answers to SYNs that nobody here sent, from "
                + Words.counted(strays.senders(), "address", "addresses")
                + " to "
                + Words.counted(strays.receivers(), "address", "addresses")
                + "; "
                + (strays.acknowledged() == 0
                        ? "none acknowledged"
                        : Words.percent((double) strays.acknowledged() / strays.answers())
                                + " acknowledged");
    }
}
