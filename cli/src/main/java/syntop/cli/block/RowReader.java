package syntop.cli.block;

import java.io.IOException;
import java.util.List;
import syntop.capture.decode.Prefix;
import syntop.cli.values.Prefixes;

/** One row of a result, of whatever view. */
final class RowReader extends RequestFigures {
    private final ResultJson json;
    private final String name; // as in: row 7

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

    /**
     * Begins before the row.
     *
     * @param number from 1 on
     */
    RowReader(ResultJson json, int number) {
        super(json);
        this.json = json;
        name = "row " + number;
    }

    /** Reads all of it. */
    void read() throws IOException, Refusal {
        json.object(name, this::member);
    }

    @Override
    void member(String key) throws IOException, Refusal {
        switch (key) {
            case "source", "prefix" -> prefix = prefix(key);
            case "syn" -> rowSyns = json.count(key);
            case "req" -> rowRequests = json.count(key);
            case "ttl" -> ttl = small(key);
            case "window" -> rcvWnd = small(key);
            case "mss" -> mss = small(key);
            case "scale" -> scale = small(key);
            case "bad" -> {
                odd = true;
                json.skip();
            }
            case "completion" -> completion = json.share(key);
            case "options" -> options = Signature.layout(json.text(key));
            default -> super.member(key);
        }
    }

    private int small(String key) throws IOException, Refusal {
        long value = json.count(key);
        if (value > 65_535) throw json.wrong(name + ": " + key + " is too much");
        return (int) value;
    }

    private Prefix prefix(String key) throws IOException, Refusal {
        try {
            return Prefixes.parse(json.text(key));
        } catch (IllegalArgumentException e) {
            throw json.wrong(name + " has no address", e);
        }
    }

    /** What it says of a source. */
    Row row() throws Refusal {
        if (rowSyns < 0) throw json.wrong(name + " has no syn");
        if (rowRequests >= 0 && failed() >= 0) {
            return new Row(prefix, rowRequests, Math.min(failed(), rowRequests));
        }
        long lost = completion < 0 ? -1 : Math.round(rowSyns * (1 - completion));
        return new Row(prefix, rowSyns, lost);
    }

    /** Whether it is about a signature. */
    boolean isSignature() {
        return options != null;
    }

    /** What it says of a signature. */
    Signature signature() throws Refusal {
        try {
            return new Signature(ttl, rcvWnd, options, mss, scale, odd, rowSyns);
        } catch (IllegalArgumentException e) {
            throw json.wrong(name + " is no signature", e);
        }
    }
}
