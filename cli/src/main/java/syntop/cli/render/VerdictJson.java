package syntop.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import syntop.analyzer.Snapshot;
import syntop.analyzer.count.Addresses;
import syntop.analyzer.handshake.Counts;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.HandshakeReport.Precision;
import syntop.analyzer.handshake.Percentiles;
import syntop.analyzer.handshake.TargetReport;
import syntop.analyzer.handshake.Timeline;
import syntop.analyzer.verdict.Episode;
import syntop.analyzer.verdict.ServerCounts;
import syntop.analyzer.verdict.Signal;
import syntop.analyzer.verdict.Verdict;

/** The part of a JSON report that is about handshakes and the verdict. */
final class VerdictJson {
    private static final int MOST_PARTS = 600; // of the timeline

    private VerdictJson() {}

    static void write(JsonGenerator json, Snapshot snapshot) throws IOException {
        List<Verdict> verdicts = snapshot.verdicts();
        json.writeObjectFieldStart("verdict");
        verdict(json, verdicts.get(0));
        json.writeArrayFieldStart("others");
        for (Verdict other : verdicts.subList(1, verdicts.size())) {
            json.writeStartObject();
            verdict(json, other);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        handshakes(json, snapshot.handshakes());
        timeline(json, snapshot.handshakes().all().timeline());
        if (snapshot.server() != null) server(json, snapshot.server());
    }

    private static void server(JsonGenerator json, ServerCounts server) throws IOException {
        json.writeObjectFieldStart("kernel");
        json.writeStringField("synCookies", server.cookies().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("seconds", rounded(server.seconds()));
        json.writeNumberField("cookiesSent", server.cookiesSent());
        json.writeNumberField("cookiesReceived", server.cookiesReceived());
        json.writeNumberField("cookiesFailed", server.cookiesFailed());
        json.writeNumberField("queueFull", server.queueFull());
        json.writeNumberField("dropped", server.dropped());
        json.writeNumberField("overflows", server.overflows());
        json.writeNumberField("completed", server.opened());
        json.writeEndObject();
    }

    private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeStringField("class", verdict.kind().key());
        json.writeNumberField("confidence", rounded(verdict.confidence()));
        if (verdict.target() != null) target(json, verdict.target());
        json.writeArrayFieldStart("evidence");
        json.writeString(verdict.evidence());
        json.writeEndArray();
        json.writeStringField("advice", verdict.advice());
        Episode episode = verdict.episode();
        if (episode != null) {
            json.writeStringField("started", second(episode.startSecond()));
            json.writeStringField("peaked", second(episode.peakSecond()));
            json.writeStringField("ended", second(episode.endSecond()));
            json.writeNumberField("peakPerSecond", episode.peakRequests());
            json.writeNumberField("requests", episode.requests());
        }
        json.writeArrayFieldStart("signals");
        for (Signal signal : verdict.signals()) {
            json.writeStartObject();
            json.writeStringField("name", signal.name());
            if (Double.isNaN(signal.value())) json.writeNullField("value");
            else json.writeNumberField("value", rounded(signal.value()));
            json.writeBooleanField("raised", signal.raised());
            json.writeStringField("text", signal.text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void target(JsonGenerator json, TargetReport target) throws IOException {
        json.writeObjectFieldStart("target");
        json.writeStringField("address", Addresses.text(target.hi(), target.lo()));
        json.writeNumberField("port", target.port());
        json.writeEndObject();
    }

    private static void handshakes(JsonGenerator json, HandshakeReport report) throws IOException {
        json.writeObjectFieldStart("handshakes");
        counts(json, report.all().counts());
        json.writeNumberField("answerNotCaptured", report.all().counts().unseen());
        json.writeNumberField("synAckRepeated", report.all().counts().answersRepeated());
        json.writeNumberField("strayAnswers", report.strays().answers());
        Precision precision = report.precision();
        json.writeBooleanField("exact", precision.isExact());
        json.writeNumberField("oneOf", 1L << precision.level());
        json.writeNumberField("shareError", rounded(precision.shareError()));
        json.writeNumberField("forgottenPending", precision.givenUp());
        if (precision.blind() > 0) json.writeNumberField("notFollowed", precision.blind());
        times(json, report.all());
        json.writeEndObject();
        json.writeArrayFieldStart("targets");
        for (TargetReport target : report.targets()) {
            json.writeStartObject();
            target(json, target);
            json.writeNumberField("syn", target.counts().syns());
            json.writeNumberField("req", target.counts().requests());
            counts(json, target.counts());
            times(json, target);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** The figures that rows, targets and the total have in common, but for SYNs and requests. */
    static void counts(JsonGenerator json, Counts counts) throws IOException {
        json.writeNumberField("completed", counts.completed());
        json.writeNumberField("halfOpen", counts.halfOpen());
        json.writeNumberField("refused", counts.refused());
        json.writeNumberField("unanswered", counts.unanswered());
        json.writeNumberField("aborted", counts.aborted());
        json.writeNumberField("retransmissions", counts.retransmissions());
        json.writeNumberField("duplicates", counts.duplicates());
    }

    private static void times(JsonGenerator json, TargetReport target) throws IOException {
        times(json, "synToSynAckNanos", target.serverTimes());
        times(json, "synAckToAckNanos", target.clientTimes());
    }

    private static void times(JsonGenerator json, String name, Percentiles times)
            throws IOException {
        if (times.count() == 0) return;
        json.writeObjectFieldStart(name);
        json.writeNumberField("handshakes", times.count());
        json.writeNumberField("p50", times.p50());
        json.writeNumberField("p90", times.p90());
        json.writeNumberField("p99", times.p99());
        json.writeNumberField("p99.9", times.p999());
        json.writeEndObject();
    }

    /** Requests and completions in equal parts, each a whole number of seconds. */
    private static void timeline(JsonGenerator json, Timeline timeline) throws IOException {
        if (timeline.size() == 0) return;
        long first = timeline.seconds()[0];
        long seconds = timeline.seconds()[timeline.size() - 1] - first + 1;
        long step = (seconds + MOST_PARTS - 1) / MOST_PARTS;
        int parts = (int) ((seconds + step - 1) / step);
        long[] requests = new long[parts];
        long[] completed = new long[parts];
        for (int i = 0; i < timeline.size(); i++) {
            int part = (int) ((timeline.seconds()[i] - first) / step);
            requests[part] += timeline.requests()[i];
            completed[part] += timeline.completed()[i];
        }
        json.writeObjectFieldStart("timeline");
        json.writeStringField("from", second(first));
        json.writeNumberField("stepSeconds", step);
        json.writeFieldName("requests");
        json.writeArray(requests, 0, parts);
        json.writeFieldName("completed");
        json.writeArray(completed, 0, parts);
        json.writeEndObject();
    }

    private static String second(long second) {
        return Text.time(second).replace(' ', 'T') + 'Z';
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
