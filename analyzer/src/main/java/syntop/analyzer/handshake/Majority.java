package syntop.analyzer.handshake;

/**
 * The address that makes up most of a stream, if one does (Boyer and Moore, "MJRTY: A Fast Majority
 * Vote Algorithm", 1981). Analyzer thread only.
 */
final class Majority {
    private long hi;
    private long lo;
    private long lead; // by how much it beats all others together
    private long seen; // of it since it is the candidate
    private long total;

    void clear() {
        lead = 0;
        seen = 0;
        total = 0;
        hi = 0;
        lo = 0;
    }

    /** Counts an address. Hot path. */
    void add(long addressHi, long addressLo) {
        total++;
        if (addressLo == lo && addressHi == hi) {
            lead++;
            seen++;
        } else if (lead == 0) {
            hi = addressHi;
            lo = addressLo;
            lead = 1;
            seen = 1;
        } else {
            lead--;
        }
    }

    /** Of two streams; the candidate is that of the longer one when they disagree. */
    Majority and(Majority other) {
        boolean same = other.lo == lo && other.hi == hi;
        Majority longer = seen >= other.seen ? this : other;
        Majority both = new Majority();
        both.hi = longer.hi;
        both.lo = longer.lo;
        both.seen = same ? seen + other.seen : longer.seen;
        both.total = total + other.total;
        return both;
    }

    /** The share of the candidate, at least: of one with more than half of all, about right. */
    double share() {
        return total == 0 ? 0 : (double) seen / total;
    }

    /** The candidate, upper half; it means something when its share is large. */
    long hi() {
        return hi;
    }

    /** Lower half. */
    long lo() {
        return lo;
    }
}
