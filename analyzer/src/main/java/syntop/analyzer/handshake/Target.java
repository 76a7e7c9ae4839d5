package syntop.analyzer.handshake;

/**
 * An address and port that requests go to, and what became of them; or all targets together.
 * Analyzer thread only.
 */
final class Target {
    private static final int CLOSELY = 1024;

    int id; // of its seconds
    long hi;
    long lo;
    int port;
    long hash; // of the address
    final Target sum; // all targets together; null: this is that
    final Figures figures = new Figures();
    Evidence evidence; // null until there are enough requests
    HandshakeTimes times; // null until a handshake was timed

    // the second in hand: events come in order but for a few
    private long second = Long.MIN_VALUE;
    private long requests;
    private long answered;
    private long completed;

    /** All targets together. */
    Target(int id) {
        this((Target) null);
        this.id = id;
        port = -1;
    }

    /** One of them, to {@link #begin}. */
    Target(Target sum) {
        this.sum = sum;
    }

    /** Stands for an address and port from now on. */
    void begin(int number, long addressHi, long addressLo, int itsPort, long addressHash) {
        id = number;
        hi = addressHi;
        lo = addressLo;
        port = itsPort;
        hash = addressHash;
    }

    /** Stands for nothing until the next {@link #begin}; its seconds have been flushed. */
    void clear() {
        figures.clear();
        evidence = null;
        times = null;
        second = Long.MIN_VALUE;
    }

    boolean is(long otherHi, long otherLo, int otherPort) {
        return lo == otherLo && port == otherPort && hi == otherHi;
    }

    /** Counts an event in its second; each number is 0 or what a request stands for. Hot path. */
    void count(SecondBins bins, long atSecond, long newRequests, long answers, long completions) {
        if (atSecond != second) {
            flush(bins);
            second = atSecond;
        }
        requests += newRequests;
        answered += answers;
        completed += completions;
    }

    /**
     * Whether the request that was just counted is one to look at closely: of a second the first
     * thousand, then every sixteenth, so that a flood costs little and still outweighs the rest.
     * Hot path.
     */
    boolean isSample() {
        return requests <= CLOSELY || (requests & 15) == 0;
    }

    /** Brings the second in hand to the others. */
    void flush(SecondBins bins) {
        if ((requests | answered | completed) == 0) return;
        bins.add(id, second, requests, answered, completed);
        requests = 0;
        answered = 0;
        completed = 0;
    }
}
