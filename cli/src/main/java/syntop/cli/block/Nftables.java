package syntop.cli.block;

import java.io.PrintWriter;
import java.util.List;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.values.Prefixes;

/** A table of nftables with a set for each family, whose entries end by themselves. */
final class Nftables extends RuleFormat {
    @Override
    String firstLine() {
        return "#!/usr/sbin/nft -f";
    }

    @Override
    String loading() {
        return "nft -f FILE   (nft -c -f FILE only checks)";
    }

    @Override
    String looking() {
        return "nft list table inet syntop";
    }

    @Override
    List<String> undo(Proposal proposal) {
        return List.of("nft delete table inet syntop");
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        // the first line makes the second one right where there is no such table
        out.print("table inet syntop\ndelete table inet syntop\ntable inet syntop {\n");
        set(proposal, true, out);
        set(proposal, false, out);
        out.print("    chain prerouting {\n");
        out.print("        type filter hook prerouting priority " + RAW_PRIORITY);
        out.print("; policy accept;\n");
        String ports = proposal.ports().isEmpty() ? "" : "tcp dport { " + ports(proposal) + " } ";
        out.print("        " + ports + "ip saddr @sources4 drop\n");
        out.print("        " + ports + "ip6 saddr @sources6 drop\n");
        out.print("    }\n}\n");
    }

    private static void set(Proposal proposal, boolean v4, PrintWriter out) {
        out.print("    set sources" + (v4 ? 4 : 6) + " {\n");
        out.print("        type " + (v4 ? "ipv4_addr" : "ipv6_addr") + '\n');
        out.print("        flags interval,timeout\n");
        out.print("        counter\n");
        out.print("        timeout " + proposal.seconds() + "s\n");
        List<Blocked> blocked = proposal.of(v4);
        if (!blocked.isEmpty()) {
            out.print("        elements = {\n");
            for (Blocked each : blocked) {
                out.print("            " + Prefixes.text(each.prefix()) + ',');
                out.print(" # " + about(each) + '\n');
            }
            out.print("        }\n");
        }
        out.print("    }\n");
    }
}
