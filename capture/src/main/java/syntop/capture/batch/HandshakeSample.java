package syntop.capture.batch;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * Picks connections such that the SYN and what answers, completes or refuses it are picked or left
 * out together, by arithmetic that a filter in the kernel can do too: classic BPF has 32-bit words
 * and no more than adding, multiplying and shifting. Immutable.
 *
 * <p>A connection's number is a keyed hash, the same from both ends, of both addresses, both ports
 * and the upper half of the client's initial sequence number (ISN). One of 2^level connections is
 * in the sample, that with numbers below 2^(32-level); so each level is a part of the one before.
 * The hash is multilinear (Thorup, "High Speed Hashing for Integers and Strings", 2015, section
 * 3.3) with a random term, so each number is equally likely for each connection; shift and product
 * behind it make neighbouring addresses as good as independent. The keys are drawn for each object
 * and no packet shows them: no sender can choose who is in the sample. With addresses and ports a
 * flood of one ISN is sampled fairly; with the ISN, one of a single address and port.
 *
 * <p>Only half of the ISN is in it because a client may first be heard of again past it: its first
 * empty ACK comes behind its data if that carried the first one. What comes within {@link #REACH}
 * of the ISN is in the sample with its SYN; a few segments of other connections are too.
 */
public final class HandshakeSample {
    /** The highest level: one of 32,768. */
    public static final int MAX_LEVEL = 15;

    /** How far behind the ISN a segment may be to belong to the same connection, at least. */
    public static final int REACH = 0x4000;

    /** The lower bits of a sequence number, that the hash does not look at. */
    public static final int LOW_BITS = 16;

    /** How far the hash is shifted before it is mixed with itself. */
    public static final int MIX_SHIFT = 15;

    private static final int LOW = (1 << LOW_BITS) - 1;

    private final int term;
    private final int addressKey;
    private final int portKey;
    private final int isnKey;
    private final int mixKey;

    /** Draws the keys. */
    public HandshakeSample() {
        this(new SecureRandom().nextLong());
    }

    /** Draws the keys from a seed that a test knows. */
    public HandshakeSample(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        term = random.nextInt();
        addressKey = random.nextInt() | 1;
        portKey = random.nextInt() | 1;
        isnKey = random.nextInt() | 1;
        mixKey = random.nextInt() | 1;
    }

    /** What is added to the sum. */
    public int term() {
        return term;
    }

    /**
     * The factor of the addresses: of the sum of both; of an IPv6 address, the second and the last
     * of its four words count.
     */
    public int addressKey() {
        return addressKey;
    }

    /** The factor of the sum of both ports. */
    public int portKey() {
        return portKey;
    }

    /** The factor of the upper half of the ISN. */
    public int isnKey() {
        return isnKey;
    }

    /** The factor of the sum, once it is mixed with itself shifted by {@link #MIX_SHIFT}. */
    public int mixKey() {
        return mixKey;
    }

    /**
     * The numbers of a level lie below this.
     *
     * @param level 0 to {@link #MAX_LEVEL}, or one more for none at all
     */
    public static long bound(int level) {
        return level > MAX_LEVEL ? 0 : 1L << 32 - level;
    }

    /** The part of the hash that all segments of a connection have in common. */
    private int ends(SegmentBatch batch, int row) {
        // of IPv4 the upper halves are 0, and the lower end in the address
        int addresses =
                (int) (batch.srcHi[row] + batch.srcLo[row] + batch.dstHi[row] + batch.dstLo[row]);
        int ports = batch.srcPort(row) + batch.dstPort(row);
        return term + addresses * addressKey + ports * portKey;
    }

    private long mixed(int sum) {
        int product = (sum ^ sum >>> MIX_SHIFT) * mixKey; // modulo 2^32
        return Integer.toUnsignedLong(product);
    }

    /**
     * The number of the connection of a row, 0 to 2^32 - 1. Hot path.
     *
     * @param isn its client's initial sequence number
     */
    public long number(SegmentBatch batch, int row, int isn) {
        return mixed(ends(batch, row) + (isn >>> LOW_BITS) * isnKey);
    }

    /**
     * The lowest number of the connections that a segment other than a SYN may belong to, judging
     * by its flags: if none of these is in a sample, neither is its connection. Hot path.
     */
    public long leastNumber(SegmentBatch batch, int row) {
        int ends = ends(batch, row);
        int flags = batch.flags(row);
        if ((flags & SegmentBatch.SYN) != 0) return least(ends, batch.ack(row));
        long least = least(ends, batch.seq(row));
        // of a reset with ACK nobody knows whether it refuses or gives up
        boolean both = (flags & (SegmentBatch.RST | SegmentBatch.ACK)) > SegmentBatch.ACK;
        return both ? Math.min(least, least(ends, batch.ack(row))) : least;
    }

    /** Of what comes behind an ISN: with one more than it, or with some data. */
    private long least(int ends, int next) {
        int before = next - 1;
        int sum = ends + (before >>> LOW_BITS) * isnKey;
        if ((before & LOW) >= REACH) return mixed(sum);
        return Math.min(mixed(sum), mixed(sum - isnKey));
    }
}
