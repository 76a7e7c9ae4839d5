package syntop.cli.block;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Prefixes;
import syntop.analyzer.count.Addresses;
import syntop.capture.decode.Prefix;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.render.Text;

/** What part of normal requests comes from what is to be blocked. */
final class BaselineShare {
    private BaselineShare() {}

    /** As words, never too low but for what the baseline forgot. */
    static String words(Baseline baseline, List<Blocked> blocked) {
        if (baseline.prefixes().fine().total() == 0) return "the baseline holds no request yet";
        Set<Prefix> noted = new LinkedHashSet<>(); // several may lie in one
        for (Blocked each : blocked) noted.add(noted(each.prefix()));
        double share = 0;
        for (Prefix prefix : noted) {
            share += baseline.prefixes().share(prefix.hi(), prefix.lo(), prefix.bits());
        }
        return share == 0
                ? "no request of the baseline came from these networks"
                : "at most "
                        + Text.percent(Math.min(1, share))
                        + " of the requests of the baseline came from these networks";
    }

    /** The prefix that a longer one is noted under. */
    private static Prefix noted(Prefix prefix) {
        long hi = prefix.hi();
        long lo = prefix.lo();
        int bits = Prefixes.fineBits(Addresses.isV4(hi, lo));
        if (prefix.bits() <= bits) return prefix;
        return new Prefix(Prefixes.fineHi(hi, lo), Prefixes.fineLo(hi, lo), bits);
    }
}
