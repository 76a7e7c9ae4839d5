package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import syntop.analyzer.Snapshot;
import syntop.analyzer.SnapshotBuilder;
import syntop.analyzer.View;
import syntop.capture.batch.Outcome;
import syntop.cli.Golden;

class JsonRendererTest {
    private static String json(Report report) throws IOException {
        StringWriter out = new StringWriter();
        JsonRenderer.render(report, out);
        return out.toString();
    }

    @Test
    void objectEqualsExpectedFile() throws IOException {
        Golden.assertMatches("mixed.json", json(Reports.of(Reports.mixed().build(), "flood.pcap")));
    }

    @Test
    void emptyCaptureEqualsExpectedFile() throws IOException {
        Golden.assertMatches("empty.json", json(Reports.of(Reports.empty(), "empty.pcap")));
    }

    @Test
    void portsEqualExpectedFile() throws IOException {
        Golden.assertMatches("by-port.json", json(Reports.of(Reports.byPort(), "a.pcap", "-")));
    }

    @Test
    void oneObjectOnOneLine() throws IOException {
        String text = json(Reports.of(Reports.huge(1_000_000_000_000L).build(), "a\nb"));
        assertEquals(text.length() - 1, text.indexOf('\n'));
    }

    @Test
    @SuppressWarnings("unchecked")
    void readsBackAsWhatTheSnapshotHolds() throws IOException {
        Snapshot snapshot = Reports.mixed().build();
        Map<String, Object> root = parse(json(Reports.of(snapshot, "flood.pcap")));
        assertEquals("syntop/1", root.get("schema"));
        Map<String, Object> totals = (Map<String, Object>) root.get("totals");
        assertEquals(snapshot.frames(), totals.get("frames"));
        assertEquals(snapshot.syns(), totals.get("syn"));
        assertEquals(snapshot.sources(), totals.get("sources"));
        long frames = 0;
        for (Map.Entry<String, Object> entry :
                ((Map<String, Object>) totals.get("outcomes")).entrySet()) {
            assertTrue((long) entry.getValue() > 0, entry.getKey());
            frames += (long) entry.getValue();
        }
        assertEquals(snapshot.frames(), frames);
        List<Map<String, Object>> rows = (List<Map<String, Object>>) root.get("rows");
        assertEquals(snapshot.rowCount(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            Map<String, Object> row = rows.get(i);
            assertEquals(i + 1L, row.get("rank"));
            assertEquals(Rows.key(snapshot, i), row.get("source"));
            assertEquals(snapshot.syns(i), row.get("syn"));
            assertEquals(Rows.share(snapshot, i), (double) row.get("share"), 0.5e-4);
            assertEquals(snapshot.syns(i) / 29.7, (double) row.get("synPerSecond"), 0.5e-4);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void hostileNamesReadBackAndNothingUnprintableIsWritten() throws IOException {
        String name =
                "a\u001b[2J\n\u0000\u007f\u0085\u009b\u202e\u2028\ud800b\\\"\u00e9\ud83d\ude00";
        Report report =
                new Report(
                        "replay", List.of(name), List.of(name), List.of(name), Reports.noTimes());
        String text = json(report);
        assertTrue(text.stripTrailing().chars().allMatch(c -> c >= ' ' && c < 0x7F), text);
        Map<String, Object> capture = (Map<String, Object>) parse(text).get("capture");
        assertEquals(List.of(name), capture.get("files"));
        assertEquals(List.of(name), capture.get("linkTypes"));
        assertEquals(List.of(name), capture.get("errors"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatIsNotKnownIsNullOrAbsent() throws IOException {
        Map<String, Object> root = parse(json(Reports.of(Reports.noTimes(), "a")));
        Map<String, Object> interval = (Map<String, Object>) root.get("interval");
        assertTrue(interval.containsKey("from"));
        assertNull(interval.get("from"));
        assertNull(interval.get("to"));
        assertEquals(0.0, interval.get("seconds"));
        assertFalse(((Map<String, Object>) root.get("totals")).containsKey("peak"));
        assertFalse(((Map<String, Object>) root.get("capture")).containsKey("errors"));
        Map<String, Object> row = ((List<Map<String, Object>>) root.get("rows")).get(0);
        assertFalse(row.containsKey("synPerSecond"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theLargestNumbersStayRight() throws IOException {
        Snapshot snapshot =
                new SnapshotBuilder(View.SOURCE)
                        .interval(0, 1)
                        .row(1, Long.MAX_VALUE - 5)
                        .frames(Outcome.NOT_IP, 5)
                        .build();
        Map<String, Object> root = parse(json(Reports.of(snapshot, "a")));
        assertEquals(Long.MAX_VALUE, ((Map<String, Object>) root.get("totals")).get("frames"));
        Map<String, Object> row = ((List<Map<String, Object>>) root.get("rows")).get(0);
        assertEquals(Long.MAX_VALUE - 5, row.get("syn"));
        assertEquals(0x1p63 * 1e9, (double) row.get("synPerSecond"), 1e15);
        assertEquals(1.0, row.get("share"));
    }

    private static Map<String, Object> parse(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            Map<String, Object> root = object(parser);
            assertNull(parser.nextToken(), "something follows the object");
            return root;
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            assertFalse(fields.containsKey(name), "twice: " + name);
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(parser));
                }
                yield values;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_NULL -> null;
            default -> throw new IOException("not expected: " + parser.currentToken());
        };
    }
}
