package syntop.analyzer.verdict;

import java.util.List;
import syntop.analyzer.handshake.TargetReport;

/**
 * What the requests to a target, or to all, mean. Immutable.
 *
 * @param kind what it is
 * @param confidence 0 to 1: how much would have to be otherwise for another verdict
 * @param target whose requests, or null when it is not about one target
 * @param evidence what decided, one sentence or two without a final dot
 * @param advice what to do; may be empty
 * @param episode when it happened, or null when nothing has a time; of a scan its targets count, of
 *     backscatter the answers
 * @param signals all that was measured
 */
public record Verdict(
        Kind kind,
        double confidence,
        TargetReport target,
        String evidence,
        String advice,
        Episode episode,
        List<Signal> signals) {
    /** Copies the list. */
    public Verdict {
        signals = List.copyOf(signals);
    }

    /** The same of another kind, with its advice. */
    Verdict as(Kind other) {
        return new Verdict(
                other, confidence, target, evidence, other.advice(null), episode, signals);
    }

    /** The confidence in a word: high, medium or low. */
    public String confidenceWord() {
        if (confidence >= 0.85) return "high";
        return confidence >= 0.6 ? "medium" : "low";
    }
}
