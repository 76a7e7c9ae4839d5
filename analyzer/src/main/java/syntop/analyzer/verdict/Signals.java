package syntop.analyzer.verdict;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Sources;

/** Every signal with its value, in the order of {@code syntop explain verdict}. */
final class Signals {
    private final List<Signal> signals = new ArrayList<>();

    private Signals() {}

    static List<Signal> of(Facts facts, HandshakeReport report) {
        Signals all = new Signals();
        all.ofRequests(facts);
        all.ofSources(facts);
        all.ofReport(report);
        all.ofPrefix(facts);
        if (facts.server != null) all.ofServer(facts.server, facts);
        return all.signals;
    }

    private void add(String name, double value, boolean raised, String text) {
        signals.add(new Signal(name, value, raised, text));
    }

    private void ofRequests(Facts facts) {
        RateChange change = facts.change;
        if (!change.hasBaseline() || facts.episode == null) {
            String unknown = "too short to know what is usual, and no baseline to compare with";
            add("rate-change", Double.NaN, false, unknown);
        } else {
            double times = facts.peak() / Math.max(1, change.usual());
            String jump =
                    "peak is "
                            + Words.decimal(times)
                            + " times the usual "
                            + Words.decimal(change.usual())
                            + " requests/s";
            boolean raised = change.alarms() > 0;
            String none =
                    change.isRecorded()
                            ? "no more than the baseline knows, usual are "
                                    + Words.decimal(change.usual())
                                    + " requests/s"
                            : "no jump of the rate";
            String learnt = change.isRecorded() ? "" : ", learnt from this capture: no baseline";
            add("rate-change", times, raised, (raised ? jump : none) + learnt);
        }
        boolean known = facts.known;
        add(
                "completion",
                known ? facts.completion : Double.NaN,
                known && facts.counts.requests() >= 10 && facts.completion < Facts.COLLAPSE,
                known
                        ? Words.percent(facts.completion) + " of the requests complete"
                        : facts.unknownWords());
    }

    private void ofSources(Facts facts) {
        Sources sources = facts.sources;
        add(
                "one-syn-per-source",
                sources.onceShare(),
                facts.onceEach,
                Words.percent(sources.onceShare()) + " of the sources sent one request");
        add(
                "special-purpose-sources",
                sources.specialShare(),
                facts.special,
                Words.percent(sources.specialShare())
                        + " come from addresses that no Internet client has");
        double chi2 = sources.octetChi2();
        add(
                "first-octet-uniformity",
                chi2,
                facts.uniform,
                Double.isNaN(chi2)
                        ? "too few sources"
                        : "chi-square by degree of freedom "
                                + Words.decimal(chi2)
                                + "; about 1 when drawn at random");
        double ttl = facts.profile.ttlShare();
        String ttlText = "TTL " + facts.profile.ttl() + " in " + Words.percent(ttl);
        add("ttl", ttl, facts.oneTtl, ttlText);
        double signature = facts.profile.signatureShare();
        String options = facts.bare ? ", without any option" : "";
        add(
                "signature",
                signature,
                facts.oneSignature || facts.bare,
                "one SYN signature in " + Words.percent(signature) + options);
        double again = facts.counts.retransmissionShare();
        add(
                "retransmissions",
                again,
                again >= Facts.RETRIED,
                Words.percent(again) + " of the SYNs are sent again");
    }

    private void ofReport(HandshakeReport report) {
        long strays = report.strays().answers();
        add(
                "backscatter",
                (double) strays,
                strays >= Backscatter.LEAST,
                Words.counted(strays, "answer", "answers") + " to SYNs that were not captured");
        long peers = report.repeatedPeers().estimated();
        add(
                "reflection",
                (double) peers,
                peers >= Facts.ENOUGH_SOURCES,
                "SYN-ACKs sent again to "
                        + Words.counted(peers, "client", "clients")
                        + " that did not acknowledge them");
        long targets = report.contacters().isEmpty() ? 0 : report.contacters().get(0).targets();
        add(
                "targets-per-source",
                (double) targets,
                !Scans.of(report).isEmpty(),
                targets == 0
                        ? "no source with many targets"
                        : "up to " + Words.count(targets) + " targets of one source");
    }

    /** These are of all ports and interfaces. */
    private void ofServer(ServerCounts server, Facts facts) {
        String mode =
                switch (server.cookies()) {
                    case ON -> "on";
                    case OFF -> "off";
                    case MISSING -> "not known to this kernel";
                };
        add(
                "syn-cookies",
                (double) server.cookiesSent(),
                server.cookiesSent() >= Facts.FLOOR && server.queueFull() > 0,
                "SYN cookies are "
                        + mode
                        + ": "
                        + Words.count(server.cookiesSent())
                        + " sent, "
                        + Words.count(server.cookiesReceived())
                        + " came back, "
                        + Words.count(server.cookiesFailed())
                        + " were not valid");
        add(
                "kernel-drops",
                (double) server.dropped(),
                server.dropped() > 0,
                "the kernel dropped "
                        + Words.counted(server.dropped(), "request", "requests")
                        + " for want of room, "
                        + Words.count(server.overflows())
                        + " of them as the program did not accept");
        add(
                "kernel-completed",
                (double) server.opened(),
                false,
                "the kernel completed "
                        + Words.counted(server.opened(), "handshake", "handshakes")
                        + ", "
                        + Words.count(facts.counts.completed())
                        + " were captured");
    }

    private void ofPrefix(Facts facts) {
        Sources.CommonPrefix prefix = facts.sources.prefix();
        boolean one = prefix == null || facts.sources.sampled() < 2;
        add(
                "prefix",
                one ? 0 : prefix.share(),
                !one && facts.isCarpet(),
                one ? "no prefix holds most sources" : Facts.prefixWords(prefix));
    }
}
