package syntop.analyzer.count;

/**
 * Where runs go that have no place in memory, so that counts stay exact. Sealing thread; throws
 * {@link java.io.UncheckedIOException} with what is wrong.
 */
public interface Spill {
    /**
     * Keeps some longs.
     *
     * @param longs valid up to {@code n}
     * @return where they are
     */
    long write(long[] longs, int n);

    /** Gets longs back that were kept at a place. */
    void read(long at, long[] longs, int n);
}
