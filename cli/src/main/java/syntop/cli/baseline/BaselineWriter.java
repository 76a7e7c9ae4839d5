package syntop.cli.baseline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.time.LocalDate;
import java.util.Map;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Histogram;
import syntop.analyzer.baseline.Prefixes;
import syntop.analyzer.baseline.Sightings;
import syntop.analyzer.baseline.Slot;
import syntop.analyzer.baseline.Week;
import syntop.analyzer.count.Addresses;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.Text;

/** A baseline as JSON, a line for each hour, prefix and signature. */
final class BaselineWriter {
    static final String SCHEMA = "syntop-baseline/1";

    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    private final JsonGenerator json;

    private BaselineWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Writes to a writer that stays open. */
    static void write(Baseline baseline, Writer out) throws IOException {
        try (JsonGenerator json = JsonRenderer.generator(out)) {
            json.setPrettyPrinter(new Lines());
            new BaselineWriter(json).all(baseline);
            json.writeRaw('\n');
        }
    }

    /** An hour of the week in words: Mon 09. */
    static String hour(int hour) {
        int ofDay = hour % 24;
        return DAYS[hour / 24] + (ofDay < 10 ? " 0" : " ") + ofDay;
    }

    private void all(Baseline baseline) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", SCHEMA);
        json.writeObjectFieldStart("scope");
        json.writeArrayFieldStart("ports");
        for (int port : baseline.scope().ports()) {
            json.writeNumber(port);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("nets");
        for (String net : baseline.scope().nets()) {
            json.writeString(net);
        }
        json.writeEndArray();
        json.writeStringField("filter", baseline.scope().filter());
        json.writeEndObject();
        json.writeNumberField("learntSeconds", baseline.learntSeconds());
        json.writeNumberField("leftOutSeconds", baseline.leftOutSeconds());
        if (baseline.learntSeconds() > 0) {
            json.writeStringField("from", time(baseline.firstSecond()));
            json.writeStringField("to", time(baseline.lastSecond()));
            json.writeStringField("today", LocalDate.ofEpochDay(baseline.day()).toString());
        }
        week("all", baseline.all());
        json.writeArrayFieldStart("targets");
        for (Baseline.Target target : baseline.targets()) {
            json.writeStartObject();
            json.writeStringField("address", Addresses.text(target.hi(), target.lo()));
            json.writeNumberField("port", target.port());
            json.writeNumberField("requests", target.requests());
            week("hours", target.week());
            json.writeEndObject();
        }
        json.writeEndArray();
        prefixes("prefixes", baseline.prefixes().fine(), true);
        prefixes("widePrefixes", baseline.prefixes().coarse(), false);
        signatures(baseline.signatures());
        json.writeEndObject();
    }

    private static String time(long second) {
        return Text.time(second).replace(' ', 'T') + 'Z';
    }

    private void week(String name, Week week) throws IOException {
        json.writeArrayFieldStart(name);
        for (boolean latest : new boolean[] {false, true}) {
            for (int hour = 0; hour < Week.HOURS; hour++) {
                Slot slot = week.slot(hour, latest);
                if (slot != null) slot(slot, hour, latest);
            }
        }
        json.writeEndArray();
    }

    private void slot(Slot slot, int hour, boolean latest) throws IOException {
        json.writeStartObject();
        json.writeStringField("hour", hour(hour));
        if (latest) json.writeBooleanField("today", true);
        json.writeNumberField("days", slot.days());
        histogram("requestsPerSecond", slot.requestsPerSecond());
        histogram("notCompletedPercent", slot.notCompletedPercent());
        histogram("sourcesPerMinute", slot.sourcesPerMinute());
        histogram("retriesPercent", slot.retriesPercent());
        json.writeEndObject();
    }

    /** How often each number was met. */
    private void histogram(String name, Histogram histogram) throws IOException {
        json.writeObjectFieldStart(name);
        IOException[] failure = {null};
        histogram.forEach(
                (least, times) -> {
                    try {
                        json.writeNumberField(Long.toString(least), times);
                    } catch (IOException e) {
                        failure[0] = e;
                    }
                });
        if (failure[0] != null) throw failure[0];
        json.writeEndObject();
    }

    private void prefixes(String name, Sightings prefixes, boolean fine) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("forgottenSyn", prefixes.forgotten());
        json.writeArrayFieldStart("known");
        for (Map.Entry<Sightings.Pair, Sightings.Seen> each : prefixes.sorted()) {
            Sightings.Pair key = each.getKey();
            boolean v4 = Addresses.isV4(key.hi(), key.lo());
            int bits = fine ? Prefixes.fineBits(v4) : Prefixes.coarseBits(v4);
            json.writeStartObject();
            String address = Addresses.text(key.hi(), key.lo());
            json.writeStringField("prefix", address + '/' + (v4 ? bits - 96 : bits));
            seen(each.getValue());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void signatures(Sightings signatures) throws IOException {
        json.writeObjectFieldStart("signatures");
        json.writeNumberField("forgottenSyn", signatures.forgotten());
        json.writeArrayFieldStart("known");
        for (Map.Entry<Sightings.Pair, Sightings.Seen> each : signatures.sorted()) {
            Sightings.Pair key = each.getKey();
            json.writeStartObject();
            json.writeStringField("options", hex(key.hi()));
            json.writeStringField("style", hex(key.lo()));
            seen(each.getValue());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void seen(Sightings.Seen seen) throws IOException {
        json.writeNumberField("syn", seen.syns());
        json.writeNumberField("mostPerMinute", seen.mostPerMinute());
        json.writeEndObject();
    }

    static String hex(long word) {
        String digits = Long.toHexString(word);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** A line for each field of the whole, and for each element of an array of objects. */
    private static final class Lines extends MinimalPrettyPrinter {
        private static final long serialVersionUID = 1;

        private int depth;

        @Override
        public void writeStartObject(JsonGenerator out) throws IOException {
            super.writeStartObject(out);
            depth++;
        }

        @Override
        public void writeEndObject(JsonGenerator out, int entries) throws IOException {
            super.writeEndObject(out, entries);
            depth--;
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator out) throws IOException {
            super.writeObjectEntrySeparator(out);
            if (depth == 1) out.writeRaw('\n');
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator out) throws IOException {
            super.writeArrayValueSeparator(out);
            out.writeRaw('\n');
        }
    }
}
