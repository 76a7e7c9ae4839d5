package syntop.cli.block;

import java.io.PrintWriter;
import java.util.List;
import syntop.cli.block.Signature.Fixed;
import syntop.cli.render.Text;

/** Rules of nftables that drop SYNs by what they look like, whoever sends them. */
final class NftSignature extends RuleFormat {
    private static final String TABLE = "table inet syntop_signature";

    @Override
    String firstLine() {
        return "#!/usr/sbin/nft -f";
    }

    @Override
    String loading() {
        return "nft -f FILE   (nft -c -f FILE only checks)";
    }

    @Override
    String ending(Proposal proposal) {
        return "the rules stop " + proposal.seconds() + " s after they were loaded";
    }

    @Override
    String looking() {
        return "nft list " + TABLE;
    }

    @Override
    List<String> undo(Proposal proposal) {
        return List.of("nft delete " + TABLE);
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        out.print(TABLE + "\ndelete " + TABLE + '\n' + TABLE + " {\n");
        // an entry can end by itself, a rule cannot
        out.print("    set active {\n        type inet_proto\n        flags timeout\n");
        out.print("        elements = { tcp timeout " + proposal.seconds() + "s }\n    }\n");
        out.print("    chain prerouting {\n");
        out.print("        type filter hook prerouting priority " + RAW_PRIORITY);
        out.print("; policy accept;\n");
        for (Signature signature : proposal.signatures()) {
            out.print("        # " + signature.text() + ", ");
            out.print(Text.counted(signature.syns(), "SYN", "SYNs") + '\n');
            for (String hops : new String[] {"ip ttl", "ip6 hoplimit"}) {
                out.print("        meta l4proto @active " + hops + ' ' + signature.leastTtl());
                out.print("-" + signature.ttlClass() + ' ' + match(proposal, signature));
                out.print(" counter drop\n");
            }
        }
        out.print("    }\n}\n");
    }

    private static String match(Proposal proposal, Signature signature) {
        StringBuilder match = new StringBuilder();
        if (!proposal.ports().isEmpty()) {
            match.append("tcp dport { ").append(ports(proposal)).append(" } ");
        }
        match.append("tcp flags & (syn | ack) == syn tcp window ").append(signature.window());
        int words = signature.headerWords();
        if (words > 0) match.append(" tcp doff ").append(words);
        for (Fixed fixed : signature.fixed()) {
            match.append(" @th,").append(fixed.off() * 8).append(',').append(fixed.length() * 8);
            match.append(" 0x").append(Long.toHexString(fixed.value()));
        }
        return match.toString();
    }
}
