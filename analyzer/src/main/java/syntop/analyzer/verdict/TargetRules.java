package syntop.analyzer.verdict;

import syntop.analyzer.count.Addresses;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Profile;

/**
 * The rules for the requests to one target, or to all. A flood is never one number alone: the rate,
 * and that handshakes are not completed; and for forged sources three signs of them. Where
 * completion is unknown, only what no client does makes a flood: sources drawn at random, or, when
 * not a single segment but SYNs and answers was captured, SYNs without any option.
 */
final class TargetRules {
    private static final int FORGED_SIGNS = 3; // of 5
    private static final long FEW = 10; // requests
    private static final double FAILING_RETRIES = 0.3;
    private static final double ABOVE_RECORDED = 0.05; // surer, than without a baseline
    private static final long STEADY = 120; // seconds after which a rate without a jump is usual

    /** Seconds until clients on any path would have acknowledged an answer. */
    private static final long TO_ACKNOWLEDGE = 2;

    /** Seconds until clients of any system would have tried again. */
    private static final long TO_TRY_AGAIN = 4;

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
        if (!facts.isFast()) {
            boolean carpet = collapsed && counts.requests() >= 50 && facts.isCarpet();
            return carpet ? carpet() : quiet();
        }
        if (facts.known && !collapsed) return crowd();
        if (isForged()) return forged();
        if (collapsed && facts.isCarpet()) return carpet();
        boolean flood = collapsed ? isRipe() : facts.bare && !facts.isOneWay() && nobodyGoesOn();
        return flood ? flood() : quiet();
    }

    private boolean isForged() {
        if (facts.forgedSigns() < FORGED_SIGNS || facts.hasTopSource()) return false;
        return facts.known || (facts.uniform || facts.impossible) && !facts.isOneWay();
    }

    private boolean nobodyGoesOn() {
        return report.plain() == 0 && report.fins() == 0 && !facts.blind;
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

    /** Real clients that get no answer try again, or are refused. */
    private boolean isFailing() {
        boolean crafted = facts.bare || facts.forgedSigns() >= 2;
        boolean retried = counts.retransmissionShare() >= FAILING_RETRIES;
        boolean refused = counts.share(counts.refused()) >= 0.8 && !crafted;
        if (facts.isFast()) return retried && !crafted || refused;
        long tries = counts.requests() + counts.retransmissions();
        boolean enough = counts.requests() >= 5 || tries >= 5 && counts.retransmissions() >= 3;
        return enough && (retried || refused || counts.requests() >= FEW && hadTime());
    }

    private Verdict failing() {
        double of = Math.max(1, counts.requests());
        String how;
        if (counts.refused() >= counts.unanswered() && counts.refused() >= counts.halfOpen()) {
            how = Words.percent(counts.refused() / of) + " are refused";
        } else if (counts.unanswered() >= counts.halfOpen()) {
            how = Words.percent(counts.unanswered() / of) + " get no answer";
            if (counts.retransmissions() > 0) {
                how +=
                        ", "
                                + Words.percent(counts.retransmissionShare())
                                + " of the SYNs are retries";
            }
        } else {
            how = Words.percent(counts.halfOpen() / of) + " are answered and never completed";
        }
        if (facts.server != null && facts.server.overflows() > 0) {
            how += ", the program does not accept what waits for it";
        }
        double confidence = counts.requests() >= 50 ? 0.9 : counts.requests() >= FEW ? 0.7 : 0.5;
        String what = Words.counted(counts.requests(), "request", "requests") + ", " + how;
        return verdict(Kind.HANDSHAKES_FAILING, confidence, what);
    }

    private Verdict forged() {
        double confidence =
                Math.min(0.97, 0.5 + 0.1 * facts.forgedSigns() + (facts.known ? 0.1 : -0.1));
        String evidence = facts.completionWords() + ", " + String.join(", ", facts.forgedWords());
        return verdict(Kind.FLOOD_FORGED, confidence, evidence + facts.serverWords());
    }

    private Verdict flood() {
        StringBuilder text = new StringBuilder(facts.completionWords());
        if (facts.hasTopSource()) {
            text.append(", ").append(topSource());
        } else {
            text.append(", ")
                    .append(Words.counted(facts.sources.estimated(), "source", "sources"))
                    .append(" with ")
                    .append(Words.decimal(facts.sources.requestsPerSource()))
                    .append(" requests each");
        }
        if (facts.bare) text.append(", SYNs without options, as only tools send");
        double confidence = 0.5;
        if (facts.known) {
            confidence += 0.2;
            if (facts.completion < 0.1) confidence += 0.1;
            if (facts.bare || facts.change.alarms() > 0) confidence += 0.1;
        }
        return verdict(Kind.FLOOD, confidence, text + facts.serverWords());
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
                        + " SYN per source";
        return verdict(Kind.CARPET, counts.requests() >= 500 ? 0.85 : 0.65, evidence);
    }

    private Verdict crowd() {
        boolean usual =
                facts.change.hasBaseline()
                        && facts.change.alarms() == 0
                        && (facts.change.isRecorded() || facts.episode.seconds() >= STEADY);
        if (usual) return quiet();
        String complete = Words.percent(facts.completion) + " complete";
        if (facts.hasTopSource()) {
            return verdict(Kind.SINGLE_CLIENT, 0.85, topSource() + ", " + complete);
        }
        String evidence =
                Words.counted(facts.sources.estimated(), "source", "sources") + ", " + complete;
        return verdict(Kind.BUSY, facts.completion >= 0.8 ? 0.9 : 0.7, evidence);
    }

    private String nothing() {
        long answers = report.strays().answers();
        if (answers == 0) return "no request was captured";
        return "no request was captured, but "
                + Words.counted(answers, "answer to one", "answers to some");
    }

    /** What there is to say when nothing stands out. */
    Verdict quiet() {
        if (counts.requests() == 0) return unsure(nothing());
        String seen = Words.counted(counts.requests(), "request", "requests");
        if (!facts.known) {
            String evidence = facts.unknownWords() + "; " + seen;
            if (counts.unseen() > 0) {
                evidence += ", " + Words.count(counts.unseen()) + " of them go on as if answered";
            }
            return unsure(evidence);
        }
        String complete = seen + ", " + Words.percent(counts.completion()) + " complete";
        if (facts.completion < 0.3
                || facts.completion < Facts.COLLAPSE && counts.requests() < FEW) {
            boolean early = facts.isFast() && facts.isCollapsed() && !isRipe();
            return unsure(early ? complete + " so far, too early to tell" : complete + ends());
        }
        double confidence = counts.requests() < FEW ? 0.5 : facts.completion >= 0.8 ? 0.9 : 0.7;
        return verdict(Kind.NORMAL, confidence, complete);
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
        return verdict(Kind.NOT_ENOUGH_EVIDENCE, 0.9, evidence);
    }

    private Verdict verdict(Kind kind, double confidence, String evidence) {
        boolean above = facts.isAboveRecorded() && kind.compareTo(Kind.NORMAL) > 0;
        return new Verdict(
                kind,
                above ? Math.min(0.98, confidence + ABOVE_RECORDED) : confidence,
                facts.target.isAll() ? null : facts.target,
                above ? evidence + ", " + facts.aboveWords() : evidence,
                kind.advice(facts.server),
                facts.episode,
                Signals.of(facts, report));
    }
}
