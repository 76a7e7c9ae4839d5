package syntop.analyzer.verdict;

import syntop.analyzer.count.Addresses;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Profile;

/**
 * The rules for the requests to one target, or to all. A flood is never one number alone: the rate,
 * or that the queue of the server fills, and that handshakes are not completed; and for forged
 * sources three signs of them. Where completion is unknown, only what no client does makes a flood:
 * sources drawn at random; or, when answers were captured but not a single acknowledgement, SYNs
 * without any option. Where one direction alone was captured, it is never one of real sources.
 */
final class TargetRules {
    private static final int FORGED_SIGNS = 3; // of 5
    private static final long FEW = 10; // requests
    private static final double MOST = 0.9; // of the requests in the busiest time
    private static final double FAILING_RETRIES = 0.3;
    private static final double SURE_OF_NOTHING = 0.9;
    private static final double ABOVE_RECORDED = 0.05; // surer, than without a baseline
    private static final long STEADY = 120; // seconds after which a rate without a jump is usual

    /** Seconds until clients on any path would have acknowledged an answer. */
    private static final long TO_ACKNOWLEDGE = 2;

    /** Seconds until clients of any system would have tried again. */
    static final long TO_TRY_AGAIN = 4;

    private final Facts facts;
    private final Counts counts;
    private final HandshakeReport report;
    private final boolean ended;

    TargetRules(Facts facts, HandshakeReport report, boolean ended) {
        this.facts = facts;
        this.report = report;
        this.ended = ended;
        counts = facts.counts;
    }

    Verdict verdict() {
        boolean collapsed = facts.known && facts.isCollapsed();
        if (collapsed && facts.completion < Facts.COLLAPSE && isFailing()) return failing();
        if (facts.known && !collapsed) {
            Episode outage = facts.outage(report.fromSecond());
            if (outage != null) return outage(outage);
        }
        if (!facts.isFast()) {
            if (!collapsed) return quiet();
            if (counts.requests() >= 50 && facts.isCarpet()) return carpet();
            if (!facts.isHeld() || !hadTime()) return quiet();
            return isForged() ? forged() : flood();
        }
        if (facts.known && !collapsed) return crowd();
        if (isForged()) return forged();
        if (collapsed && facts.isCarpet()) return carpet();
        return (collapsed ? isRipe() : isTool()) ? flood() : quiet();
    }

    private boolean isForged() {
        if (facts.forgedSigns() < FORGED_SIGNS || facts.hasTopSource()) return false;
        return facts.known || (facts.uniform || facts.impossible) && !facts.isOneWay();
    }

    /** Whether tools ask, are answered, and nobody goes on. */
    private boolean isTool() {
        boolean nobodyGoesOn = report.plain() == 0 && report.fins() == 0 && !facts.blind;
        return facts.bare && facts.isAnswered() && !facts.isOneWay() && nobodyGoesOn;
    }

    /** Whether it is plain, or clients have had time to do what they have not done. */
    private boolean isRipe() {
        boolean crafted = facts.bare || facts.forgedSigns() >= 2;
        if (crafted || counts.share(counts.aborted()) >= Facts.COLLAPSE) return true;
        return hadTime();
    }

    /** Whether clients have had time to do what they have not done. */
    private boolean hadTime() {
        boolean unanswered = counts.unanswered() > counts.halfOpen();
        if (unanswered) return facts.ageSeconds >= TO_TRY_AGAIN;
        return ended || facts.ageSeconds >= TO_ACKNOWLEDGE;
    }

    /**
     * Real clients that get no answer try again, or are refused. That one is answered and goes on
     * no more, no failure explains: it would ask again.
     */
    private boolean isFailing() {
        boolean crafted = facts.bare || facts.forgedSigns() >= 2;
        boolean retried = counts.retransmissionShare() >= FAILING_RETRIES;
        boolean refused = counts.refused() >= facts.lost() * Facts.WELL && !crafted;
        if (facts.isFast()) return retried && !crafted || refused;
        boolean mute = counts.share(counts.unanswered()) >= Facts.COLLAPSE;
        long tries = counts.requests() + counts.retransmissions();
        boolean enough = counts.requests() >= 5 || tries >= 5 && counts.retransmissions() >= 3;
        return enough && (retried || refused || mute && counts.requests() >= FEW && hadTime());
    }

