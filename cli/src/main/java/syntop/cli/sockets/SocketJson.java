package syntop.cli.sockets;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.Text;
import syntop.cli.sockets.SocketReport.Queue;
import syntop.cli.sockets.SocketReport.Row;
import syntop.linux.counters.TcpCounters.Counter;
import syntop.linux.sockets.Program;
import syntop.linux.sockets.TcpState;

/** A report as one JSON object on one line; the README tells the fields, which only become more. */
public final class SocketJson {
    private SocketJson() {}

    /** Prints the report. */
    public static void render(SocketReport report, Writer out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", "sockets");
            json.writeStringField("time", Text.isoNanos(report.epochNanos()));
            json.writeNumberField("total", report.states().total());
            json.writeFieldName("states");
            states(json, report.states());
            if (report.earlier() != null) changes(json, report);
            json.writeStringField("by", report.by().name());
            json.writeNumberField("groups", report.groups());
            json.writeArrayFieldStart("rows");
            for (int i = 0; i < report.rows().size(); i++) row(json, report, i);
            json.writeEndArray();
            if (report.by() != GroupBy.state) {
                synRecv(json, report);
                json.writeArrayFieldStart("listeners");
                for (Queue queue : report.listeners()) listener(json, queue);
                json.writeEndArray();
            }
            if (report.counters() != null) counters(json, report.counters());
            json.writeObjectFieldStart("unknown");
            json.writeNumberField("sockets", report.owners().sockets());
            json.writeNumberField("processes", report.owners().processes());
            json.writeEndObject();
            json.writeBooleanField("interrupted", report.interrupted());
            json.writeNumberField("malformed", report.malformed());
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void states(JsonGenerator json, StateCounts counts) throws IOException {
        json.writeStartObject();
        for (TcpState state : TcpState.values()) {
            if (counts.get(state) > 0) json.writeNumberField(state.key(), counts.get(state));
        }
        json.writeEndObject();
    }

    private static void changes(JsonGenerator json, SocketReport report) throws IOException {
        json.writeObjectFieldStart("changes");
        for (TcpState state : TcpState.values()) {
            long change = report.states().get(state) - report.earlier().get(state);
            if (change != 0) json.writeNumberField(state.key(), change);
        }
        json.writeEndObject();
    }

    private static void row(JsonGenerator json, SocketReport report, int index) throws IOException {
        Row row = report.rows().get(index);
        json.writeStartObject();
        json.writeNumberField("rank", index + 1);
        String by = report.by().name();
        if (report.by() == GroupBy.port) json.writeNumberField(by, Integer.parseInt(row.key()));
        else json.writeStringField(by, row.key());
        json.writeNumberField("total", row.states().total());
        if (row.change() != null) json.writeNumberField("change", row.change());
        if (report.by() != GroupBy.state) {
            json.writeFieldName("states");
            states(json, row.states());
            json.writeArrayFieldStart("programs");
            for (Program program : row.programs()) program(json, program);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void program(JsonGenerator json, Program program) throws IOException {
        json.writeStartObject();
        if (program.isSeen()) {
            json.writeNumberField("pid", program.pid());
            json.writeStringField("name", program.name());
        }
        json.writeStringField("user", program.user());
        if (program.unit() != null) json.writeStringField("unit", program.unit());
        if (program.container() != null) json.writeStringField("container", program.container());
        json.writeEndObject();
    }

    private static void synRecv(JsonGenerator json, SocketReport report) throws IOException {
        json.writeObjectFieldStart("synRecv");
        json.writeNumberField("sources", report.synRecvSources());
        json.writeArrayFieldStart("rows");
        List<Row> rows = report.synRecv();
        for (int i = 0; i < rows.size(); i++) {
            json.writeStartObject();
            json.writeNumberField("rank", i + 1);
            json.writeStringField("source", rows.get(i).key());
            json.writeNumberField("total", rows.get(i).states().total());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void listener(JsonGenerator json, Queue queue) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", queue.address());
        json.writeNumberField("port", queue.port());
        json.writeNumberField("sockets", queue.sockets());
        json.writeNumberField("backlog", queue.queued());
        json.writeNumberField("backlogLimit", queue.limit());
        json.writeNumberField("synRecv", queue.synQueue());
        json.writeNumberField("dropped", queue.dropped());
        json.writeFieldName("program");
        program(json, queue.program());
        json.writeEndObject();
    }

    private static void counters(JsonGenerator json, SocketReport.Rates rates) throws IOException {
        json.writeObjectFieldStart("counters");
        json.writeNumberField("seconds", rates.seconds());
        for (Counter counter : Counter.values()) {
            json.writeObjectFieldStart(counter.name());
            json.writeNumberField("total", rates.now().get(counter));
            json.writeNumberField("perSecond", Math.round(rates.perSecond(counter) * 10) / 10.0);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
