package syntop.cli.baseline;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.Reader;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads JSON whose every field is known. What is unknown, missing, twice there, of another type or
 * out of its range is refused with its line. One thread.
 */
final class StrictJson implements AutoCloseable {
    private static final int MOST_TEXT = 4096;

    private final JsonParser json;

    /** What a file may hold and does not. */
    static final class Refusal extends IOException {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    /** Takes the value of a field. */
    @FunctionalInterface
    interface Field {
        /** Reads the value, or refuses the name. */
        void read(String name) throws IOException;
    }

    /** Takes an element of an array. */
    @FunctionalInterface
    interface Element {
        /** Reads it. */
        void read() throws IOException;
    }

    StrictJson(Reader in, long mostChars) throws IOException {
        json =
                new JsonFactoryBuilder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxDocumentLength(mostChars)
                                        .maxNestingDepth(10)
                                        .maxNameLength(64)
                                        .maxNumberLength(20)
                                        .maxStringLength(MOST_TEXT)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build()
                        .createParser(in);
    }

    /** What is refused, with the line. */
    Refusal refusal(String what) {
        return new Refusal("line " + json.currentLocation().getLineNr() + ": " + what);
    }

    /** As a refusal: what the parser itself does not take. */
    static Refusal refusal(JsonProcessingException e) {
        String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
        return new Refusal(line + e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
    }

    private void expect(JsonToken token, String name) throws IOException {
        JsonToken found = json.nextToken();
        if (found == token) return;
        if (found == null) throw refusal("ends in the middle");
        throw refusal(name + " must be " + word(token) + ", is " + word(found));
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "an array";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "a whole number";
            case VALUE_NUMBER_FLOAT -> "a fraction";
            default -> token.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    /**
     * Reads an object.
     *
     * @param required names that must be there
     * @param field is given each
     */
    void object(String name, List<String> required, Field field) throws IOException {
        expect(JsonToken.START_OBJECT, name);
        fields(name, required, field);
    }

    private void fields(String name, List<String> required, Field field) throws IOException {
        Set<String> missing = new HashSet<>(required);
        for (JsonToken token = json.nextToken(); token != JsonToken.END_OBJECT; ) {
            if (token == null) throw refusal("ends in the middle");
            String each = json.currentName();
            missing.remove(each);
            field.read(each);
            token = json.nextToken();
        }
        if (!missing.isEmpty()) {
            throw refusal(
                    name + " has no " + String.join(", ", missing.stream().sorted().toList()));
        }
    }

    /** The refusal of a field that nobody knows. */
    Refusal unknown(String name) {
        return refusal("unknown field " + name);
    }

    /**
     * Reads an array of objects.
     *
     * @param most elements
     */
    void objects(String name, int most, List<String> required, Field field, Element after)
            throws IOException {
        expect(JsonToken.START_ARRAY, name);
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) throw refusal("ends in the middle");
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw refusal("in " + name + " there must be objects");
            }
            if (++n > most) throw refusal(name + " has more than " + most + " elements");
            fields(name, required, field);
            after.read();
        }
    }

    /**
     * Reads an array of texts, or with numbers in place of texts of their digits.
     *
     * @param most elements
     */
    void texts(String name, int most, Consumer<String> each) throws IOException {
        expect(JsonToken.START_ARRAY, name);
        int n = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            JsonToken token = json.currentToken();
            if (token == null) throw refusal("ends in the middle");
            if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NUMBER_INT) {
                throw refusal(name + " must hold texts or whole numbers");
            }
            if (++n > most) throw refusal(name + " has more than " + most + " elements");
            each.accept(json.getText());
        }
    }

    /** Reads a whole number in a range. */
    long number(String name, long least, long most) throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, name);
        boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (fits && json.getLongValue() >= least && json.getLongValue() <= most) {
            return json.getLongValue();
        }
        throw refusal(name + " must be " + least + " to " + most + ", is " + json.getText());
    }

    /** Reads a text. */
    String text(String name) throws IOException {
        expect(JsonToken.VALUE_STRING, name);
        return json.getText();
    }

    /** Reads what can only be true. */
    void yes(String name) throws IOException {
        expect(JsonToken.VALUE_TRUE, name);
    }

    /** Reads the end. */
    void end() throws IOException {
        if (json.nextToken() != null) throw refusal("something follows the end");
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
