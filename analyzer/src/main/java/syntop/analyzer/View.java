package syntop.analyzer;

/** By what the SYNs are ranked. */
public enum View {
    /** The source address. */
    SOURCE("source"),
    /** The destination port. */
    PORT("port");

    private final String key;

    View(String key) {
        this.key = key;
    }

    /** The name on the command line, in JSON and in CSV. */
    public String key() {
        return key;
    }
}
