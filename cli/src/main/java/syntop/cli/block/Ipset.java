package syntop.cli.block;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.values.Prefixes;

/**
 * An ipset for each family, whose entries end by themselves, and a rule of iptables that asks it.
 */
final class Ipset extends Iptables {
    private static final int USUAL_MOST = 65_536; // entries of a set that nobody has said more of

    @Override
    String loading() {
        return "sh FILE, as root; iptables, ip6tables and ipset must be there";
    }

    @Override
    String ending(Proposal proposal) {
        return "each entry ends " + proposal.seconds() + " s after it was loaded";
    }

    @Override
    String looking() {
        return "ipset list syntop4; ipset list syntop6";
    }

    @Override
    List<String> undo(Proposal proposal) {
        List<String> commands = new ArrayList<>(super.undo(proposal));
        // after the rules, which hold the sets
        for (boolean v4 : families(proposal)) commands.add("ipset destroy " + set(v4));
        return commands;
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        for (boolean v4 : families(proposal)) {
            fill(proposal, v4, out);
            String match = " -m set --match-set " + set(v4) + " src -j DROP";
            chain(tool(v4), List.of(rule(limit(proposal) + match)), out);
        }
    }

    /** Fills a new set and puts it in the place of the old one at once. */
    private static void fill(Proposal proposal, boolean v4, PrintWriter out) {
        List<Blocked> blocked = proposal.of(v4);
        String made = set(v4) + "-new";
        out.print("ipset -q destroy " + made + '\n');
        out.print("ipset restore <<'END'\n");
        out.print("create " + made + " hash:net family " + (v4 ? "inet" : "inet6"));
        out.print(" maxelem " + Math.max(USUAL_MOST, blocked.size()));
        out.print(" timeout " + proposal.seconds() + " counters\n");
        for (Blocked each : blocked) {
            out.print("# " + about(each) + '\n');
            out.print("add " + made + ' ' + Prefixes.text(each.prefix()) + '\n');
        }
        out.print("END\n");
        out.print("if ipset -q list -n " + set(v4) + " >/dev/null; then\n");
        out.print("    ipset swap " + made + ' ' + set(v4) + " && ipset destroy " + made + '\n');
        out.print("else\n    ipset rename " + made + ' ' + set(v4) + "\nfi\n");
    }

    private static String set(boolean v4) {
        return v4 ? "syntop4" : "syntop6";
    }
}
