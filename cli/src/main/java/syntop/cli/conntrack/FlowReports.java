package syntop.cli.conntrack;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import syntop.cli.conntrack.FlowReport.Row;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;
import syntop.linux.conntrack.FlowState;

/** What was counted of the table, as lines of text, JSON or CSV. */
public final class FlowReports {
    private static final int KEY_WIDTH = 42; // the longest IPv6 prefix

    private FlowReports() {}

    /** For people: at most 80 columns. */
    public static List<ScreenLine> lines(FlowReport report) {
        List<ScreenLine> lines = new ArrayList<>();
        List<String> parts = new ArrayList<>();
        String all = Text.count(report.dump().entries());
        parts.add(
                report.everything()
                        ? Text.counted(
                                report.selected(), "tracked connection", "tracked connections")
                        : Text.count(report.selected())
                                + " of "
                                + all
                                + " tracked connections selected");
        report.protocols().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(e -> parts.add(e.getKey() + " " + Text.count(e.getValue())));
        Lines.wrap(lines, parts, true);
        parts.clear();
        report.states().entrySet().stream()
                .sorted(Map.Entry.<FlowState, Long>comparingByValue().reversed())
                .forEach(e -> parts.add(e.getKey().key() + " " + Text.count(e.getValue())));
        if (report.unreplied() > 0) {
            parts.add("without a reply " + Text.count(report.unreplied()));
        }
        Lines.wrap(lines, parts, false);
        if (report.rows().isEmpty()) return lines;
        lines.add(new ScreenLine("", false));
        String head = report.by().name().toUpperCase(Locale.ROOT);
        lines.add(new ScreenLine(line("#", head, "TRACKED", "NO REPLY", "SHARE"), true));
        for (int i = 0; i < report.rows().size(); i++) {
            Row row = report.rows().get(i);
            String text =
                    line(
                            Integer.toString(i + 1),
                            row.key(),
                            Text.count(row.entries()),
                            Text.count(row.unreplied()),
                            Text.percent(report.share(row)));
            lines.add(new ScreenLine(text, false));
        }
        long more = report.groups() - report.rows().size();
        if (more > 0) {
            lines.add(new ScreenLine(Text.count(more) + " more", false));
        }
        return lines;
    }

    private static String line(String rank, String key, String count, String open, String share) {
        StringBuilder out = new StringBuilder();
        Lines.right(out, rank, 3);
        out.append("  ").append(key).append(" ".repeat(Math.max(0, KEY_WIDTH - key.length())));
        Lines.right(out, count, 13);
        Lines.right(out, open, 11);
        Lines.right(out, share, 9);
        return out.toString();
    }

    /** One JSON object on a line; the README tells the fields. */
    public static void json(FlowReport report, Writer out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", "conntrack list");
            json.writeStringField("time", Text.isoNanos(report.epochNanos()));
            json.writeNumberField("entries", report.dump().entries());
            json.writeNumberField("selected", report.selected());
            json.writeNumberField("unreplied", report.unreplied());
            json.writeObjectFieldStart("protocols");
            for (Map.Entry<String, Long> e : report.protocols().entrySet()) {
                json.writeNumberField(e.getKey(), e.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("states");
            for (Map.Entry<FlowState, Long> e : report.states().entrySet()) {
                json.writeNumberField(e.getKey().key(), e.getValue());
            }
            json.writeEndObject();
            json.writeStringField("by", report.by().name());
            json.writeNumberField("groups", report.groups());
            json.writeArrayFieldStart("rows");
            for (int i = 0; i < report.rows().size(); i++) {
                Row row = report.rows().get(i);
                json.writeStartObject();
                json.writeNumberField("rank", i + 1);
                key(json, report.by(), row.key());
                json.writeNumberField("entries", row.entries());
                json.writeNumberField("unreplied", row.unreplied());
                json.writeNumberField("share", Lines.rounded(report.share(row)));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("complete", report.dump().complete());
            json.writeBooleanField("interrupted", report.dump().interrupted());
            json.writeNumberField("malformed", report.dump().malformed());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void key(JsonGenerator json, GroupBy by, String key) throws IOException {
        if (by != GroupBy.port) json.writeStringField(by.name(), key);
        else if (key.equals(FlowCount.NO_PORT)) json.writeNullField(by.name());
        else json.writeNumberField(by.name(), Integer.parseInt(key));
    }

    /** The rows, with a header line. */
    public static void csv(FlowReport report, Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        csv.writeRecord("rank", report.by().name(), "entries", "unreplied", "share");
        for (int i = 0; i < report.rows().size(); i++) {
            Row row = report.rows().get(i);
            csv.writeRecord(
                    Integer.toString(i + 1),
                    row.key(),
                    Long.toString(row.entries()),
                    Long.toString(row.unreplied()),
                    Text.decimal(report.share(row), 4));
        }
        csv.flush();
    }
}
