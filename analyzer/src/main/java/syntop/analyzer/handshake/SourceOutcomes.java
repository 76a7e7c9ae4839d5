package syntop.analyzer.handshake;

/** What became of the requests of each source, at one moment. Any thread. */
@FunctionalInterface
public interface SourceOutcomes {
    /**
     * What became of the requests of a source.
     *
     * @param hi its address, upper half
     * @param lo lower half
     * @param syns its SYNs, which are counted elsewhere
     */
    Counts counts(long hi, long lo, long syns);
}
