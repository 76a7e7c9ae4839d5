package syntop.analyzer.verdict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import syntop.analyzer.baseline.Comparison;
import syntop.analyzer.baseline.Expectation;
import syntop.analyzer.handshake.Contacter;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.Profile;
import syntop.analyzer.handshake.TargetReport;

/**
 * Comes to verdicts by fixed rules, so that each can be explained and the same report gives the
 * same verdicts: for each target, for all together where no single one stands out, and for answers
 * and scans.
 */
public final class Judge {
    private static final double ONE_ADDRESS = 0.8; // share of the requests that go to it
    private static final long MANY_FAILURES = 50; // requests to a target that matter in any case
    private static final long MANY_TOGETHER = 20; // failing requests to whatever targets
    private static final double SHARE_OF_ALL = 0.1; // below which a failing target is an aside

    private final HandshakeReport report;
    private final ServerCounts server; // null: not known
    private final List<Contacter> scanners;
    private final boolean ended;
    private final Comparison usual; // null: nothing was recorded
    private final List<Verdict> verdicts = new ArrayList<>();

    private Judge(HandshakeReport report, ServerCounts server, boolean ended, Comparison usual) {
        this.report = report;
        this.server = server;
        this.ended = ended;
        this.usual = usual;
        scanners = Scans.of(report);
    }

    /**
     * Judges.
     *
     * @param server what the kernel of the hosts that are watched counted; null: not known, or they
     *     are several
     * @param ended whether nothing more will come; else what happened a moment ago may be premature
     * @return the verdicts, the worst first, at least one; those of single targets only where they
     *     are worse than normal
     */
    public static List<Verdict> judge(HandshakeReport report, ServerCounts server, boolean ended) {
        return judge(report, server, ended, null);
    }

    /**
     * Judges by what is usual.
     *
     * @param server what the kernel counted where the targets are; null: not known
     * @param usual what was recorded; null: nothing
     */
    public static List<Verdict> judge(
            HandshakeReport report, ServerCounts server, boolean ended, Comparison usual) {
        return new Judge(report, server, ended, usual).verdicts();
    }

    /** Whether requests have jumped since a second, or before and not come down, by themselves. */
    public static boolean hasJumped(HandshakeReport report, long sinceSecond) {
        RateChange change = RateChange.of(report.all().timeline());
        return change.alarms() > 0 && change.lastAlarm() >= sinceSecond;
    }

    private List<Verdict> verdicts() {
        Facts all = facts(report.all());
        for (TargetReport target : report.targets()) {
            Verdict verdict = rules(facts(target)).verdict();
            boolean failing = verdict.kind() == Kind.HANDSHAKES_FAILING;
            if (failing && !isWorthIt(target)) continue;
            if (verdict.kind().compareTo(Kind.NORMAL) > 0) verdicts.add(verdict);
        }
        Verdict together = rules(all).verdict();
        if (isBeyondTargets(together.kind()) && isOfAll(together.kind(), all)) {
            verdicts.add(together);
        }
        outgoing();
        if (!scanners.isEmpty()) {
            Contacter first = scanners.get(0);
            String evidence = Scans.evidence(scanners, report);
            String advice = Kind.SCAN.advice(first.ours());
            Episode episode = Episodes.whole(first.timeline(), Long.MIN_VALUE);
            add(Kind.SCAN, Scans.confidence(first), evidence, advice, episode, all);
        }
        boolean flooded = verdicts.stream().anyMatch(verdict -> verdict.kind().isFlood());
        if (!flooded && Backscatter.is(report)) {
            String evidence = Backscatter.evidence(report.strays());
            String advice = Kind.BACKSCATTER.advice(server);
            Episode episode = Episodes.whole(report.strays().timeline(), report.fromSecond());
            double confidence = Backscatter.confidence(report);
            add(Kind.BACKSCATTER, confidence, evidence, advice, episode, all);
        }
        verdicts.sort(
                Comparator.comparing(Verdict::kind)
                        .thenComparing(Verdict::confidence)
                        .thenComparing(Judge::volume)
                        .reversed());
        if (verdicts.isEmpty()) verdicts.add(rules(all).quiet());
        return List.copyOf(verdicts);
    }

    private Facts facts(TargetReport target) {
        return new Facts(target, report.all(), report, server, expectation(target));
    }

    private Expectation expectation(TargetReport target) {
        if (usual == null) return null;
        return target.isAll() ? usual.all() : usual.target(target.hi(), target.lo(), target.port());
    }

    private TargetRules rules(Facts facts) {
        return new TargetRules(facts, report, ended);
    }

    private void add(
            Kind kind,
            double confidence,
            String evidence,
            String advice,
            Episode episode,
            Facts all) {
        List<Signal> signals = Signals.of(all, report);
        verdicts.add(new Verdict(kind, confidence, null, evidence, advice, episode, signals));
    }

    /** Whether failures matter: they are many, or a part of all, and no scanner's own. */
    private boolean isWorthIt(TargetReport target) {
        Profile.Top top = target.profile().topSource();
        for (Contacter scanner : scanners) {
            boolean same = scanner.hi() == top.hi() && scanner.lo() == top.lo();
            if (same && top.share() >= 0.5) return false;
        }
        long requests = target.counts().requests();
        return requests >= MANY_FAILURES
                || requests >= report.all().counts().requests() * SHARE_OF_ALL;
    }

    /** Whether a verdict on all targets together says more than those on single ones. */
    private boolean isBeyondTargets(Kind kind) {
        if (!kind.isFlood() && kind != Kind.HANDSHAKES_FAILING) return false;
        return verdicts.stream().allMatch(verdict -> verdict.kind().compareTo(kind) < 0);
    }

    /**
     * Requests to many targets are a flood of one address, or forged; what one source sends to many
     * ports is a scan.
     */
    private boolean isOfAll(Kind kind, Facts all) {
        if (kind == Kind.FLOOD_FORGED) return true;
        if (!scanners.isEmpty()) return false;
        if (kind == Kind.HANDSHAKES_FAILING) {
            return all.completion < 0.1 && all.counts.requests() >= MANY_TOGETHER;
        }
        return all.profile.topServer().share() >= ONE_ADDRESS;
    }

    private void outgoing() {
        List<TargetReport> targets = new ArrayList<>(report.out().targets());
        targets.add(report.out().all());
        for (TargetReport target : targets) {
            Facts facts = new Facts(target, report.out().all(), report, null, null);
            Verdict verdict = rules(facts).verdict();
            if (verdict.kind() != Kind.FLOOD && verdict.kind() != Kind.FLOOD_FORGED) continue;
            boolean scan = target.isAll() && !scanners.isEmpty();
            if (!scan) verdicts.add(verdict.as(Kind.OUTBOUND_FLOOD));
        }
    }

    private static long volume(Verdict verdict) {
        return verdict.target() == null ? 0 : verdict.target().counts().syns();
    }
}
