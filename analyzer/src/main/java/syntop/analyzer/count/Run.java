package syntop.analyzer.count;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys in ascending unsigned order, each with its count: what a full table becomes, so that it can
 * be merged, cut down and read by prefix in order.
 *
 * <p>An entry is one long, an IPv4 address or a port in the upper and the count in the lower 32
 * bits; or four longs: upper half, lower half, tag, count. A narrow count that does not fit goes on
 * in further entries of the same key, all but the last of them full.
 *
 * <p>Belongs to one thread at a time. Written once, then read any number of times, then drained.
 */
final class Run {
    /** Longs of an entry whose key has at most 32 bits. */
    static final int NARROW = 1;

    /** Longs of an entry with any key. */
    static final int WIDE = 4;

    static final long FULL = 0xFFFF_FFFFL; // the most that a narrow entry counts

    final int stride;
    private final List<long[]> pieces = new ArrayList<>(1);
    private Spill spill; // null: in memory
    private long[] places; // of the pieces where it was spilled
    private int pieceLongs; // longs of a piece but the last
    private long longs;
    private long error;

    /**
     * Makes an empty run.
     *
     * @param stride {@link #NARROW} or {@link #WIDE}
     */
    Run(int stride) {
        this.stride = stride;
    }

    /** Entries, for the size of the run; a key of many packets may have several. */
    long entries() {
        return longs / stride;
    }

    /** How many keys have a count of 1, or fewer. In memory. */
    long ones() {
        long mask = stride == NARROW ? FULL : -1;
        long ones = 0;
        long before = 0;
        long left = longs;
        for (long[] piece : pieces) {
            int end = (int) Math.min(piece.length, left);
            for (int i = stride - 1; i < end; i += stride) {
                long count = piece[i] & mask;
                if (count == 1 && before != FULL) ones++; // else the rest of a large count
                before = count;
            }
            left -= end;
        }
        return ones;
    }

    /** Its length. */
    long longs() {
        return longs;
    }

    /** Leaves a piece to who drains it. */
    void forget(int piece) {
        pieces.set(piece, null);
    }

    /** Notes that all was drained: it is empty now. */
    void drained() {
        pieces.clear();
        longs = 0;
    }

    /** How much any key may have lost of its count. */
    long error() {
        return error;
    }

    /** Notes that a key may have lost this much, beside what was noted before. */
    void addError(long lost) {
        error += lost;
    }

    /** Moves it from memory to where there is more room. */
    void spillTo(Spill to, Chunks chunks) {
        places = new long[pieces.size()];
        pieceLongs = chunks.longs();
        for (int i = 0; i < places.length; i++) {
            places[i] = to.write(pieces.get(i), length(i));
        }
        spill = to;
        pieces.forEach(chunks::give);
        pieces.clear();
    }

    /** Whether it is in memory. */
    boolean isHere() {
        return spill == null;
    }

    /** Longs of a piece that are in use. */
    private int length(int piece) {
        return (int) Math.min(pieceLongs, longs - (long) piece * pieceLongs);
    }

    /** A piece of it, in memory until the next is asked for. */
    long[] piece(int index, long[] buffer) {
        if (spill == null) return pieces.get(index);
        long[] piece = buffer != null ? buffer : new long[pieceLongs];
        spill.read(places[index], piece, length(index));
        return piece;
    }

    /** Longs of a piece but the last. */
    int pieceLongs() {
        return spill == null ? pieces.get(0).length : pieceLongs;
    }

    /** Chunks that it takes. */
    int chunks() {
        return pieces.size();
    }

    /** Appends narrow entries as they are. */
    void append(long[] entries, int n, Chunks chunks) {
        for (int from = 0; from < n; ) {
            int at = (int) (longs & chunks.longs() - 1);
            if (at == 0) pieces.add(chunks.take());
            int length = Math.min(chunks.longs() - at, n - from);
            System.arraycopy(entries, from, pieces.get(pieces.size() - 1), at, length);
            from += length;
            longs += length;
        }
    }

    /** Appends a key that is not below the last one, with its count, at least 1. */
    void append(long hi, long lo, long tag, long count, Chunks chunks) {
        if (stride == NARROW) {
            long rest = count;
            for (; rest > FULL; rest -= FULL) {
                narrow(lo << 32 | FULL, chunks);
            }
            narrow(lo << 32 | rest, chunks);
            return;
        }
        int at = (int) (longs & chunks.longs() - 1);
        if (at == 0) pieces.add(chunks.take());
        long[] piece = pieces.get(pieces.size() - 1);
        piece[at] = hi;
        piece[at + 1] = lo;
        piece[at + 2] = tag;
        piece[at + 3] = count;
        longs += WIDE;
    }

    private void narrow(long entry, Chunks chunks) {
        int at = (int) (longs & chunks.longs() - 1);
        if (at == 0) pieces.add(chunks.take());
        pieces.get(pieces.size() - 1)[at] = entry;
        longs++;
    }

    /** Gives its memory back unread. */
    void release(Chunks chunks) {
        pieces.forEach(chunks::give);
        pieces.clear();
        longs = 0;
    }

    /** The count of a key, 0 where it is not there. */
    long count(long hi, long lo, long tag) {
        RunCursor cursor = new RunCursor(this, null);
        cursor.seek(firstNotBelow(hi, lo, tag));
        if (!cursor.next()) return 0;
        boolean found = cursor.lo == lo && cursor.hi == hi && cursor.tag == tag;
        return found ? cursor.count : 0;
    }

    /** The sum of the counts of the keys in a network. */
    long count(Prefix network) {
        RunCursor cursor = new RunCursor(this, null);
        cursor.seek(firstNotBelow(network.hi(), network.lo(), 0));
        long sum = 0;
        while (cursor.next() && network.holds(cursor.hi, cursor.lo)) {
            sum += cursor.count;
        }
        return sum;
    }

    /** Number of the first entry whose key is not below this one. */
    private long firstNotBelow(long hi, long lo, long tag) {
        if (longs == 0) return 0;
        int perPiece = pieceLongs() / stride;
        // the last piece that begins below the key, then the entry in it: of a run that was
        // spilled each look is at a piece
        long[] buffer = spill == null ? null : new long[pieceLongs];
        long last = (entries() - 1) / perPiece;
        long first = 0;
        while (first < last) {
            long middle = first + last + 1 >>> 1;
            if (isBelow(piece((int) middle, buffer), 0, hi, lo, tag)) first = middle;
            else last = middle - 1;
        }
        long[] piece = piece((int) first, buffer);
        long from = 0;
        long to = Math.min(perPiece, entries() - first * perPiece);
        while (from < to) {
            long middle = from + to >>> 1;
            if (isBelow(piece, (int) middle * stride, hi, lo, tag)) from = middle + 1;
            else to = middle;
        }
        return first * perPiece + from;
    }

    private boolean isBelow(long[] piece, int i, long hi, long lo, long tag) {
        if (stride == NARROW) return piece[i] >>> 32 < (lo & FULL);
        int order = Long.compareUnsigned(piece[i], hi);
        if (order == 0) order = Long.compareUnsigned(piece[i + 1], lo);
        return order != 0 ? order < 0 : Long.compareUnsigned(piece[i + 2], tag) < 0;
    }

    /** Reads it from the first key. */
    RunCursor read() {
        return new RunCursor(this, null);
    }

    /** Reads it from the first key, and gives back each piece that was read. */
    RunCursor drain(Chunks chunks) {
        return new RunCursor(this, chunks);
    }
}