    private Verdict failing() {
        Episode episode = facts.episode;
        boolean whole = episode == null || episode.requests() >= counts.requests() * MOST;
        if (!whole) return outage(episode);
        StringBuilder how =
                new StringBuilder(Words.counted(counts.requests(), "request", "requests"));
        how.append(", ").append(complete(counts.requests(), counts.completion()));
        return failing(how.append(ends()).append(retries()), facts.episode);
    }

    /** Of a time in which it was otherwise than before. */
    private Verdict outage(Episode outage) {
        StringBuilder how =
                new StringBuilder(Words.counted(outage.requests(), "request", "requests"));
        how.append(" in that time, ").append(complete(outage.requests(), outage.completion()));
        String why = counts.refused() * 2 >= facts.lost() ? ", most others are refused" : retries();
        return failing(how.append(why), outage);
    }

    private Verdict failing(StringBuilder how, Episode when) {
        if (facts.server != null && !facts.server.ofMore() && facts.server.overflows() > 0) {
            how.append(", the program does not accept what waits for it");
        }
        long requests = when == null ? counts.requests() : when.requests();
        double confidence = requests >= 50 ? 0.9 : requests >= FEW ? 0.7 : 0.5;
        String advice = Kind.HANDSHAKES_FAILING.advice(facts.server);
        return verdict(Kind.HANDSHAKES_FAILING, confidence, how.toString(), advice, when);
    }

    /** Clients that try again; empty, or it begins with a comma. */
    private String retries() {
        if (!facts.isRetried()) return "";
        return ", " + Words.percent(counts.retransmissionShare()) + " of the SYNs are retries";
    }

    private static String complete(long requests, double share) {
        if (requests == 1) return share == 1 ? "complete" : "not complete";
        return share == 0 ? "none completes" : Words.percent(share) + " complete";
    }

    private Verdict forged() {
        double confidence =
                Math.min(0.97, 0.5 + 0.1 * facts.forgedSigns() + (facts.known ? 0.1 : -0.1));
        String evidence = facts.completionWords() + ", " + String.join(", ", facts.forgedWords());
        return attack(Kind.FLOOD_FORGED, confidence, evidence);
    }

    private Verdict flood() {
        String text = facts.completionWords() + ", " + senders();
        double confidence = 0.5;
        if (facts.known) {
            confidence += 0.2;
            if (facts.completion < 0.1) confidence += 0.1;
            if (facts.bare || facts.change.alarms() > 0) confidence += 0.1;
        }
        return attack(Kind.FLOOD, confidence, text);
    }

    /** One that is slow is less sure, and its rate is not what does the harm. */
    private Verdict attack(Kind kind, double confidence, String evidence) {
        String slow = "";
        if (!facts.isFast()) {
            slow = ", about " + Words.count(Math.round(facts.pending())) + " half-open at a time";
            confidence -= 0.1;
        }
        return verdict(kind, confidence, evidence + slow + facts.serverWords());
    }

    /** Who asks, and with what. */
    private String senders() {
        String text = "";
        if (facts.hasTopSource()) {
            text = topSource();
        } else if (facts.isOneLink()) {
            text = Facts.prefixWords(facts.sources.prefix());
        } else {
            double each = facts.sources.requestsPerSource();
            text = Words.counted(facts.sources.estimated(), "source", "sources");
            if (each >= 1.05) text += " with " + Words.decimal(each) + " requests each";
        }
        return facts.bare ? text + ", SYNs without options, as only tools send" : text;
    }

    private String topSource() {
        Profile.Top top = facts.profile.topSource();
        return Words.percent(top.share()) + " from " + Addresses.text(top.hi(), top.lo());
    }

    private Verdict carpet() {
        String evidence =
                facts.completionWords()
                        + ", "
                        + Facts.prefixWords(facts.sources.prefix())
                        + ", "
                        + Words.decimal(facts.sources.requestsPerSource())
                        + " SYNs from each address";
        return verdict(Kind.CARPET, counts.requests() >= 500 ? 0.85 : 0.65, evidence);
    }

