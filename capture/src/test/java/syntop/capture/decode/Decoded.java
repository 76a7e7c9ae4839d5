package syntop.capture.decode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** Decodes single frames for tests, laid out so that a read past the captured bytes shows. */
final class Decoded {
    final Outcome outcome;
    final SegmentBatch rows;

    private Decoded(Outcome outcome, SegmentBatch rows) {
        this.outcome = outcome;
        this.rows = rows;
    }

    /** Decodes a whole frame at the outermost IP header. */
    static Decoded of(int linkType, byte[] frame) {
        return of(new FrameDecoder(Selection.ALL), linkType, frame, frame.length, frame.length);
    }

    /** Decodes a whole frame at the innermost IP header. */
    static Decoded innermost(int linkType, byte[] frame) {
        FrameDecoder decoder = new FrameDecoder(Selection.ALL, true);
        return of(decoder, linkType, frame, frame.length, frame.length);
    }

    static Decoded of(FrameDecoder decoder, int linkType, byte[] frame, int capLen, int wireLen) {
        return at(decoder, linkType, buffer(frame, capLen, 0, 0, (byte) 0), 0, capLen, wireLen);
    }

    /**
     * Decodes the first {@code capLen} bytes three times and requires the same result: at the end
     * of the buffer, where a read past the end throws, and amid bytes of two different values.
     */
    static Decoded cut(FrameDecoder decoder, int linkType, byte[] frame, int capLen, int wireLen) {
        ByteBuffer exact = buffer(frame, capLen, 7, 0, (byte) 0);
        ByteBuffer ones = buffer(frame, capLen, 7, 128, (byte) 0xFF);
        ByteBuffer syns = buffer(frame, capLen, 7, 128, (byte) 0x42);
        Decoded first = at(decoder, linkType, exact, 7, capLen, wireLen);
        first.requireSame(at(decoder, linkType, ones, 7, capLen, wireLen));
        first.requireSame(at(decoder, linkType, syns, 7, capLen, wireLen));
        return first;
    }

    private static Decoded at(
            FrameDecoder decoder, int linkType, ByteBuffer buf, int off, int capLen, int wireLen) {
        SegmentBatch rows = new SegmentBatch(1);
        Outcome outcome = decoder.decode(buf, off, capLen, wireLen, linkType, 42L, rows);
        return new Decoded(outcome, rows);
    }

    private static ByteBuffer buffer(byte[] frame, int capLen, int before, int after, byte fill) {
        byte[] all = new byte[before + capLen + after];
        Arrays.fill(all, fill);
        System.arraycopy(frame, 0, all, before, capLen);
        return ByteBuffer.wrap(all);
    }

    private void requireSame(Decoded other) {
        if (!toString().equals(other.toString())) {
            throw new AssertionError("read past the captured bytes: " + this + ", " + other);
        }
    }

    long signature() {
        return rows.signature[0];
    }

    @Override
    public String toString() {
        if (rows.size() == 0) return outcome.key();
        return String.format(
                "%s %x:%x > %x:%x portsSeq=%x ackFlagsWnd=%x ttlLen=%x signature=%x ts=%d",
                outcome.key(),
                rows.srcHi[0],
                rows.srcLo[0],
                rows.dstHi[0],
                rows.dstLo[0],
                rows.portsSeq[0],
                rows.ackFlagsWnd[0],
                rows.ttlLen[0],
                rows.signature[0],
                rows.tsNanos[0]);
    }
}
