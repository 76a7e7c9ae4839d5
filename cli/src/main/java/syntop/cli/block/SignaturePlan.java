package syntop.cli.block;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.View;
import syntop.cli.render.Text;

/** From a result by signature to what SYNs to drop, with what that would stop and hit. */
public final class SignaturePlan {
    private SignaturePlan() {}

    /** What to drop, or why nothing is. */
    public static Proposal of(Result result, Wishes wishes) throws Refusal {
        if (result.by() != View.SIGNATURE) {
            throw new Refusal(
                    result.name() + ": its rows are no signatures; make it with --by signature");
        }
        String against = Grounds.againstSignatures(result.verdict());
        List<String> remarks = Grounds.remarks(result, against, wishes.force());
        // what came to nothing is known of requests; their SYNs are the same part of all
        double attackShare =
                result.failed() <= 0 || !Grounds.isOfFailures(result.verdict())
                        ? 1
                        : (double) result.failed() / result.requests();
        double attack = result.syns() * attackShare;
        List<Signature> taken = new ArrayList<>();
        long held = 0;
        String obstacle = null;
        for (Signature signature : result.signatures()) {
            if (held >= attack * wishes.share()) break;
            String why = obstacle(signature, wishes.force());
            if (why == null) {
                taken.add(signature);
                held += signature.syns();
            } else if (obstacle == null) {
                obstacle = signature.text() + ": " + why;
            }
        }
        String shortfall = null;
        if (held < attack * wishes.share()) {
            shortfall = shortfall(held, attack, wishes.share(), obstacle);
            if (taken.isEmpty()) {
                throw new Refusal(result.name() + ": nothing to drop, " + shortfall);
            }
        }
        double share = result.syns() == 0 ? 0 : (double) held / result.syns();
        remarks.add(
                "drops: "
                        + Text.percent(share)
                        + " of all SYNs; the attack is "
                        + Text.percent(attackShare)
                        + " of the requests");
        remarks.add("hits:  " + hits(result, held, attack, taken));
        if (shortfall != null) remarks.add("WARNING: less than was asked for: " + shortfall);
        return new Proposal(
                List.of(),
                taken,
                remarks,
                shortfall,
                wishes.seconds(),
                wishes.now().plusSeconds(wishes.seconds()),
                wishes.ports());
    }

    private static String obstacle(Signature signature, boolean force) {
        String obstacle = signature.obstacle();
        if (obstacle != null || force || !signature.isUsual()) return obstacle;
        return "clients send such SYNs too";
    }

    /** Which SYNs became connections is not told by signature: only what is possible at all. */
    private static String hits(Result result, long held, double attack, List<Signature> taken) {
        if (taken.stream().noneMatch(Signature::isUsual)) {
            return "none as far as is known, clients do not send such SYNs";
        }
        if (result.completed() < 0) return "clients send such SYNs too; how many is not known";
        long least = Math.max(0, held - (long) Math.ceil(attack));
        long most = Math.min(held, result.completed());
        return "clients send such SYNs too; "
                + Text.count(Math.min(least, most))
                + " to "
                + Text.count(most)
                + " of "
                + Text.count(result.completed())
                + " completed connections";
    }

    private static String shortfall(long held, double attack, double wanted, String obstacle) {
        double share = attack == 0 ? 0 : held / attack;
        return Text.percent(share)
                + " of the attack can be dropped, asked for are "
                + Text.percent(wanted)
                + (obstacle == null ? ": the result lists no more signatures" : ": " + obstacle);
    }
}