    private Verdict crowd() {
        boolean usual =
                facts.change.hasBaseline()
                        && facts.change.alarms() == 0
                        && (facts.change.isRecorded() || facts.episode.seconds() >= STEADY);
        if (usual) return quiet();
        String complete = Words.percent(facts.completion) + " complete";
        if (facts.completion < Facts.WELL) complete += ends();
        complete += retries();
        // whether it is usual would tell more
        if (!facts.change.isRecorded()) complete += ", no baseline to compare with";
        if (facts.hasTopSource()) {
            String systems = facts.isSeveralSystems() ? ", SYNs of several systems" : "";
            return verdict(Kind.SINGLE_CLIENT, 0.85, topSource() + systems + ", " + complete);
        }
        String evidence =
                Words.counted(facts.sources.estimated(), "source", "sources") + ", " + complete;
        return verdict(Kind.BUSY, facts.completion >= 0.8 ? 0.9 : 0.7, evidence);
    }

    private String nothing() {
        long answers = report.strays().answers();
        if (answers == 0) return "no request was captured";
        return "no request was captured, only "
                + Words.counted(answers, "answer to one", "answers to requests");
    }

    /** What there is to say when nothing stands out. */
    Verdict quiet() {
        if (counts.requests() == 0) return unsure(nothing());
        String seen = Words.counted(counts.requests(), "request", "requests");
        if (!facts.known) return unknown(seen);
        String complete = seen + ", " + complete(counts.requests(), counts.completion());
        boolean few = counts.requests() < FEW;
        if (!few && counts.share(counts.aborted()) + counts.completion() >= Facts.WELL) {
            boolean checks = facts.completion < Facts.COLLAPSE;
            if (checks) complete += ends() + ": answered, then reset, as health checks do";
            return verdict(Kind.NORMAL, checks ? 0.7 : sure(), complete);
        }
        if (facts.completion < 0.3 || facts.completion < Facts.COLLAPSE && few) {
            boolean early = facts.isFast() && facts.isCollapsed() && !isRipe();
            return unsure(early ? complete + " so far, too early to tell" : complete + ends());
        }
        if (facts.completion < Facts.WELL) complete += ends();
        return verdict(Kind.NORMAL, few ? 0.5 : sure(), complete + retries());
    }

    private double sure() {
        if (facts.completion >= Facts.WELL) return 0.9;
        return facts.completion >= Facts.COLLAPSE ? 0.7 : 0.5;
    }

    /** What is known of requests though not what became of them. */
    private Verdict unknown(String seen) {
        String evidence = facts.unknownWords() + "; " + seen;
        if (counts.unseen() > 0) {
            String goOn = counts.unseen() == 1 ? " goes on" : " of them go on";
            evidence += ", " + Words.count(counts.unseen()) + goOn + " as if answered";
        }
        if (!facts.isFast()) return unsure(evidence);
        return verdict(
                Kind.NOT_ENOUGH_EVIDENCE,
                SURE_OF_NOTHING,
                evidence + ", " + senders(),
                "To know what completes, capture both directions with all that TCP sends.",
                facts.episode);
    }

    /** What became of those that did not complete. */
    private String ends() {
        StringBuilder out = new StringBuilder();
        end(out, counts.refused(), "refused");
        end(out, counts.unanswered(), "unanswered");
        end(out, counts.halfOpen(), "half-open");
        end(out, counts.aborted(), "aborted");
        return out.toString();
    }

    private static void end(StringBuilder out, long count, String how) {
        if (count > 0) out.append(", ").append(Words.count(count)).append(' ').append(how);
    }

    private Verdict unsure(String evidence) {
        return verdict(Kind.NOT_ENOUGH_EVIDENCE, SURE_OF_NOTHING, evidence);
    }

    private Verdict verdict(Kind kind, double confidence, String evidence) {
        String advice = kind.advice(facts.server);
        return verdict(kind, confidence, evidence, advice, facts.episode);
    }

    private Verdict verdict(
            Kind kind, double confidence, String evidence, String advice, Episode when) {
        boolean above = facts.isAboveRecorded() && kind.compareTo(Kind.NORMAL) > 0;
        return new Verdict(
                kind,
                above ? Math.min(0.98, confidence + ABOVE_RECORDED) : confidence,
                facts.target.isAll() ? null : facts.target,
                above ? evidence + ", " + facts.aboveWords() : evidence,
                advice,
                when,
                Signals.of(facts, report));
    }
}
