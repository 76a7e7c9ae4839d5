package syntop.cli.block;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;

/** The figures of what became of requests, as they stand in a row and in the total. */
class RequestFigures {
    private static final Set<String> KEYS = Set.of("halfOpen", "refused", "unanswered", "aborted");

    private final ResultJson json;
    private long sum;
    private int seen;
    private long completed;
    private boolean estimated;

    RequestFigures(ResultJson json) {
        this.json = json;
    }

    /** Reads a member, or passes over it. */
    void member(String key) throws IOException, Refusal {
        if (KEYS.contains(key)) {
            sum += json.count(key);
            seen++;
        } else if (key.equals("completed") || key.equals("answerNotCaptured")) {
            completed += json.count(key);
        } else if (key.equals("exact")) {
            estimated = json.is(JsonToken.VALUE_FALSE);
        } else {
            json.skip();
        }
    }

    /** The requests that came to nothing, or -1 where not all figures were there. */
    final long failed() {
        return seen == KEYS.size() ? sum : -1;
    }

    /** The requests that became connections. */
    final long completed() {
        return completed;
    }

    /** Whether they were told from a sample. */
    final boolean estimated() {
        return estimated;
    }
}
