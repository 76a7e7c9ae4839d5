package syntop.cli.baseline;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import syntop.analyzer.baseline.Histogram;
import syntop.analyzer.baseline.Slot;
import syntop.analyzer.baseline.Week;

/** Reads the hours of a week, as part of a baseline. One thread, once. */
final class WeekReader {
    private static final List<String> OF_SLOT =
            List.of(
                    "hour",
                    "days",
                    "requestsPerSecond",
                    "notCompletedPercent",
                    "sourcesPerMinute",
                    "retriesPercent");
    private static final String[] HOURS = new String[Week.HOURS];

    static {
        for (int i = 0; i < HOURS.length; i++) {
            HOURS[i] = BaselineWriter.hour(i);
        }
    }

    private final StrictJson json;

    WeekReader(StrictJson json) {
        this.json = json;
    }

    /** Fields of an hour, until it is known which one it is. */
    private static final class Hour {
        int hour = -1;
        boolean today;
        int days;
        final Map<String, Histogram> histograms = new HashMap<>();
    }

    /**
     * Reads the hours that are there.
     *
     * @param name of the field that holds them, for messages
     * @param week what they are put into
     * @throws StrictJson.Refusal for what is no hour, or there twice, with the reason
     */
    void read(String name, Week week) throws IOException {
        Hour[] now = {new Hour()};
        json.objects(
                name,
                2 * Week.HOURS,
                OF_SLOT,
                field -> {
                    Hour hour = now[0];
                    switch (field) {
                        case "hour" -> hour.hour = hour(json.text(field));
                        case "today" -> {
                            json.yes(field);
                            hour.today = true;
                        }
                        case "days" -> hour.days = (int) json.number(field, 0, 10_000_000);
                        default -> {
                            if (!OF_SLOT.contains(field)) throw json.unknown(field);
                            hour.histograms.put(field, histogram(field));
                        }
                    }
                },
                () -> {
                    put(now[0], week);
                    now[0] = new Hour();
                });
    }

    private int hour(String text) throws StrictJson.Refusal {
        for (int i = 0; i < HOURS.length; i++) {
            if (HOURS[i].equals(text)) return i;
        }
        throw json.refusal("hour must be Mon 00 to Sun 23, is " + text);
    }

    private void put(Hour hour, Week week) throws StrictJson.Refusal {
        if (week.slot(hour.hour, hour.today) != null) {
            throw json.refusal("the hour " + HOURS[hour.hour] + " is there twice");
        }
        Slot slot = week.make(hour.hour, hour.today);
        slot.days(hour.days);
        slot.requestsPerSecond().add(hour.histograms.get("requestsPerSecond"));
        slot.notCompletedPercent().add(hour.histograms.get("notCompletedPercent"));
        slot.sourcesPerMinute().add(hour.histograms.get("sourcesPerMinute"));
        slot.retriesPercent().add(hour.histograms.get("retriesPercent"));
    }

    private Histogram histogram(String name) throws IOException {
        Histogram histogram = new Histogram();
        long most = name.endsWith("Percent") ? 100 : Histogram.MOST;
        json.object(
                name,
                List.of(),
                value -> {
                    boolean number = value.matches("0|[1-9]\\d{0,9}");
                    long least = number ? Long.parseLong(value) : -1;
                    if (!Histogram.isLeast(least) || least > most) {
                        throw json.refusal("no number of " + name + ": " + value);
                    }
                    histogram.add(
                            least, json.number(value, 1, BaselineReader.MOST / Histogram.BUCKETS));
                });
        return histogram;
    }
}
