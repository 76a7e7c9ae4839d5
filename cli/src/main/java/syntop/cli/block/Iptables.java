package syntop.cli.block;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.values.Prefixes;

/** A rule of iptables or ip6tables for each prefix. They stop by themselves at a time. */
class Iptables extends RuleFormat {
    /** The name of the chain. */
    String chain() {
        return "SYNTOP";
    }

    @Override
    String loading() {
        return "sh FILE, as root; slow from some hundred prefixes on, --as ipset is not";
    }

    @Override
    String ending(Proposal proposal) {
        return "the rules stop at " + utc(proposal.until()) + " UTC, and stay until undone";
    }

    @Override
    public int mostPorts() {
        return 15; // of the module multiport
    }

    @Override
    String looking() {
        return "iptables -t raw -vnL " + chain() + "; ip6tables -t raw -vnL " + chain();
    }

    @Override
    List<String> undo(Proposal proposal) {
        List<String> commands = new ArrayList<>();
        for (boolean v4 : families(proposal)) {
            String raw = tool(v4) + " -w -t raw ";
            String jump = raw + "-D PREROUTING -j " + chain();
            commands.add(jump + "; " + raw + "-F " + chain() + "; " + raw + "-X " + chain());
        }
        return commands;
    }

    /** The families that there is something of. */
    List<Boolean> families(Proposal proposal) {
        List<Boolean> families = new ArrayList<>();
        if (!proposal.of(true).isEmpty()) families.add(true);
        if (!proposal.of(false).isEmpty()) families.add(false);
        return families;
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        for (boolean v4 : families(proposal)) {
            List<String> lines = new ArrayList<>();
            lines.add(untilThen(proposal));
            for (Blocked each : proposal.of(v4)) {
                lines.add("# " + about(each));
                String source = " -s " + Prefixes.text(each.prefix());
                lines.add(rule(source + limit(proposal) + " -j DROP"));
            }
            chain(tool(v4), lines, out);
        }
    }

    /** The rule that passes over the rest of the chain once the time is over. */
    final String untilThen(Proposal proposal) {
        return rule(" -m time --datestart " + utc(proposal.until()) + " -j RETURN");
    }

    /** A line that adds a rule, which begins with a blank, to the chain. */
    final String rule(String rule) {
        return "-A " + chain() + rule;
    }

    /** What limits a rule to the ports, with a blank before it; nothing without any. */
    static String limit(Proposal proposal) {
        if (proposal.ports().isEmpty()) return "";
        return " -p tcp -m multiport --dports " + ports(proposal);
    }

    /** Writes the commands that make the chain, in place of what was in it, and have it used. */
    final void chain(String tool, List<String> lines, PrintWriter out) {
        out.print(tool + "-restore -w --noflush <<'END'\n");
        out.print("*raw\n:" + chain() + " - [0:0]\n"); // makes it, or empties it
        for (String line : lines) out.print(line + '\n');
        out.print("COMMIT\nEND\n");
        String jump = "PREROUTING -j " + chain();
        out.print(tool + " -w -t raw -C " + jump + " 2>/dev/null ||\n");
        out.print("    " + tool + " -w -t raw -I " + jump + '\n');
    }

    /** The program for a family. */
    static String tool(boolean v4) {
        return v4 ? "iptables" : "ip6tables";
    }
}
