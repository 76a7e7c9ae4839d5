package syntop.analyzer.verdict;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.count.Addresses;
import syntop.analyzer.handshake.Contacter;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;

/**
 * Tells scanners from clients: sources whose first contacts fail, by sequential hypothesis test
 * (Jung, Paxson, Berger and Balakrishnan, "Fast Portscan Detection Using Sequential Hypothesis
 * Testing", 2004) with theta 0.8 and 0.2 and a confidence of 0.99, and in the pattern of a scan:
 * many ports of one address, or one port of many addresses. A peer-to-peer client that calls dead
 * peers fails often too, but on ports as different as the addresses, and reaches some. Who asks the
 * same targets again and again knows them: a check of their health, though it may never complete.
 *
 * <p>A contact without an answer has failed only if answers were captured; else those alone that
 * were refused, reset at once, asked again or not made with a SYN. But no client asks eight ports
 * below 1024 of one address, whatever comes of it.
 */
final class Scans {
    private static final int LEAST = 8;
    private static final double FAILURES = 0.8; // of first contacts
    private static final double AGAIN = 5; // requests to a target that no scanner needs
    private static final double EACH = Math.log(0.8 / 0.2);
    private static final double LIMIT = Math.log(99);

    private Scans() {}

    /** The scanners, most targets first. */
    static List<Contacter> of(HandshakeReport report) {
        List<Contacter> scanners = new ArrayList<>();
        for (Contacter contacter : report.contacters()) {
            if (isScan(contacter, answersCaptured(report))) scanners.add(contacter);
        }
        return scanners;
    }

    private static boolean answersCaptured(HandshakeReport report) {
        Counts in = report.in().all().counts();
        Counts out = report.out().all().counts();
        boolean oneWay = in.unseen() + out.unseen() > in.completed() + out.completed();
        return !oneWay && in.answered() + in.refused() + out.answered() + out.refused() > 0;
    }

    private static boolean isScan(Contacter c, boolean answersCaptured) {
        boolean vertical = c.mostPortsOfAHost() >= LEAST;
        boolean horizontal = c.hostsOfTopPort() >= LEAST;
        if (!vertical && !horizontal || 1 - c.succeeded() < FAILURES) return false;
        if (c.timesEach() >= AGAIN && c.crafted() < 0.5) return false;
        double failed =
                answersCaptured
                        ? 1 - c.succeeded()
                        : c.refused() + c.open() + c.triedAgain() + c.crafted();
        boolean likely = isLikely(failed * c.targets(), c.succeeded() * c.targets());
        boolean fails = failed >= (answersCaptured ? FAILURES : 0.5) && likely;
        return fails || c.mostSystemPortsOfAHost() >= LEAST;
    }

    /** Whether so many first contacts, some of them in vain, are those of a scanner. */
    static boolean isLikely(double failed, double succeeded) {
        return (failed - succeeded) * EACH > LIMIT;
    }

    static double confidence(Contacter first) {
        return first.targets() >= 64 ? 0.95 : first.targets() >= 16 ? 0.85 : 0.6;
    }

    private static String some(double share) {
        return share == 0 ? "none" : Words.percent(share);
    }

    static String evidence(List<Contacter> scanners, HandshakeReport report) {
        Contacter first = scanners.get(0);
        boolean vertical = first.mostPortsOfAHost() >= first.hostsOfTopPort();
        StringBuilder out = new StringBuilder(Addresses.text(first.hi(), first.lo()));
        out.append(" tried ");
        if (vertical) {
            out.append(Words.count(first.mostPortsOfAHost())).append(" ports of one address");
        } else {
            out.append("port ").append(first.topPort()).append(" of ");
            out.append(Words.count(first.hostsOfTopPort())).append(" addresses");
        }
        if (first.crafted() >= 0.5) {
            out.append(", with segments that belong to no connection");
        } else if (answersCaptured(report)) {
            out.append(", ").append(some(first.succeeded())).append(" completed, ");
            out.append(some(first.refused())).append(" refused");
        } else {
            out.append(", completion unknown");
        }
        if (scanners.size() > 1) {
            out.append("; ");
            out.append(Words.counted(scanners.size() - 1, "more source", "more sources"));
        }
        return out.toString();
    }
}
