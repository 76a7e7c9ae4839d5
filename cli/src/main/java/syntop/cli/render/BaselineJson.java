package syntop.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import syntop.analyzer.Snapshot;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Usual;

/** What is usual, in JSON. */
public final class BaselineJson {
    private BaselineJson() {}

    /** The part of a report that tells with what it was compared. */
    static void write(JsonGenerator json, Snapshot snapshot) throws IOException {
        Usual usual = snapshot.usual();
        json.writeObjectFieldStart("baseline");
        if (usual == null) json.writeNullField("profile");
        else json.writeStringField("profile", usual.level().key());
        recorded(json, snapshot.comparison().baseline());
        usual(json, "usual", usual);
        json.writeEndObject();
    }

    /** When a baseline was recorded. */
    public static void recorded(JsonGenerator json, Baseline baseline) throws IOException {
        json.writeNumberField("learntSeconds", baseline.learntSeconds());
        json.writeNumberField("leftOutSeconds", baseline.leftOutSeconds());
        if (baseline.learntSeconds() == 0) return;
        json.writeStringField("from", time(baseline.firstSecond()));
        json.writeStringField("to", time(baseline.lastSecond()));
    }

    private static String time(long second) {
        return Text.time(second).replace(' ', 'T') + 'Z';
    }

    /** A profile; null: none. */
    public static void usual(JsonGenerator json, String name, Usual usual) throws IOException {
        if (usual == null) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeStringField("profile", usual.level().key());
        number(json, "requestsPerSecond", usual.perSecond());
        number(json, "mostRequestsPerSecond", usual.high());
        number(json, "completion", usual.completion());
        number(json, "leastCompletion", usual.leastCompletion());
        number(json, "sourcesPerMinute", usual.sources());
        number(json, "retries", usual.retries());
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isNaN(value)) json.writeNullField(name);
        else json.writeNumberField(name, Math.round(value * 1e4) / 1e4);
    }
}
