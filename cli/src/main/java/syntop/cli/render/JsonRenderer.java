package syntop.cli.render;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import syntop.analyzer.Delay;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.Window;
import syntop.analyzer.baseline.Mark;
import syntop.analyzer.count.Details;
import syntop.analyzer.count.SynStyle;
import syntop.analyzer.handshake.Counts;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.SynSignature;

/**
 * A report as one JSON object on one line. The schema stands in the README; it changes only by
 * addition. What is not printable ASCII is escaped: so it is UTF-8 (RFC 8259, 8.1) in every locale,
 * also where a file name holds half a surrogate pair, and harmless on a terminal.
 */
public final class JsonRenderer {
    private JsonRenderer() {}

    /** Prints the report. */
    public static void render(Report report, Writer out) throws IOException {
        Snapshot snapshot = report.snapshot();
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", report.command());
            json.writeObjectFieldStart("capture");
            if (report.live() == null) strings(json, "files", report.files());
            else live(json, report.live());
            strings(json, "linkTypes", report.linkTypes());
            if (!report.errors().isEmpty()) strings(json, "errors", report.errors());
            json.writeEndObject();
            interval(json, snapshot);
            totals(json, report);
            json.writeObjectFieldStart("counts");
            bound(json, snapshot);
            if (report.live() != null) json.writeBooleanField("atLeast", report.isLossy());
            json.writeEndObject();
            if (snapshot.handshakes() != null) VerdictJson.write(json, snapshot);
            if (snapshot.comparison() != null) BaselineJson.write(json, snapshot);
            if (snapshot.window() != null) window(json, snapshot.window());
            if (snapshot.delay() != null) delay(json, snapshot.delay());
            rows(json, snapshot);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    /** Prints what is known of one window of several. */
    public static void renderWindow(String command, Snapshot snapshot, Writer out)
            throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartObject();
            json.writeStringField("schema", "syntop/1");
            json.writeStringField("command", command);
            interval(json, snapshot);
            json.writeObjectFieldStart("totals");
            json.writeNumberField("syn", snapshot.syns());
            json.writeNumberField("sources", snapshot.sources());
            json.writeEndObject();
            json.writeObjectFieldStart("counts");
            bound(json, snapshot);
            json.writeEndObject();
            rows(json, snapshot);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void bound(JsonGenerator json, Snapshot snapshot) throws IOException {
        boolean exact = snapshot.error() == 0;
        json.writeStringField("tier", exact ? "exact" : "bounded");
        json.writeNumberField("error", snapshot.error());
        if (!exact) json.writeNumberField("completeAbove", snapshot.error());
        if (snapshot.sourceError() > 0) {
            json.writeNumberField("sourcesError", rounded(snapshot.sourceError()));
        }
    }

    private static void window(JsonGenerator json, Window window) throws IOException {
        json.writeObjectFieldStart("window");
        json.writeNumberField("seconds", window.nanos() / 1e9);
        json.writeStringField("which", window.busiest() ? "busiest" : "latest");
        json.writeNumberField("outside", window.outside());
        json.writeNumberField("restarts", window.restarts());
        json.writeEndObject();
    }

    /** Writes to a writer that stays open, in ASCII. */
    public static JsonGenerator generator(Writer out) throws IOException {
        return new JsonFactoryBuilder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .characterEscapes(new DeleteToo())
                .build()
                .createGenerator(out);
    }

    private static void strings(JsonGenerator json, String name, List<String> values)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }

    private static void interval(JsonGenerator json, Snapshot snapshot) throws IOException {
        json.writeObjectFieldStart("interval");
        if (snapshot.hasInterval()) {
            json.writeStringField("from", Text.isoNanos(snapshot.fromNanos()));
            json.writeStringField("to", Text.isoNanos(snapshot.toNanos()));
        } else {
            json.writeNullField("from");
            json.writeNullField("to");
        }
        json.writeNumberField("seconds", snapshot.seconds());
        json.writeEndObject();
    }

    private static void live(JsonGenerator json, LiveCapture live) throws IOException {
        json.writeStringField("interface", live.interfaceName());
        json.writeStringField("backend", live.backend());
        json.writeArrayFieldStart("ports");
        for (int port : live.ports()) {
            json.writeNumber(port);
        }
        json.writeEndArray();
        json.writeStringField("direction", live.direction());
        strings(json, "towards", live.towards());
        if (live.kernelFilter() != null) kernelFilter(json, live.kernelFilter());
    }

    private static void kernelFilter(JsonGenerator json, KernelFilter filter) throws IOException {
        json.writeObjectFieldStart("kernelFilter");
        passes(json, filter.level());
        json.writeNumberField("swaps", filter.swaps());
        json.writeObjectFieldStart("narrowest");
        passes(json, filter.highest());
        json.writeEndObject();
        if (filter.refusal() != null) json.writeStringField("fixed", filter.refusal());
        json.writeEndObject();
    }

    /** What passes besides the SYNs, which always do. */
    private static void passes(JsonGenerator json, int level) throws IOException {
        json.writeStringField("passes", KernelFilter.key(level));
        if (level != Thinning.SYNS) json.writeNumberField("oneOf", 1L << level);
    }

    private static void delay(JsonGenerator json, Delay delay) throws IOException {
        json.writeObjectFieldStart("delayNanos");
        json.writeNumberField("packets", delay.packets());
        json.writeNumberField("p50", delay.p50());
        json.writeNumberField("p99", delay.p99());
        json.writeNumberField("p99.9", delay.p999());
        json.writeNumberField("max", delay.max());
        json.writeEndObject();
    }

