package syntop.analyzer.baseline;

/** How closely the profile in use fits the time; the later, the closer. */
public enum Level {
    /** All hours in one, while less than three days were recorded. */
    GLOBAL("global", "at any hour"),
    /** The hour of the day, once it was recorded on three days. */
    HOUR_OF_DAY("hour-of-day", "at this hour of the day"),
    /** The hour of the week, once it was recorded in three weeks. */
    HOUR_OF_WEEK("hour-of-week", "at this hour of the week");

    private final String key;
    private final String words;

    Level(String key, String words) {
        this.key = key;
        this.words = words;
    }

    /** The name in JSON; it never changes. */
    public String key() {
        return key;
    }

    /** In a sentence: when. */
    public String words() {
        return words;
    }
}
