package syntop.analyzer;

import syntop.analyzer.count.Keys;

/** By what the SYNs are ranked. */
public enum View {
    /** The source address. */
    SOURCE("source", Keys.SOURCE),
    /** The destination port. */
    PORT("port", Keys.PORT),
    /** The prefix of the source address. */
    PREFIX("prefix", Keys.PREFIX),
    /** The destination address and port. */
    TARGET("target", Keys.TARGET),
    /** What the SYN looks like: options, window, TTL. */
    SIGNATURE("signature", Keys.SIGNATURE);

    private final String key;
    private final Keys keys;

    View(String key, Keys keys) {
        this.key = key;
        this.keys = keys;
    }

    /** What is ranked. */
    Keys keys() {
        return keys;
    }

    /** The name on the command line, in JSON and in CSV. */
    public String key() {
        return key;
    }
}
