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
import syntop.capture.decode.Prefix;
import syntop.cli.values.Prefixes;

/**
 * Reads the JSON that syntop prints. Hostile until parsed: whatever is used of it is a number in
 * range, an address, a time or a word of a list; all else is passed over, whatever it says. Reads
 * to the end of the input: of several objects, as {@code live} prints them, the last counts.
 */
public final class ResultReader {
    private static final Set<String> COMMANDS = Set.of("replay", "merge", "sample", "live");
    private static final long MOST_COUNT = 1L << 42; // the sum of all rows fits in a long
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
    private final JsonParser in;

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

    private ResultReader(String name, JsonParser in) {
        this.name = name;
        this.in = in;
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

    /** Reads a member of an object, all of its value. */
    private interface Member {
        void read(String key) throws IOException, Refusal;
    }

    private void object(String what, Member member) throws IOException, Refusal {
        if (in.currentToken() != JsonToken.START_OBJECT) throw wrong(what + " is no object");
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            member.read(key);
        }
    }

    private Result result() throws IOException, Refusal {
        object("it", this::top);
        if (schema == null) throw wrong("it has no schema");
        if (command == null) throw wrong("it has no command");
        if (syns < 0) throw wrong("it has no totals.syn");
        if (rows == null) throw wrong("it has no rows");
        View view = view();
        if (view == View.SIGNATURE && signatures.size() != rows.size()) {
            throw wrong("a row has no signature");
        }
        if (view != View.SIGNATURE && rows.stream().anyMatch(row -> row.prefix() == null)) {
            throw wrong("a row has no " + view.key());
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
            case "by" -> by = text(key);
            case "interval" -> object(key, this::interval);
            case "totals" -> object(key, this::totals);
            case "verdict" -> object(key, this::verdict);
            case "handshakes" -> handshakes();
            case "window" -> {
                windowed = true;
                in.skipChildren();
            }
            case "rows" -> rows();
            default -> in.skipChildren();
        }
    }

    private void schema() throws IOException, Refusal {
        schema = text("schema");
        if (schema.equals("syntop/1")) return;
        boolean newer = schema.matches("syntop/[1-9]\\d{0,8}");
        throw newer
                ? new Refusal(
                        name + ": made by a newer syntop, schema=" + schema + ", known=syntop/1")
                : wrong("its schema is another");
    }

    private void command() throws IOException, Refusal {
        command = text("command");
        if (!COMMANDS.contains(command)) {
            throw new Refusal(
                    name
                            + ": no result of replay, merge, sample or live, which is what block takes");
        }
    }

    private void interval(String key) throws IOException, Refusal {
        switch (key) {
            case "from" -> from = time(key);
            case "to" -> to = time(key);
            default -> in.skipChildren();
        }
    }

    private Instant time(String key) throws IOException, Refusal {
        if (in.currentToken() == JsonToken.VALUE_NULL) return null;
        try {
            return Instant.parse(text(key));
        } catch (DateTimeException e) {
            throw wrong("interval." + key + " is no time");
        }
    }

    private void totals(String key) throws IOException, Refusal {
        switch (key) {
            case "syn" -> syns = count(key);
            case "req" -> requests = count(key);
            case "sources" -> sources = count(key);
            default -> in.skipChildren();
        }
    }

    private void verdict(String key) throws IOException, Refusal {
        switch (key) {
            case "class" -> verdict = kind(text(key));
            case "confidence" -> confidence = share(key);
            default -> in.skipChildren();
        }
    }

    private Kind kind(String key) throws Refusal {
        for (Kind each : Kind.values()) {
            if (each.key().equals(key)) return each;
        }
        throw wrong("its verdict is none that is known");
    }

    private void handshakes() throws IOException, Refusal {
        Failures all = new Failures();
        object("handshakes", all::member);
        failed = all.failed();
        completed = all.completed;
    }