    private static void losses(JsonGenerator json, LiveCapture live) throws IOException {
        json.writeNumberField("received", live.received());
        json.writeObjectFieldStart("dropped");
        json.writeNumberField("kernel", live.droppedByKernel());
        json.writeNumberField("interface", live.droppedByInterface());
        json.writeEndObject();
    }

    private static void totals(JsonGenerator json, Report report) throws IOException {
        Snapshot snapshot = report.snapshot();
        json.writeObjectFieldStart("totals");
        if (report.live() != null) losses(json, report.live());
        json.writeNumberField("frames", snapshot.frames());
        json.writeNumberField("syn", snapshot.syns());
        if (snapshot.requests() >= 0) json.writeNumberField("req", snapshot.requests());
        json.writeNumberField("sources", snapshot.sources());
        json.writeObjectFieldStart("outcomes");
        for (int i = 0; i < Outcome.COUNT; i++) {
            Outcome outcome = Outcome.of(i);
            if (snapshot.outcome(outcome) > 0) {
                json.writeNumberField(outcome.key(), snapshot.outcome(outcome));
            }
        }
        json.writeEndObject();
        if (snapshot.peak().syns() > 0) {
            json.writeObjectFieldStart("peak");
            json.writeStringField(
                    "second", Text.time(snapshot.peak().second()).replace(' ', 'T') + 'Z');
            json.writeNumberField("syn", snapshot.peak().syns());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void rows(JsonGenerator json, Snapshot snapshot) throws IOException {
        String by = snapshot.view().key();
        double[] covers = Rows.covers(snapshot);
        json.writeStringField("by", by);
        if (snapshot.rowCount() > 0 && snapshot.details().has(0)) {
            json.writeNumberField("partSeconds", snapshot.details().partNanos() / 1e9);
        }
        if (snapshot.targetShare() < 1) {
            json.writeNumberField("targetShare", snapshot.targetShare());
        }
        json.writeArrayFieldStart("rows");
        for (int i = 0; i < snapshot.rowCount(); i++) {
            json.writeStartObject();
            json.writeNumberField("rank", i + 1);
            if (snapshot.view() == View.PORT) json.writeNumberField(by, snapshot.keyLo(i));
            else json.writeStringField(by, Rows.key(snapshot, i));
            json.writeNumberField("syn", snapshot.syns(i));
            Counts counts = snapshot.counts(i);
            if (counts != null && snapshot.window() == null) {
                json.writeNumberField("req", counts.requests());
                VerdictJson.counts(json, counts);
            } else if (counts != null) { // of more than the window, so only the share is of use
                json.writeNumberField("completion", rounded(counts.completion()));
            }
            json.writeNumberField("share", rounded(Rows.share(snapshot, i)));
            more(json, snapshot, i, covers);
            double rate = Rows.perSecond(snapshot, i);
            if (!Double.isNaN(rate)) json.writeNumberField("synPerSecond", rounded(rate));
            Mark mark = snapshot.mark(i);
            if (mark != null) json.writeStringField("usual", mark.key());
            details(json, snapshot, i);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** When a row sent its SYNs, and to how many targets. */
    private static void details(JsonGenerator json, Snapshot snapshot, int row) throws IOException {
        if (snapshot.targets(row) >= 0) json.writeNumberField("targets", snapshot.targets(row));
        Details details = snapshot.details();
        if (!details.has(row)) return;
        json.writeStringField("firstSeen", Text.isoNanos(details.firstNanos(row)));
        json.writeStringField("lastSeen", Text.isoNanos(details.lastNanos(row)));
        json.writeObjectFieldStart("peak");
        json.writeStringField("from", Text.isoNanos(details.peakNanos(row)));
        json.writeNumberField("syn", details.peak(row));
        json.writeEndObject();
        json.writeArrayFieldStart("series");
        for (long syns : details.series(row)) {
            json.writeNumber(syns);
        }
        json.writeEndArray();
    }

    /** What rows of some views have besides. */
    private static void more(JsonGenerator json, Snapshot snapshot, int row, double[] covers)
            throws IOException {
        switch (snapshot.view()) {
            case PREFIX -> {
                json.writeNumberField("hosts", snapshot.hosts(row));
                json.writeNumberField("covers", rounded(covers[row]));
            }
            case SIGNATURE -> {
                long style = snapshot.keyLo(row);
                json.writeNumberField("ttl", SynStyle.ttlClass(style));
                json.writeNumberField("window", SynStyle.window(style));
                signature(json, snapshot.keyHi(row));
                String tool = Signatures.tool(snapshot.keyHi(row), style);
                if (!tool.isEmpty()) json.writeStringField("tool", tool);
            }
            default -> {}
        }
    }

    private static void signature(JsonGenerator json, long signature) throws IOException {
        json.writeStringField("options", SynSignature.layout(signature));
        json.writeNumberField("mss", SynSignature.mss(signature));
        int scale = SynSignature.windowScale(signature);
        if (scale != SynSignature.NO_WINDOW_SCALE) json.writeNumberField("scale", scale);
        if ((signature & SynSignature.BAD_OPTIONS) != 0) json.writeBooleanField("bad", true);
    }

    /** Four decimals: more would claim a precision that nobody reads. */
    private static double rounded(double value) {
        return value < 1e11 ? Math.round(value * 1e4) / 1e4 : value; // a long holds it so far
    }

    /** DEL is a control character, but not one that JSON demands to be escaped. */
    private static final class DeleteToo extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[0x7F] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int ch) {
            return null; // none of our own
        }
    }
}
