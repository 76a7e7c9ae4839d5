package syntop.cli.block;

import java.io.PrintWriter;
import java.util.List;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.values.Prefixes;

/** Routes into nothing: what comes in still does, but nothing goes back. */
final class Routes extends RuleFormat {
    private static final int PROTOCOL = 83; // a number that no routing daemon has, to know them by

    @Override
    String loading() {
        return "sh FILE, as root; SYNs still come in and are not answered";
    }

    @Override
    String ending(Proposal proposal) {
        return "never by itself: undo it at " + utc(proposal.until()) + " UTC";
    }

    @Override
    String looking() {
        return "ip -4 route show type blackhole; ip -6 route show type blackhole";
    }

    @Override
    List<String> undo(Proposal proposal) {
        return List.of(flush("-4"), flush("-6"));
    }

    @Override
    public int mostPorts() {
        return 0;
    }

    private static String flush(String family) {
        return "ip " + family + " route flush type blackhole proto " + PROTOCOL;
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        out.print(flush("-4") + '\n' + flush("-6") + '\n');
        family(proposal, true, out);
        family(proposal, false, out);
    }

    /** Adds, and never replaces: there may be a route of somebody else. */
    private static void family(Proposal proposal, boolean v4, PrintWriter out) {
        List<Blocked> blocked = proposal.of(v4);
        if (blocked.isEmpty()) return;
        out.print("ip " + (v4 ? "-4" : "-6") + " -force -batch - <<'END'\n");
        for (Blocked each : blocked) {
            out.print("# " + about(each) + '\n');
            out.print("route add blackhole " + Prefixes.text(each.prefix()));
            out.print(" proto " + PROTOCOL + '\n');
        }
        out.print("END\n");
    }
}
