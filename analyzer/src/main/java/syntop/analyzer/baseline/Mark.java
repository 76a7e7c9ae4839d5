package syntop.analyzer.baseline;

/** How something compares with the baseline. */
public enum Mark {
    /** It does not occur there. */
    NEW("new", "new"),
    /** It occurs there, about as much. */
    USUAL("usual", "usual"),
    /** It occurs there, but never so much. */
    ABOVE("above usual", "above");

    private final String key;
    private final String word;

    Mark(String key, String word) {
        this.key = key;
        this.word = word;
    }

    /** The name in JSON; it never changes. */
    public String key() {
        return key;
    }

    /** The name in a narrow column. */
    public String word() {
        return word;
    }
}