    private void rows() throws IOException, Refusal {
        if (in.currentToken() != JsonToken.START_ARRAY) throw wrong("rows is no array");
        rows = new ArrayList<>();
        signatures = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (rows.size() == Result.MOST_ROWS) {
                throw wrong("it has more than " + Result.MOST_ROWS + " rows");
            }
            RowReader row = new RowReader();
            object("row " + (rows.size() + 1), row::member);
            rows.add(row.row());
            if (row.options != null) signatures.add(row.signature());
        }
    }

    private String text(String key) throws IOException, Refusal {
        if (in.currentToken() != JsonToken.VALUE_STRING) throw wrong(key + " is no text");
        return in.getText();
    }

    private long count(String key) throws IOException, Refusal {
        boolean whole = in.currentToken() == JsonToken.VALUE_NUMBER_INT;
        boolean fits = whole && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits || in.getLongValue() < 0 || in.getLongValue() > MOST_COUNT) {
            throw wrong(key + " is no count");
        }
        return in.getLongValue();
    }

    private double share(String key) throws IOException, Refusal {
        boolean number = in.currentToken().isNumeric();
        if (!number || !(in.getDoubleValue() >= 0) || in.getDoubleValue() > 1) {
            throw wrong(key + " is no share");
        }
        return in.getDoubleValue();
    }

    private Refusal wrong(String what) {
        return new Refusal(name + ": not a result of syntop, " + what);
    }

    /** The figures of requests that came to nothing, as they stand in rows and in the total. */
    private class Failures {
        private static final Set<String> KEYS =
                Set.of("halfOpen", "refused", "unanswered", "aborted");
        private long sum;
        private int seen;
        private long completed;

        void member(String key) throws IOException, Refusal {
            if (KEYS.contains(key)) {
                sum += count(key);
                seen++;
            } else if (key.equals("completed") || key.equals("answerNotCaptured")) {
                completed += count(key);
            } else if (key.equals("exact")) {
                estimated = in.currentToken() == JsonToken.VALUE_FALSE;
            } else {
                in.skipChildren();
            }
        }

        /** Their sum, or -1 without all of them. */
        long failed() {
            return seen == KEYS.size() ? sum : -1;
        }
    }

    /** One row, of whatever view. */
    private final class RowReader extends Failures {
        private Prefix prefix;
        private long rowSyns = -1;
        private long rowRequests = -1;
        private int ttl;
        private int rcvWnd;
        private int mss;
        private int scale = -1;
        private boolean odd;
        private double completion = -1;
        private List<String> options;

        @Override
        void member(String key) throws IOException, Refusal {
            switch (key) {
                case "source", "prefix" -> prefix = prefix(key);
                case "syn" -> rowSyns = count(key);
                case "req" -> rowRequests = count(key);
                case "ttl" -> ttl = small(key);
                case "window" -> rcvWnd = small(key);
                case "mss" -> mss = small(key);
                case "scale" -> scale = small(key);
                case "bad" -> {
                    odd = true;
                    in.skipChildren();
                }
                case "completion" -> completion = share(key);
                case "options" -> options = Signature.layout(text(key));
                default -> super.member(key);
            }
        }

        private int small(String key) throws IOException, Refusal {
            long value = count(key);
            if (value > 65_535)
                throw wrong("row " + (rows.size() + 1) + ": " + key + " is too much");
            return (int) value;
        }

        private Prefix prefix(String key) throws IOException, Refusal {
            try {
                return Prefixes.parse(text(key));
            } catch (IllegalArgumentException e) {
                String row = "row " + (rows.size() + 1);
                throw new Refusal(name + ": not a result of syntop, " + row + " has no address", e);
            }
        }

        Row row() throws Refusal {
            if (rowSyns < 0) throw wrong("row " + (rows.size() + 1) + " has no syn");
            if (rowRequests >= 0 && failed() >= 0) {
                return new Row(prefix, rowRequests, Math.min(failed(), rowRequests));
            }
            long lost = completion < 0 ? -1 : Math.round(rowSyns * (1 - completion));
            return new Row(prefix, rowSyns, lost);
        }

        Signature signature() throws Refusal {
            try {
                return new Signature(ttl, rcvWnd, options, mss, scale, odd, rowSyns);
            } catch (IllegalArgumentException e) {
                throw new Refusal(
                        name + ": not a result of syntop, row " + rows.size() + " is no signature",
                        e);
            }
        }
    }
}
