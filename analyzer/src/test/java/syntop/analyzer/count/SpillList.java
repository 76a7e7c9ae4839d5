package syntop.analyzer.count;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list in place of a disk. */
final class SpillList implements Spill {
    private final List<long[]> pieces = new ArrayList<>();
    boolean full; // whether a write fails

    @Override
    public long write(long[] longs, int n) {
        if (full) throw new UncheckedIOException(new IOException("no space left"));
        pieces.add(Arrays.copyOf(longs, n));
        return pieces.size() - 1L;
    }

    @Override
    public void read(long at, long[] longs, int n) {
        assertEquals(pieces.get((int) at).length, n);
        System.arraycopy(pieces.get((int) at), 0, longs, 0, n);
    }

    /** How many pieces were written. */
    int size() {
        return pieces.size();
    }

    /** How long they are together. */
    long longs() {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }
}
