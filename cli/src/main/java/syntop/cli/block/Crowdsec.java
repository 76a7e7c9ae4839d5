package syntop.cli.block;

import java.io.PrintWriter;
import java.util.List;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.values.Prefixes;

/** Decisions for {@code cscli decisions import}, as JSON or CSV. Neither has comments. */
final class Crowdsec extends RuleFormat {
    private static final String REASON = "syntop-block";

    private final boolean csv;

    /** Of either kind. */
    Crowdsec(boolean csv) {
        this.csv = csv;
    }

    @Override
    String comment() {
        return null;
    }

    @Override
    String firstLine() {
        return csv ? "duration,scope,type,value,reason" : null;
    }

    @Override
    String loading() {
        return "cscli decisions import -i FILE." + (csv ? "csv" : "json");
    }

    @Override
    String looking() {
        return "cscli decisions list --scenario " + REASON;
    }

    @Override
    List<String> undo(Proposal proposal) {
        return List.of("cscli decisions delete --scenario " + REASON);
    }

    @Override
    public int mostPorts() {
        return 0;
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        String duration = proposal.seconds() + "s";
        if (csv) {
            for (Blocked each : proposal.blocked()) {
                String value = Prefixes.text(each.prefix());
                out.print(String.join(",", duration, scope(value), "ban", value, REASON) + '\n');
            }
            return;
        }
        out.print("[\n");
        int left = proposal.blocked().size();
        for (Blocked each : proposal.blocked()) {
            String value = Prefixes.text(each.prefix()); // like all else here needs no escaping
            out.print("{\"duration\": \"" + duration + "\", \"scope\": \"" + scope(value));
            out.print("\", \"type\": \"ban\", \"value\": \"" + value);
            out.print("\", \"reason\": \"" + REASON + "\"}" + (--left > 0 ? "," : "") + '\n');
        }
        out.print("]\n");
    }

    private static String scope(String value) {
        return value.indexOf('/') < 0 ? "ip" : "range";
    }
}
