package syntop.cli.block;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import syntop.analyzer.View;
import syntop.analyzer.verdict.Kind;

/**
 * Reads the JSON that syntop prints. Hostile until parsed: whatever is used of it is a number in
 * range, an address, a time or a word of a list; all else is passed over, whatever it says. Reads
 * to the end of the input: of several objects, as {@code live} prints them, the last counts.
 */
public final class ResultReader {
    private static final Set<String> COMMANDS = Set.of("replay", "merge", "sample", "live");
    private static final JsonFactory JSON =
            new JsonFactoryBuilder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(16)
                                    .maxNameLength(64)
                                    .maxNumberLength(32)
                                    .maxStringLength(1 << 16)
                                    .maxDocumentLength(4L << 30)
                                    .build())
                    .build();

    private final String name;
    private final ResultJson json;

    private String schema;
    private String command;
    private String by;
    private Kind verdict;
    private double confidence;
    private Instant from;
    private Instant to;
    private boolean windowed;
    private long syns = -1;
    private long requests = -1;
    private long sources;
    private long failed = -1; // of all
    private long completed; // of all
    private boolean estimated;
    private List<Row> rows;
    private List<Signature> signatures;

    private ResultReader(String name, JsonParser parser) {
        this.name = name;
        json = new ResultJson(name, parser);
    }

    /**
     * Reads a result.
     *
     * @param name what is read, for messages
     * @param stream in UTF-8; stays open
     */
    public static Result read(String name, InputStream stream) throws Refusal {
        try (JsonParser parser = JSON.createParser(stream)) {
            parser.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            Result result = null;
            while (parser.nextToken() != null) result = new ResultReader(name, parser).result();
            if (result == null) throw new Refusal(name + ": not a result of syntop, it is empty");
            return result;
        } catch (JsonEOFException e) {
            throw new Refusal(name + ": cut short at byte " + place(e), e);
        } catch (StreamConstraintsException e) {
            throw new Refusal(name + ": not a result of syntop, " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new Refusal(name + ": no JSON at byte " + place(e), e);
        } catch (CharConversionException e) {
            throw new Refusal(name + ": no JSON, not UTF-8", e);
        } catch (IOException e) {
            throw new Refusal(name + ": cannot be read, " + e.getMessage(), e);
        }
    }

    private static long place(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
    }

    private Result result() throws IOException, Refusal {
        json.object("it", this::top);
        if (schema == null) throw json.wrong("it has no schema");
        if (command == null) throw json.wrong("it has no command");
        if (syns < 0) throw json.wrong("it has no totals.syn");
        if (rows == null) throw json.wrong("it has no rows");
        View view = view();
        if (view == View.SIGNATURE && signatures.size() != rows.size()) {
            throw json.wrong("a row has no signature");
        }
        if (view != View.SIGNATURE && rows.stream().anyMatch(row -> row.prefix() == null)) {
            throw json.wrong("a row has no " + view.key());
        }
        return new Result(
                name,
                verdict,
                confidence,
                from,
                to,
                sources,
                windowed || requests < 0 ? syns : requests,
                failed(),
                estimated,
                view,
                view == View.SIGNATURE ? List.of() : rows,
                view == View.SIGNATURE ? signatures : List.of(),
                syns);
    }

    /** Of all requests; those of a window are not told, so the same part of them as of all. */
    private long failed() {
        if (failed < 0 || requests < 0) return -1;
        if (!windowed) return Math.min(failed, requests);
        long all = failed + completed;
        return all == 0 ? 0 : Math.round((double) failed / all * syns);
    }

    private View view() throws Refusal {
        for (View each : List.of(View.SOURCE, View.PREFIX, View.SIGNATURE)) {
            if (each.key().equals(by)) return each;
        }
        throw new Refusal(
                name + ": its rows are no sources; make it with --by source, prefix or signature");
    }

    private void top(String key) throws IOException, Refusal {
        switch (key) {
            case "schema" -> schema();
            case "command" -> command();
            case "by" -> by = json.text(key);
            case "interval" -> json.object(key, this::interval);
            case "totals" -> json.object(key, this::totals);
            case "verdict" -> json.object(key, this::verdict);
            case "handshakes" -> handshakes();
            case "window" -> {
                windowed = true;
                json.skip();
            }
            case "rows" -> rows();
            default -> json.skip();
        }
    }

    private void schema() throws IOException, Refusal {
        schema = json.text("schema");
        if (schema.equals("syntop/1")) return;
        boolean newer = schema.matches("syntop/[1-9]\\d{0,8}");
        throw newer
                ? new Refusal(
                        name + ": made by a newer syntop, schema=" + schema + ", known=syntop/1")
                : json.wrong("its schema is another");
    }

    private void command() throws IOException, Refusal {
        command = json.text("command");
        if (!COMMANDS.contains(command)) {
            throw new Refusal(
                    name
                            + ": no result of replay, merge, sample or live, which is what block"
                            + " takes");
        }
    }

    private void interval(String key) throws IOException, Refusal {
        switch (key) {
            case "from" -> from = time(key);
            case "to" -> to = time(key);
            default -> json.skip();
        }
    }

    private Instant time(String key) throws IOException, Refusal {
        if (json.is(JsonToken.VALUE_NULL)) return null;
        try {
            return Instant.parse(json.text(key));
        } catch (DateTimeException e) {
            throw json.wrong("interval." + key + " is no time");
        }
    }

    private void totals(String key) throws IOException, Refusal {
        switch (key) {
            case "syn" -> syns = json.count(key);
            case "req" -> requests = json.count(key);
            case "sources" -> sources = json.count(key);
            default -> json.skip();
        }
    }

    private void verdict(String key) throws IOException, Refusal {
        switch (key) {
            case "class" -> verdict = kind(json.text(key));
            case "confidence" -> confidence = json.share(key);
            default -> json.skip();
        }
    }

    private Kind kind(String key) throws Refusal {
        for (Kind each : Kind.values()) {
            if (each.key().equals(key)) return each;
        }
        throw json.wrong("its verdict is none that is known");
    }

    private void handshakes() throws IOException, Refusal {
        RequestFigures all = new RequestFigures(json);
        json.object("handshakes", all::member);
        failed = all.failed();
        completed = all.completed();
        estimated = all.estimated();
    }

    private void rows() throws IOException, Refusal {
        if (!json.is(JsonToken.START_ARRAY)) throw json.wrong("rows is no array");
        rows = new ArrayList<>();
        signatures = new ArrayList<>();
        while (json.nextIsNot(JsonToken.END_ARRAY)) {
            if (rows.size() == Result.MOST_ROWS) {
                throw json.wrong("it has more than " + Result.MOST_ROWS + " rows");
            }
            RowReader row = new RowReader(json, rows.size() + 1);
            row.read();
            rows.add(row.row());
            if (row.isSignature()) signatures.add(row.signature());
        }
    }
}
