package syntop.cli.render;

import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.Snapshot;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.count.Addresses;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport.Precision;
import syntop.analyzer.handshake.Percentiles;
import syntop.analyzer.handshake.TargetReport;
import syntop.analyzer.verdict.Episode;
import syntop.analyzer.verdict.Kind;
import syntop.analyzer.verdict.Signal;
import syntop.analyzer.verdict.Verdict;

/** The verdict and the handshake figures in the words that the table and the live view share. */
final class VerdictLines {
    private static final String WIDE_GAP = "      ";
    private static final int SIGNAL_COLUMNS = 25; // the longest name has 23
    private static final long SECONDS_OF_DAY = 86_400;

    private VerdictLines() {}

    /** What it is, of what, how fast and how sure: on one line where that fits. */
    static List<String> title(Snapshot snapshot, int width) {
        Verdict verdict = snapshot.verdicts().get(0);
        List<String> parts = new ArrayList<>();
        parts.add(verdict.kind().title());
        if (verdict.target() != null) parts.add(target(verdict.target()));
        Episode episode = verdict.episode();
        // less than one in two seconds is no rate to speak of
        if (episode != null && verdict.target() != null && episode.rate() >= 0.5) {
            Usual usual = snapshot.usual(verdict);
            String rate = Text.rate(episode.rate());
            parts.add(
                    usual == null
                            ? rate + " requests/s"
                            : rate + "/s (usual " + Totals.rate(usual.perSecond()) + ")");
        }
        if (verdict.kind() != Kind.NOT_ENOUGH_EVIDENCE) {
            parts.add("confidence " + verdict.confidenceWord());
        }
        for (String gap : new String[] {WIDE_GAP, "   ", "  "}) {
            String line = String.join(gap, parts);
            if (line.length() <= width) return List.of(line);
        }
        List<String> lines = new ArrayList<>(wrap(parts, "  ", "", "  ", width));
        return lines;
    }

    /** Address and port. */
    static String target(TargetReport target) {
        String address = Addresses.text(target.hi(), target.lo());
        boolean v6 = !Addresses.isV4(target.hi(), target.lo());
        return (v6 ? "[" + address + "]" : address) + ":" + target.port();
    }

    /** Why, when and what to do; each begins on a line of its own. */
    static List<String> body(Verdict verdict, int width) {
        List<String> lines = new ArrayList<>(words(verdict.evidence(), width));
        boolean quiet = verdict.kind().compareTo(Kind.NORMAL) <= 0;
        if (!quiet && verdict.episode() != null) lines.addAll(words(when(verdict), width));
        // that there is nothing to do goes without saying
        boolean calm = verdict.kind() == Kind.NORMAL;
        if (!calm && !verdict.advice().isEmpty()) lines.addAll(words(verdict.advice(), width));
        return lines;
    }

    private static String when(Verdict verdict) {
        Episode episode = verdict.episode();
        boolean oneDay =
                Math.floorDiv(episode.startSecond(), SECONDS_OF_DAY)
                        == Math.floorDiv(episode.endSecond(), SECONDS_OF_DAY);
        String from = Text.time(episode.startSecond());
        String to = oneDay ? Text.timeOfDay(episode.endSecond()) : Text.time(episode.endSecond());
        String peak =
                oneDay ? Text.timeOfDay(episode.peakSecond()) : Text.time(episode.peakSecond());
        String when = from + " - " + to + " UTC";
        if (episode.peakRequests() <= 1) return when;
        String what =
                switch (verdict.kind()) {
                    case SCAN -> " new targets/s at ";
                    case BACKSCATTER -> " answers/s at ";
                    default -> " requests/s at ";
                };
        return when + ", peak " + Text.count(episode.peakRequests()) + what + peak;
    }

    /** All that was measured for a verdict, each with its value; may be longer than a line. */
    static List<String> signals(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        lines.add("signals, * away from normal (see syntop explain verdict)");
        for (Signal signal : verdict.signals()) {
            String name = signal.name() + " ".repeat(SIGNAL_COLUMNS - signal.name().length());
            lines.add((signal.raised() ? "* " : "  ") + name + signal.text());
        }
        return lines;
    }

