package syntop.analyzer.handshake;

/**
 * Decides which connections are followed: all while there are few new ones in a second; past that
 * those whose hash ends in {@code level} zero bits, each standing for 2^level. The hash covers both
 * ends, so the SYN, its answer and its acknowledgement are followed or not together. Analyzer
 * thread only.
 */
final class Sampling {
    private static final int MAX_LEVEL = 15;
    private static final int GRACE =
            3; // seconds in which what was followed before comes to its end
    private static final int CALM = 10; // seconds between two steps back

    private final long budget;
    private int level;
    private int levelBefore; // the lowest of the last few seconds
    private long raised = Long.MIN_VALUE / 2; // the second when
    private long lowered = Long.MIN_VALUE / 2;
    private long second = Long.MIN_VALUE / 2;
    private long used; // of the budget in this second
    private long requestMask;
    private long eventMask;

    /**
     * Starts with all connections.
     *
     * @param budget new requests to be followed in a second, at least 1
     */
    Sampling(long budget) {
        this.budget = budget;
    }

    /**
     * Tells the time, s since 1970-01-01 UTC; only a later second than any before changes a thing.
     */
    void now(long atSecond) {
        if (atSecond <= second) return;
        boolean calm = used < budget / 4 && atSecond - raised > CALM && atSecond - lowered > CALM;
        if (level > 0 && calm) {
            level--;
            lowered = atSecond;
        }
        second = atSecond;
        used = 0;
        setMasks();
    }

    /** Tells how many new requests were followed. */
    void used(long requests) {
        used += requests;
        if (used <= budget || level == MAX_LEVEL) return;
        if (second - raised > GRACE) levelBefore = level;
        raised = second;
        level++;
        used /= 2; // what it would be had the level been this one from the start
        setMasks();
    }

    private void setMasks() {
        int events = second - raised <= GRACE ? Math.min(level, levelBefore) : level;
        requestMask = (1L << level) - 1;
        eventMask = (1L << events) - 1;
    }

    /** Whether the requests of a connection are followed if they come now. Hot path. */
    boolean follows(long hash) {
        return (hash & requestMask) == 0;
    }

    /** Whether a request of a connection may have been followed. Hot path. */
    boolean mayFollow(long hash) {
        return (hash & eventMask) == 0;
    }

    /** One of 2^level connections is followed. */
    int level() {
        return level;
    }
}
