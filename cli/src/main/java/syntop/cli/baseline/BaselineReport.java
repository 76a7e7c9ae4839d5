package syntop.cli.baseline;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Level;
import syntop.analyzer.baseline.Prefixes;
import syntop.analyzer.baseline.Scope;
import syntop.analyzer.baseline.Sightings;
import syntop.analyzer.baseline.Usual;
import syntop.analyzer.baseline.Week;
import syntop.analyzer.count.Addresses;
import syntop.cli.render.BaselineJson;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.Text;

/** What a baseline holds, at a time, for people and for programs. */
public final class BaselineReport {
    private static final int DAY = 24;
    private static final int TOP = 5; // prefixes that are named
    private static final int KEY_WIDTH = 39;

    private final String name;
    private final Baseline baseline;
    private final int now; // hour of the week

    private BaselineReport(String name, Baseline baseline, int now) {
        this.name = name;
        this.baseline = baseline;
        this.now = now;
    }

    /**
     * Of a baseline.
     *
     * @param name of its file
     * @param second since 1970-01-01 UTC: what is usual then is told
     */
    public static BaselineReport of(String name, Baseline baseline, long second) {
        return new BaselineReport(name, baseline, Week.hour(second));
    }

    /** Which requests are meant, in words. */
    public static String words(Scope scope) {
        StringBuilder words = new StringBuilder();
        if (scope.ports().isEmpty()) {
            words.append("all ports");
        } else {
            words.append(scope.ports().size() == 1 ? "port " : "ports ");
            words.append(String.join(",", scope.ports().stream().map(port -> "" + port).toList()));
        }
        if (!scope.nets().isEmpty()) words.append(" of ").append(String.join(",", scope.nets()));
        if (!scope.filter().isEmpty()) words.append(" that match ").append(scope.filter());
        return words.toString();
    }

    /** What it holds, in a few lines; from outside in part, and escaped. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Text.printable(name + ": whole, " + words(baseline.scope())));
        if (baseline.learntSeconds() == 0) {
            lines.add("nothing learnt yet");
            return lines;
        }
        String leftOut =
                baseline.leftOutSeconds() == 0
                        ? ""
                        : ", left out " + Text.duration((double) baseline.leftOutSeconds());
        lines.add(
                "holds "
                        + Text.duration((double) baseline.learntSeconds())
                        + " from "
                        + Text.time(baseline.firstSecond()).substring(0, 10)
                        + " to "
                        + Text.time(baseline.lastSecond()).substring(0, 10)
                        + leftOut);
        Usual usual = baseline.all().usual(now);
        lines.add(
                usual == null
                        ? "too little to compare with: less than a minute"
                        : "usual " + usual.level().words() + ": " + rates(usual));
        lines.add(
                Text.counted(baseline.targets().size(), "target", "targets")
                        + ", "
                        + Text.counted(baseline.prefixes().fine().size(), "prefix", "prefixes")
                        + ", "
                        + Text.counted(
                                baseline.signatures().size(), "SYN signature", "SYN signatures"));
        return lines;
    }

    private static String rates(Usual usual) {
        return Text.count(Math.round(usual.perSecond()))
                + " requests/s, at most "
                + Text.count(Math.round(usual.high()))
                + (Double.isNaN(usual.completion())
                        ? ""
                        : ", " + percent(usual.completion()) + " complete");
    }

    /** The hours of this day of the week, the targets now, and the busiest prefixes. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        if (baseline.learntSeconds() == 0) return lines;
        lines.add("");
        lines.add(line("HOUR", "REQ/S", "MOST", "DONE", "SRC/MIN", "RETRY", "PROFILE"));
        int midnight = now - now % DAY;
        for (int hour = midnight; hour < midnight + DAY; hour++) {
            Usual usual = baseline.all().usual(hour);
            String of = BaselineWriter.hour(hour) + ":00";
            if (usual != null && usual.level() != Level.GLOBAL) lines.add(line(of, usual));
        }
        Usual any = baseline.all().usual(now);
        boolean none = lines.size() == 2;
        boolean global = any != null && lines.size() < DAY + 2;
        if (global) lines.add(line(none ? "any" : "other", any(baseline.all())));
        lines.add("");
        lines.add(line("TARGET", "REQ/S", "MOST", "DONE", "SRC/MIN", "RETRY", ""));
        for (Baseline.Target target : baseline.targets()) {
            Usual usual = target.week().usual(now);
            if (usual != null) lines.add(line(target(target), usual));
        }
        lines.add("");
        lines.add(prefixes());
        return lines;
    }

    /** What is usual in hours without a profile of their own. */
    private static Usual any(Week week) {
        for (int hour = 0; hour < Week.HOURS; hour++) {
            Usual usual = week.usual(hour);
            if (usual.level() == Level.GLOBAL) return usual;
        }
        throw new IllegalStateException("every hour has a profile");
    }

