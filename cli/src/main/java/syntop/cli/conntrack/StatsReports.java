package syntop.cli.conntrack;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;
import syntop.linux.conntrack.ConntrackStatistics;
import syntop.linux.conntrack.ConntrackStatistics.Counter;

/** Statistics as lines of text, JSON or CSV. */
public final class StatsReports {
    /** The columns of the table; all counters are in the JSON. */
    private static final List<Counter> SHOWN =
            List.of(
                    Counter.found,
                    Counter.invalid,
                    Counter.insert_failed,
                    Counter.drop,
                    Counter.early_drop,
                    Counter.search_restart,
                    Counter.clash_resolve);

    private static final Map<Counter, String> HEADS =
            Map.of(
                    Counter.insert_failed, "ins_failed",
                    Counter.search_restart, "restart",
                    Counter.clash_resolve, "clash");

    private static final Map<Counter, String> MEANINGS =
            Map.of(
                    Counter.invalid,
                    "invalid: packets that fit no connection and can begin none",
                    Counter.insert_failed,
                    "insert_failed: packets lost, another connection has taken their place",
                    Counter.drop,
                    "drop: packets lost, the table was full (net.netfilter.nf_conntrack_max)",
                    Counter.early_drop,
                    "early_drop: connections forgotten to make room in the full table");

    private static final int WIDTH = 11;
    private static final double MOST_PLAIN = 99_999_999; // with commas as wide as a column

    private StatsReports() {}

    /** For people: at most 80 columns. */
    public static List<ScreenLine> lines(StatsReport report) {
        List<ScreenLine> lines =
                new ArrayList<>(new CountReport(report.epochNanos(), report.count(), 0, 0).lines());
        if (report.interval() != null) events(report.interval(), lines);
        lines.add(new ScreenLine("", false));
        StringBuilder head = new StringBuilder("CPU");
        for (Counter counter : SHOWN) {
            Lines.right(head, HEADS.getOrDefault(counter, counter.name()), WIDTH);
        }
        lines.add(new ScreenLine(head.toString(), true));
        int quiet = 0;
        for (ConntrackStatistics one : report.processors()) {
            if (one.isZero()) quiet++;
            else lines.add(new ScreenLine(line(Integer.toString(one.cpu()), one), false));
        }
        ConntrackStatistics total = report.total();
        lines.add(new ScreenLine(line("all", total), false));
        if (report.interval() != null) lines.add(new ScreenLine(rates(report.interval()), false));
        if (quiet > 0) {
            String which = Text.counted(quiet, "processor has", "processors have");
            lines.add(new ScreenLine(which + " counted nothing", false));
        }
        long malformed = report.dump().malformed();
        if (malformed > 0) {
            String which = Text.counted(malformed, "message", "messages");
            lines.add(new ScreenLine(which + " of the kernel could not be read", false));
        }
        for (Counter counter : SHOWN) {
            String meaning = MEANINGS.get(counter);
            if (meaning != null && total.get(counter) > 0) {
                lines.add(new ScreenLine(meaning, false));
            }
        }
        return lines;
    }

    private static void events(StatsReport.Interval interval, List<ScreenLine> lines) {
        EventCounts events = interval.events();
        List<String> parts = new ArrayList<>();
        String atLeast = events.lost() > 0 ? "at least " : "";
        parts.add("created " + atLeast + rate(events.created(), interval));
        parts.add("updated " + atLeast + rate(events.updated(), interval));
        parts.add("destroyed " + atLeast + rate(events.destroyed(), interval));
        if (events.lost() > 0) {
            parts.add("lost " + (interval.exact() ? "" : "at least ") + Text.count(events.lost()));
        }
        Lines.wrap(lines, parts, false);
    }

    private static String rate(long count, StatsReport.Interval interval) {
        return Text.rate(count / interval.seconds()) + "/s";
    }

    private static String line(String name, ConntrackStatistics statistics) {
        StringBuilder out = new StringBuilder(name);
        out.append(" ".repeat(Math.max(0, 3 - name.length())));
        for (Counter counter : SHOWN) Lines.right(out, compact(statistics.get(counter)), WIDTH);
        return out.toString();
    }

    private static String rates(StatsReport.Interval interval) {
        StringBuilder out = new StringBuilder("/s ");
        for (Counter counter : SHOWN) {
            double perSecond = interval.added().get(counter) / interval.seconds();
            String text = perSecond > MOST_PLAIN ? compact((long) perSecond) : Text.rate(perSecond);
            Lines.right(out, text, WIDTH);
        }
        return out.toString();
    }

    private static String compact(long count) {
        if (count <= MOST_PLAIN) return Text.count(count);
        return count < 1_000_000_000
                ? Text.decimal(count / 1e6, 1) + "M"
                : Text.decimal(count / 1e9, 1) + "G";
    }

    /** One JSON object on a line. */
    public static void json(StatsReport report, PrintWriter out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", "conntrack stats");
            json.writeStringField("time", Text.isoNanos(report.epochNanos()));
            json.writeNumberField("entries", report.count().entries());
            if (report.count().limit() > 0) {
                json.writeNumberField("limit", report.count().limit());
            }
            json.writeObjectFieldStart("total");
            counters(json, report.total());
            json.writeEndObject();
            json.writeArrayFieldStart("processors");
            for (ConntrackStatistics one : report.processors()) {
                json.writeStartObject();
                json.writeNumberField("cpu", one.cpu());
                counters(json, one);
                json.writeEndObject();
            }
            json.writeEndArray();
            if (report.interval() != null) interval(json, report.interval());
            json.writeNumberField("malformed", report.dump().malformed());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void counters(JsonGenerator json, ConntrackStatistics statistics)
            throws IOException {
        for (Counter counter : Counter.values()) {
            json.writeNumberField(counter.name(), statistics.get(counter));
        }
    }

    private static void interval(JsonGenerator json, StatsReport.Interval interval)
            throws IOException {
        json.writeObjectFieldStart("interval");
        json.writeNumberField("seconds", interval.seconds());
        json.writeNumberField("created", interval.events().created());
        json.writeNumberField("updated", interval.events().updated());
        json.writeNumberField("destroyed", interval.events().destroyed());
        json.writeNumberField("lostEvents", interval.events().lost());
        counters(json, interval.added());
        json.writeEndObject();
    }

    /**
     * A CSV record for each processor.
     *
     * @param head whether the header line comes before them
     */
    public static void csv(StatsReport report, PrintWriter out, boolean head) {
        List<String> record = new ArrayList<>();
        if (head) {
            record.addAll(List.of("time", "cpu"));
            for (Counter counter : Counter.values()) record.add(counter.name());
            out.print(String.join(",", record) + "\n");
        }
        for (ConntrackStatistics one : report.processors()) {
            record.clear();
            record.add(Text.isoNanos(report.epochNanos()));
            record.add(Integer.toString(one.cpu()));
            for (Counter counter : Counter.values()) record.add(Long.toString(one.get(counter)));
            out.print(String.join(",", record) + "\n");
        }
    }
}
