package syntop.cli.block;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A place in the JSON of a result, and what is read there, or refused. One thread. */
final class ResultJson {
    private static final long MOST_COUNT = 1L << 42; // the sum of all rows fits in a long

    private final String name;
    private final JsonParser parser;

    /**
     * Begins where a parser stands.
     *
     * @param name what is read, for messages
     */
    ResultJson(String name, JsonParser parser) {
        this.name = name;
        this.parser = parser;
    }

    /** Reads a member of an object, all of its value. */
    interface Member {
        void read(String key) throws IOException, Refusal;
    }

    /** Reads an object, member by member. */
    void object(String what, Member member) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.START_OBJECT) throw wrong(what + " is no object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            member.read(key);
        }
    }

    /** Whether a token of this kind stands here. */
    boolean is(JsonToken token) {
        return parser.currentToken() == token;
    }

    /** Goes on, and tells whether a token of another kind than this stands there. */
    boolean nextIsNot(JsonToken token) throws IOException {
        return parser.nextToken() != token;
    }

    /** Passes over what stands here, all of it. */
    void skip() throws IOException {
        parser.skipChildren();
    }

    /** The text that stands here. */
    String text(String key) throws IOException, Refusal {
        if (parser.currentToken() != JsonToken.VALUE_STRING) throw wrong(key + " is no text");
        return parser.getText();
    }

    /** The whole number of something that stands here. */
    long count(String key) throws IOException, Refusal {
        boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
        boolean fits = whole && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        if (!fits || parser.getLongValue() < 0 || parser.getLongValue() > MOST_COUNT) {
            throw wrong(key + " is no count");
        }
        return parser.getLongValue();
    }

    /** The number from 0 to 1 that stands here. */
    double share(String key) throws IOException, Refusal {
        boolean number = parser.currentToken().isNumeric();
        if (!number || !(parser.getDoubleValue() >= 0) || parser.getDoubleValue() > 1) {
            throw wrong(key + " is no share");
        }
        return parser.getDoubleValue();
    }

    /** To be thrown: this is no result, for a reason. */
    Refusal wrong(String what) {
        return new Refusal(name + ": not a result of syntop, " + what);
    }

    /** To be thrown: this is no result, for a reason that an exception tells more of. */
    Refusal wrong(String what, Exception cause) {
        return new Refusal(wrong(what).getMessage(), cause);
    }
}
