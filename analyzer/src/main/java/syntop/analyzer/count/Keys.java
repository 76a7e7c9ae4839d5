package syntop.analyzer.count;

/** What can be ranked, and what {@link Ranking} holds then. */
public enum Keys {
    /** Source addresses; the tag is 64 where one stands for its /64, else 0. */
    SOURCE,
    /**
     * Prefixes of source addresses, see {@link PrefixRollup}; the tag holds {@link
     * PrefixRollup#bits} and {@link PrefixRollup#hosts}.
     */
    PREFIX,
    /** Destination ports, in the lower half. */
    PORT,
    /** Destination addresses; the tag is the port. */
    TARGET,
    /** The options of SYNs in the upper, {@link SynStyle} in the lower half. */
    SIGNATURE
}
