package syntop.cli.block;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.verdict.Kind;

/** Whether a verdict is a ground to block, and what is said of it. */
final class Grounds {
    private Grounds() {}

    /**
     * Lines that say what the verdict was and when, and that it was overruled where it was.
     *
     * @param reason why not to block, or null
     * @throws Refusal for a reason that is not overruled
     */
    static List<String> remarks(Result result, String reason, boolean force) throws Refusal {
        if (reason != null && !force) {
            throw new Refusal(
                    result.name() + ": " + reason + "; --force prints rules all the same");
        }
        List<String> remarks = new ArrayList<>();
        if (reason != null) remarks.add("WARNING: forced, though " + reason);
        remarks.add(
                result.verdict() == null
                        ? "syntop block: no verdict"
                        : "syntop block: the verdict is "
                                + result.verdict().key()
                                + ", confidence "
                                + Math.round(result.confidence() * 100)
                                + '%');
        if (result.from() != null && result.to() != null) {
            String from = RuleFormat.utc(result.from());
            remarks.add("seen:  " + from + " to " + RuleFormat.utc(result.to()) + " UTC");
        }
        if (result.estimated()) remarks.add("about: counts are estimates, from a sample");
        return remarks;
    }

    /** Whether the attack are the requests that came to nothing; else, all of them. */
    static boolean isOfFailures(Kind verdict) {
        if (verdict == null) return false;
        return switch (verdict) {
            case NORMAL, BUSY, SINGLE_CLIENT, NOT_ENOUGH_EVIDENCE -> false;
            default -> true;
        };
    }

    /** Why not to block by address, or null. */
    static String againstAddresses(Kind verdict) {
        if (verdict == null) return "there is no verdict in it";
        return switch (verdict) {
            case FLOOD, SCAN, SINGLE_CLIENT -> null;
            default -> against(verdict);
        };
    }

    /** Why not to drop by signature, or null. */
    static String againstSignatures(Kind verdict) {
        if (verdict == null) return "there is no verdict in it";
        return switch (verdict) {
            case FLOOD, FLOOD_FORGED, CARPET, SCAN -> null;
            case SINGLE_CLIENT -> "it is a single client; block its address";
            default -> against(verdict);
        };
    }

    private static String against(Kind verdict) {
        String why =
                switch (verdict) {
                    case FLOOD_FORGED ->
                            "the sources are forged, to block them hits others and stops nothing;"
                                    + " drop by signature (--by signature), keep SYN cookies on";
                    case CARPET ->
                            "the sources are forged, they are whom our answers are to hit; limit"
                                    + " SYN-ACKs to them";
                    case BUSY -> "these are clients, and they are served";
                    case HANDSHAKES_FAILING -> "it is the server that fails, not its clients";
                    case BACKSCATTER -> "those who answer are victims";
                    case OUTBOUND_FLOOD -> "it is this host that sends, stop that";
                    case NOT_ENOUGH_EVIDENCE -> "watch longer, or both directions";
                    default -> "nothing is to be blocked";
                };
        return "the verdict is " + verdict.key() + ": " + why;
    }
}
