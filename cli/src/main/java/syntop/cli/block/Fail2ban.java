package syntop.cli.block;

import java.io.PrintWriter;
import java.util.List;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.values.Prefixes;

/**
 * A jail of its own for fail2ban, made at run time. Its action takes networks and blocks every
 * port: those that come with fail2ban do not take networks, or block the port of the jail alone.
 */
final class Fail2ban extends RuleFormat {
    private static final String CLIENT = "fail2ban-client ";
    private static final int MOST_AT_ONCE = 100; // a command line has an end
    private static final String TABLE = "inet syntop_fail2ban";

    @Override
    String loading() {
        return "sh FILE, as root; fail2ban 0.10 or later is running, and nft is there";
    }

    @Override
    String looking() {
        return CLIENT + "status syntop; nft list table " + TABLE;
    }

    @Override
    List<String> undo(Proposal proposal) {
        // a ban that is only stopped comes back from the database with the next jail of that name
        return List.of(
                CLIENT
                        + "get syntop banip | xargs -r "
                        + CLIENT
                        + "set syntop unbanip; "
                        + CLIENT
                        + "stop syntop");
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        out.print("if " + CLIENT + "status syntop >/dev/null 2>&1; then\n    ");
        out.print(undo(proposal).get(0) + "\nfi\n");
        out.print(CLIENT + "add syntop polling\n");
        out.print(CLIENT + "set syntop bantime " + proposal.seconds() + '\n');
        out.print(CLIENT + "set syntop addaction block\n");
        action("actionstart", "nft 'table " + TABLE + " { " + table(proposal) + " }'", out);
        action("actionstop", "nft delete table " + TABLE, out);
        String element = "case <ip> in *:*) s=sources6;; *) s=sources4;; esac; nft %s element ";
        element += TABLE + " $s \"{ <ip> }\"";
        action("actionban", element.formatted("add"), out);
        action("actionunban", element.formatted("delete"), out);
        out.print(CLIENT + "start syntop\n");
        List<Blocked> blocked = proposal.blocked();
        for (int from = 0; from < blocked.size(); from += MOST_AT_ONCE) {
            out.print(CLIENT + "set syntop banip");
            int to = Math.min(from + MOST_AT_ONCE, blocked.size());
            for (Blocked each : blocked.subList(from, to)) {
                out.print(" \\\n    " + Prefixes.text(each.prefix()));
            }
            out.print('\n');
        }
    }

    private static String table(Proposal proposal) {
        String ports = proposal.ports().isEmpty() ? "" : "tcp dport { " + ports(proposal) + " } ";
        return "set sources4 { type ipv4_addr; flags interval; }; "
                + "set sources6 { type ipv6_addr; flags interval; }; "
                + "chain prerouting { type filter hook prerouting priority "
                + RAW_PRIORITY
                + "; "
                + ports
                + "ip saddr @sources4 drop; "
                + ports
                + "ip6 saddr @sources6 drop; };";
    }

    private static void action(String name, String command, PrintWriter out) {
        String quoted = command.replace("'", "'\\''");
        out.print(CLIENT + "set syntop action block " + name + " \\\n    '" + quoted + "'\n");
    }
}
