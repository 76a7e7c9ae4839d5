package syntop.cli.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Prefixes;
import syntop.analyzer.baseline.Scope;
import syntop.analyzer.baseline.Sightings;
import syntop.analyzer.count.Addresses;
import syntop.capture.decode.Prefix;

/** Reads what {@link BaselineWriter} writes, and nothing else. One thread, once. */
final class BaselineReader {
    static final long MOST = 1_000_000_000_000_000L; // of anything counted
    private static final int MOST_SCOPE = 1024; // ports, networks
    private final StrictJson json;

    private BaselineReader(StrictJson json) {
        this.json = json;
    }

    /**
     * Reads a baseline to its end.
     *
     * @throws StrictJson.Refusal when it is none, or not whole, with the reason
     */
    static Baseline read(Reader in, long mostChars) throws IOException {
        try (StrictJson json = new StrictJson(in, mostChars)) {
            Baseline baseline = new BaselineReader(json).all();
            json.end();
            return baseline;
        } catch (JsonProcessingException e) {
            throw StrictJson.refusal(e);
        }
    }

    /** What stands at the top, in whatever order but for the schema. */
    private static final class Top {
        boolean schema;
        long learnt;
        long leftOut;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long day = Baseline.NO_DAY;
    }

    private Baseline all() throws IOException {
        Top top = new Top();
        Baseline[] made = {null}; // once the scope is known, which comes first
        json.object(
                "a baseline",
                List.of(
                        "schema",
                        "scope",
                        "learntSeconds",
                        "leftOutSeconds",
                        "all",
                        "targets",
                        "prefixes",
                        "widePrefixes",
                        "signatures"),
                name -> {
                    if (!top.schema) schema(name, top);
                    else if (name.equals("scope")) made[0] = new Baseline(scope());
                    else if (made[0] == null) throw json.refusal("scope must come second");
                    else field(name, top, made[0]);
                });
        Baseline baseline = made[0];
        boolean timed = top.learnt > 0;
        boolean told = top.first <= top.last && top.day != Baseline.NO_DAY;
        if (timed != told) throw json.refusal("learntSeconds, from, to and today contradict");
        baseline.recorded(top.first, top.last, top.learnt, top.leftOut, top.day);
        return baseline;
    }

    private void schema(String name, Top top) throws IOException {
        if (!name.equals("schema")) throw json.refusal("not a baseline of syntop: no schema");
        String schema = json.text(name);
        if (schema.startsWith("syntop/")) {
            throw json.refusal("a result of syntop, not a baseline");
        }
        if (!schema.equals(BaselineWriter.SCHEMA)) {
            boolean ours = schema.matches("syntop-baseline/\\d{1,9}");
            String what = ours ? "a baseline of a newer syntop" : "not a baseline of syntop";
            throw json.refusal(
                    what + ", schema " + schema + "; this one reads " + BaselineWriter.SCHEMA);
        }
        top.schema = true;
    }

    private void field(String name, Top top, Baseline baseline) throws IOException {
        switch (name) {
            case "learntSeconds" -> top.learnt = json.number(name, 0, MOST);
            case "leftOutSeconds" -> top.leftOut = json.number(name, 0, MOST);
            case "from" -> top.first = time(name);
            case "to" -> top.last = time(name);
            case "today" -> top.day = date(name);
            case "all" -> new WeekReader(json).read(name, baseline.all());
            case "targets" -> targets(baseline);
            case "prefixes" -> prefixes(name, baseline.prefixes().fine(), true);
            case "widePrefixes" -> prefixes(name, baseline.prefixes().coarse(), false);
            case "signatures" -> signatures(name, baseline.signatures());
            default -> throw json.unknown(name);
        }
    }

