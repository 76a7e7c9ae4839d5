package syntop.cli.block;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.render.Text;

/**
 * A tool that blocks, and how it is told. What is written can be loaded again and again: it takes
 * the place of what an earlier proposal has left.
 */
public abstract class RuleFormat {
    private static final String[] OF_ADDRESSES = {
        "nftables", "ipset", "iptables", "route", "crowdsec", "crowdsec-csv", "fail2ban"
    };
    private static final String[] OF_SIGNATURES = {"nftables", "bpf"};
    private static final DateTimeFormatter TO_THE_SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /** For a rule in a packet filter: packets are dropped before they cost anything. */
    static final int RAW_PRIORITY = -300;

    /** What a comment begins with, or null where there are none. */
    String comment() {
        return "# ";
    }

    /** The first line, or null. */
    String firstLine() {
        return "#!/bin/sh";
    }

    /**
     * The format of a name.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static RuleFormat of(String name, boolean signatures) {
        String[] names = signatures ? OF_SIGNATURES : OF_ADDRESSES;
        int at = List.of(names).indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "--as must be one of "
                            + String.join(", ", names)
                            + (signatures ? " with --by signature" : "")
                            + ", got "
                            + name);
        }
        return switch (name) {
            case "nftables" -> signatures ? new NftSignature() : new Nftables();
            case "bpf" -> new BpfSignature();
            case "ipset" -> new Ipset();
            case "iptables" -> new Iptables();
            case "route" -> new Routes();
            case "crowdsec" -> new Crowdsec(false);
            case "crowdsec-csv" -> new Crowdsec(true);
            default -> new Fail2ban();
        };
    }

    /** How it is loaded, and tried first where that can be done. */
    abstract String loading();

    /** How to see what it does. */
    abstract String looking();

    /** When it ends. */
    String ending(Proposal proposal) {
        return "each entry ends " + proposal.seconds() + " s after it was loaded";
    }

    /** The commands that remove every trace. */
    abstract List<String> undo(Proposal proposal);

    /** Ports that it can be limited to at most; 0: it blocks every port. */
    public int mostPorts() {
        return 1000;
    }

    /** Writes the rules alone. */
    abstract void rules(Proposal proposal, PrintWriter out);

    /** Writes the rules, and above them what they do, when they end and how to undo them. */
    public final void write(Proposal proposal, PrintWriter out) {
        if (firstLine() != null) out.print(firstLine() + '\n');
        if (comment() != null) {
            for (String line : explanation(proposal)) out.print((comment() + line).strip() + '\n');
        }
        rules(proposal, out);
    }

    /** What is to be said to people elsewhere, as the format has no comments; else empty. */
    public final List<String> aside(Proposal proposal) {
        return comment() == null ? explanation(proposal) : List.of();
    }

    private List<String> explanation(Proposal proposal) {
        List<String> lines = new ArrayList<>(proposal.remarks());
        if (!proposal.ports().isEmpty() && mostPorts() == 0) {
            lines.add("not limited to ports, which it cannot be: everything from them is blocked");
        }
        lines.add("load: " + loading());
        lines.add("look: " + looking());
        lines.add("end:  " + ending(proposal));
        for (String command : undo(proposal)) lines.add("undo: " + command);
        return lines;
    }

    /** What is said of an entry. */
    static String about(Blocked blocked) {
        String requests = Text.counted(blocked.requests(), "request", "requests");
        return blocked.completed() < 0
                ? requests
                : requests + ", " + Text.count(blocked.completed()) + " completed";
    }

    /** A time as in 2026-11-21T10:01:28, UTC. */
    static String utc(Instant time) {
        return TO_THE_SECOND.format(time);
    }

    /** Ports with commas between them. */
    static String ports(Proposal proposal) {
        return proposal.ports().stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