    /** The targets of further verdicts, at most three, in one line each. */
    static List<String> others(List<Verdict> verdicts, int width) {
        List<String> lines = new ArrayList<>();
        int shown = Math.min(4, verdicts.size());
        for (Verdict verdict : verdicts.subList(1, shown)) {
            String of = verdict.target() == null ? "" : "  " + target(verdict.target());
            String line = "also " + verdict.kind().key() + of + ": " + verdict.evidence();
            lines.add(line.length() <= width ? line : line.substring(0, width - 3) + "...");
        }
        if (verdicts.size() > shown) {
            lines.add("and " + Text.count(verdicts.size() - shown) + " more of this kind");
        }
        return lines;
    }

    /** What became of the requests; empty when there are none. */
    static List<String> handshakes(Snapshot snapshot, int width) {
        TargetReport all = snapshot.handshakes().all();
        Counts counts = all.counts();
        if (counts.requests() == 0) return List.of();
        List<String> parts = new ArrayList<>();
        long blind = snapshot.handshakes().precision().blind();
        boolean none = counts.answered() + counts.refused() + counts.unseen() == 0;
        if (blind > 0 || none && !snapshot.handshakes().showsCompletionsAlone()) {
            parts.add(
                    blind == 0
                            ? "completion unknown: no answer was captured"
                            : "completion unknown: SYNs alone captured of about "
                                    + Text.counted(blind, "request", "requests"));
            repeats(counts, parts);
            List<String> lines = new ArrayList<>(wrap(parts, "   ", "", "  ", width));
            lines.addAll(wrap(precision(snapshot.handshakes().precision()), ", ", "", "  ", width));
            return lines;
        }
        long from = snapshot.handshakes().fromSecond();
        String since = from == Long.MIN_VALUE ? "" : "since " + Text.timeOfDay(from) + "   ";
        if (snapshot.window() != null && snapshot.window().busiest()) since = "in all of it   ";
        parts.add(
                since
                        + "completed "
                        + Text.count(counts.completed())
                        + " ("
                        + Text.percent(counts.share(counts.completed()))
                        + ")");
        parts.add("half-open " + Text.count(counts.halfOpen()));
        parts.add("refused " + Text.count(counts.refused()));
        parts.add("unanswered " + Text.count(counts.unanswered()));
        parts.add("aborted " + Text.count(counts.aborted()));
        if (counts.unseen() > 0) parts.add("answer not captured " + Text.count(counts.unseen()));
        repeats(counts, parts);
        List<String> lines = new ArrayList<>(wrap(parts, "   ", "", "  ", width));
        times("SYN to SYN-ACK", all.serverTimes(), lines);
        times("SYN-ACK to ACK", all.clientTimes(), lines);
        lines.addAll(wrap(precision(snapshot.handshakes().precision()), ", ", "", "  ", width));
        return lines;
    }

    private static void repeats(Counts counts, List<String> parts) {
        if (counts.retransmissions() > 0) {
            parts.add("retries " + Text.count(counts.retransmissions()));
        }
        if (counts.duplicates() > 0) parts.add("duplicates " + Text.count(counts.duplicates()));
    }

    private static void times(String name, Percentiles times, List<String> lines) {
        if (times.count() == 0) return;
        lines.add(
                name
                        + "   p50 "
                        + Text.shortTime(times.p50())
                        + "   p90 "
                        + Text.shortTime(times.p90())
                        + "   p99 "
                        + Text.shortTime(times.p99())
                        + "   p99.9 "
                        + Text.shortTime(times.p999()));
    }

    private static List<String> precision(Precision precision) {
        List<String> parts = new ArrayList<>();
        if (precision.level() > 0) {
            parts.add(
                    "handshake figures from at worst 1 of "
                            + (1L << precision.level())
                            + " connections");
            parts.add("shares +-" + Text.percent(precision.shareError()));
        }
        if (precision.givenUp() > 0) {
            parts.add(Text.count(precision.givenUp()) + " pending requests forgotten before 35 s");
            parts.add("their retries count as requests");
        }
        return parts;
    }

    private static List<String> words(String text, int width) {
        return wrap(List.of(text.split(" ")), " ", "  ", "  ", width);
    }

    private static List<String> wrap(
            List<String> parts, String separator, String indent, String further, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        boolean begun = false;
        for (String part : parts) {
            if (begun && line.length() + separator.length() + part.length() > width) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(further);
                begun = false;
            }
            if (begun) line.append(separator);
            line.append(part);
            begun = true;
        }
        if (begun) lines.add(line.toString());
        return lines;
    }
}