    private static String target(Baseline.Target target) {
        String address = Addresses.text(target.hi(), target.lo());
        boolean v4 = Addresses.isV4(target.hi(), target.lo());
        return (v4 ? address : '[' + address + ']') + ':' + target.port();
    }

    private static String line(String of, Usual usual) {
        return line(
                of,
                Text.count(Math.round(usual.perSecond())),
                Text.count(Math.round(usual.high())),
                percent(usual.completion()),
                Double.isNaN(usual.sources()) ? "-" : Text.count(Math.round(usual.sources())),
                percent(usual.retries()),
                usual.level().key());
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : Math.round(100 * share) + "%";
    }

    private static String line(
            String of,
            String rate,
            String most,
            String done,
            String sources,
            String retries,
            String profile) {
        StringBuilder out = new StringBuilder();
        int width = 80 - 5 * 8 - 13;
        out.append(of);
        if (of.length() > width) out.append('\n').append(" ".repeat(width));
        else out.append(" ".repeat(width - of.length()));
        for (String each : List.of(rate, most, done, sources, retries)) {
            out.append(" ".repeat(Math.max(0, 8 - each.length()))).append(each);
        }
        if (!profile.isEmpty()) out.append(' ').append(profile);
        return out.toString();
    }

    private String prefixes() {
        Sightings fine = baseline.prefixes().fine();
        List<String> parts = new ArrayList<>();
        for (Map.Entry<Sightings.Pair, Sightings.Seen> each : fine.sorted()) {
            if (parts.size() == TOP) break;
            Sightings.Pair key = each.getKey();
            boolean v4 = Addresses.isV4(key.hi(), key.lo());
            int bits = Prefixes.fineBits(v4) - (v4 ? 96 : 0);
            double share = (double) each.getValue().syns() / fine.total();
            String prefix = Addresses.text(key.hi(), key.lo()) + '/' + bits;
            parts.add(
                    "  "
                            + prefix
                            + " ".repeat(KEY_WIDTH + 4 - prefix.length())
                            + Text.percent(share));
        }
        return "of "
                + Text.counted(fine.size(), "prefix", "prefixes")
                + " the busiest:\n"
                + String.join("\n", parts);
    }

    /** Prints it as a JSON object on one line. */
    public void json(String command, Writer out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", command);
            json.writeStringField("file", name);
            BaselineJson.recorded(json, baseline);
            json.writeNumberField("prefixes", baseline.prefixes().fine().size());
            json.writeNumberField("signatures", baseline.signatures().size());
            BaselineJson.usual(json, "now", baseline.all().usual(now));
            json.writeArrayFieldStart("hours");
            for (int hour = 0; hour < Week.HOURS; hour++) {
                json.writeStartObject();
                json.writeStringField("hour", BaselineWriter.hour(hour));
                BaselineJson.usual(json, "usual", baseline.all().usual(hour));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("targets");
            for (Baseline.Target target : baseline.targets()) {
                json.writeStartObject();
                json.writeStringField("address", Addresses.text(target.hi(), target.lo()));
                json.writeNumberField("port", target.port());
                json.writeNumberField("requests", target.requests());
                BaselineJson.usual(json, "now", target.week().usual(now));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }
}
