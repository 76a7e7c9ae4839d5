package syntop.cli.baseline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import syntop.analyzer.baseline.Sightings;

/**
 * Reads what was met how often, prefixes and signatures, as part of a baseline. One thread, once.
 */
final class SightingsReader {
    private final StrictJson json;

    SightingsReader(StrictJson json) {
        this.json = json;
    }

    /** Fields of something that was met, until all are known. */
    static final class Met {
        long hi;
        long lo;
        long syns;
        long most;
    }

    /** Takes a field of a key. */
    interface KeyField {
        void read(String field, Met met) throws IOException;
    }

    /**
     * Reads all that were met.
     *
     * @param name of the field that holds them, for messages
     * @param sightings what they are put into
     * @param key fields that make up the key of one
     * @param ofKey takes these
     * @throws StrictJson.Refusal for what is none, or there twice, with the reason
     */
    void read(String name, Sightings sightings, List<String> key, KeyField ofKey)
            throws IOException {
        List<String> required = new ArrayList<>(List.of("syn", "mostPerMinute"));
        required.addAll(key);
        Met[] now = {new Met()};
        json.object(
                name,
                List.of("forgottenSyn", "known"),
                field -> {
                    switch (field) {
                        case "forgottenSyn" ->
                                sightings.forgotten(json.number(field, 0, BaselineReader.MOST));
                        case "known" ->
                                json.objects(
                                        name,
                                        sightings.capacity(),
                                        required,
                                        each -> met(each, now[0], key, ofKey),
                                        () -> {
                                            note(now[0], name, sightings);
                                            now[0] = new Met();
                                        });
                        default -> throw json.unknown(field);
                    }
                });
    }

    private void met(String field, Met met, List<String> key, KeyField ofKey) throws IOException {
        switch (field) {
            case "syn" -> met.syns = json.number(field, 1, BaselineReader.MOST);
            case "mostPerMinute" -> met.most = json.number(field, 0, BaselineReader.MOST);
            default -> {
                if (!key.contains(field)) throw json.unknown(field);
                ofKey.read(field, met);
            }
        }
    }

    private void note(Met met, String name, Sightings sightings) throws StrictJson.Refusal {
        if (sightings.get(met.hi, met.lo) != null) {
            throw json.refusal("in " + name + " there is one twice");
        }
        sightings.add(met.hi, met.lo, met.syns, met.most);
    }
}