    private Scope scope() throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<String> nets = new ArrayList<>();
        String[] filter = {""};
        json.object(
                "scope",
                List.of("ports", "nets", "filter"),
                name -> {
                    switch (name) {
                        case "ports" -> {
                            List<String> texts = new ArrayList<>();
                            json.texts(name, MOST_SCOPE, texts::add);
                            for (String text : texts) ports.add(port(text));
                        }
                        case "nets" -> json.texts(name, MOST_SCOPE, nets::add);
                        case "filter" -> filter[0] = json.text(name);
                        default -> throw json.unknown(name);
                    }
                });
        return new Scope(ports, nets, filter[0]);
    }

    private int port(String text) throws StrictJson.Refusal {
        boolean number = text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65_535;
        if (!number) throw json.refusal("a port must be 0 to 65535, is " + text);
        return Integer.parseInt(text);
    }

    private long time(String name) throws IOException {
        String text = json.text(name);
        try {
            return Instant.parse(text).getEpochSecond();
        } catch (DateTimeException e) {
            throw json.refusal(name + " must be a time, is " + text);
        }
    }

    private long date(String name) throws IOException {
        String text = json.text(name);
        try {
            return LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            throw json.refusal(name + " must be a date, is " + text);
        }
    }

    /** Fields of a target, until all are known. */
    private static final class TargetFields {
        Prefix address;
        int port = -1;
        long requests = -1;
    }

    private void targets(Baseline baseline) throws IOException {
        TargetFields[] now = {new TargetFields()};
        json.objects(
                "targets",
                Baseline.MAX_TARGETS,
                List.of("address", "port", "requests", "hours"),
                field -> {
                    TargetFields target = now[0];
                    switch (field) {
                        case "address" -> target.address = prefix(json.text(field), 128, 128);
                        case "port" -> target.port = (int) json.number(field, 0, 65_535);
                        case "requests" -> target.requests = json.number(field, 0, MOST);
                        case "hours" -> hours(baseline, target);
                        default -> throw json.unknown(field);
                    }
                },
                () -> now[0] = new TargetFields());
    }

    private void hours(Baseline baseline, TargetFields target) throws IOException {
        boolean known = target.address != null && target.port >= 0 && target.requests >= 0;
        if (!known) throw json.refusal("hours must come last");
        long hi = target.address.hi();
        long lo = target.address.lo();
        boolean twice = baseline.targets().stream().anyMatch(each -> each.is(hi, lo, target.port));
        if (twice) throw json.refusal("a target is there twice");
        new WeekReader(json)
                .read("hours", baseline.addTarget(hi, lo, target.port, target.requests));
    }

    /** A prefix whose length is one of two, of 128 bits, and whose other bits are 0. */
    private Prefix prefix(String text, int v4Bits, int v6Bits) throws StrictJson.Refusal {
        try {
            Prefix prefix = syntop.cli.values.Prefixes.parse(text);
            boolean v4 = Addresses.isV4(prefix.hi(), prefix.lo());
            if (prefix.bits() == (v4 ? v4Bits : v6Bits)) return prefix;
        } catch (IllegalArgumentException e) {
            throw json.refusal(e.getMessage());
        }
        throw json.refusal("a prefix of another length: " + text);
    }

    private void prefixes(String name, Sightings sightings, boolean fine) throws IOException {
        int v4 = fine ? Prefixes.fineBits(true) : Prefixes.coarseBits(true);
        int v6 = fine ? Prefixes.fineBits(false) : Prefixes.coarseBits(false);
        new SightingsReader(json)
                .read(
                        name,
                        sightings,
                        List.of("prefix"),
                        (field, met) -> {
                            Prefix prefix = prefix(json.text(field), v4, v6);
                            met.hi = prefix.hi();
                            met.lo = prefix.lo();
                        });
    }

    private void signatures(String name, Sightings sightings) throws IOException {
        new SightingsReader(json)
                .read(
                        name,
                        sightings,
                        List.of("options", "style"),
                        (field, met) -> {
                            String text = json.text(field);
                            if (!text.matches("[0-9a-f]{16}")) {
                                throw json.refusal(
                                        field + " must be 16 hexadecimal digits, is " + text);
                            }
                            long word = Long.parseUnsignedLong(text, 16);
                            if (field.equals("options")) met.hi = word;
                            else met.lo = word;
                        });
    }
}
