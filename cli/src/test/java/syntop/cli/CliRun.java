package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of the whole command line inside this JVM, and what it printed.
 *
 * @param out standard output
 * @param err standard error
 */
record CliRun(int status, String out, String err) {
    static CliRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                Main.commandLine(new WithoutBaseline(), args)
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(args);
        return new CliRun(status, out.toString(), err.toString());
    }

    /** The machine of the tests, whose own normal conditions are no matter. */
    private static final class WithoutBaseline extends LocalHost {
        @Override
        public Path baselineFile() {
            return null;
        }
    }

    /** Standard output as one JSON value; fails when it is none or when anything follows it. */
    Result result() {
        try (JsonParser json = new JsonFactory().createParser(out)) {
            json.nextToken();
            Object root = value(json);
            assertEquals(null, json.nextToken(), "something follows the JSON object: " + out);
            return new Result(map(root));
        } catch (IOException e) {
            return fail("no JSON on standard output: " + out + err, e);
        }
    }

    private static Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                assertEquals(null, object.put(name, value(json)), "twice in an object: " + name);
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(json));
            }
            return array;
        }
        if (token == JsonToken.VALUE_NUMBER_INT) return json.getLongValue();
        return token == JsonToken.VALUE_NULL ? null : json.getText();
    }

    @SuppressWarnings("unchecked") // the JSON reader above makes no other maps
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** The JSON of a result, schema syntop/1. */
    record Result(Map<String, Object> json) {
        private Map<String, Object> totals() {
            return map(json.get("totals"));
        }

        /** An object of the report. */
        Map<String, Object> object(String name) {
            return map(json.get(name));
        }

        long frames() {
            return (Long) totals().get("frames");
        }

        long syns() {
            return (Long) totals().get("syn");
        }

        long sources() {
            return (Long) totals().get("sources");
        }

        /** Live: frames that passed the kernel's filter. */
        long received() {
            return (Long) totals().get("received");
        }

        long droppedByKernel() {
            return (Long) map(totals().get("dropped")).get("kernel");
        }

        long droppedByInterface() {
            return (Long) map(totals().get("dropped")).get("interface");
        }

        boolean isAtLeast() {
            return Boolean.parseBoolean((String) map(json.get("counts")).get("atLeast"));
        }

        /** Frames by what became of them; outcomes of no frame are left out. */
        Map<String, Long> outcomes() {
            Map<String, Long> outcomes = new LinkedHashMap<>();
            map(totals().get("outcomes")).forEach((key, count) -> outcomes.put(key, (Long) count));
            return outcomes;
        }

        /** SYNs by the key of each row, in the order of the rows. */
        Map<String, Long> rows() {
            String by = (String) json.get("by");
            Map<String, Long> rows = new LinkedHashMap<>();
            for (Object row : (List<?>) json.get("rows")) {
                String key = String.valueOf(map(row).get(by));
                assertEquals(null, rows.put(key, (Long) map(row).get("syn")), "two rows of " + key);
            }
            return rows;
        }
    }
}
