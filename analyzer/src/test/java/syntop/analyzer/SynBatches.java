package syntop.analyzer;

import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/** Fills batches by hand, as a decoder would. */
public final class SynBatches {
    private SynBatches() {}

    /** Appends a SYN to port 80 and counts its frame. */
    public static void syn(SegmentBatch batch, long tsNanos, long srcHi, long srcLo) {
        segment(batch, Outcome.SYN, SegmentBatch.SYN, tsNanos, srcHi, srcLo, 80);
    }

    /** Appends a SYN from an IPv4 address to a port and counts its frame. */
    public static void synV4(SegmentBatch batch, long tsNanos, int src, int dstPort) {
        segment(batch, Outcome.SYN, SegmentBatch.SYN, tsNanos, 0, mapped(src), dstPort);
    }

    /** Appends any segment and counts its frame. */
    public static void segment(
            SegmentBatch batch,
            Outcome outcome,
            int flags,
            long tsNanos,
            long srcHi,
            long srcLo,
            int dstPort) {
        int row = batch.newRow();
        batch.tsNanos[row] = tsNanos;
        batch.srcHi[row] = srcHi;
        batch.srcLo[row] = srcLo;
        batch.dstHi[row] = 0;
        batch.dstLo[row] = mapped(0xC6336407);
        batch.portsSeq[row] = SegmentBatch.portsSeq(40_000, dstPort, 1);
        batch.ackFlagsWnd[row] = SegmentBatch.ackFlagsWnd(0, flags, 64_240);
        batch.ttlLen[row] = SegmentBatch.ttlLen(64, 0);
        batch.signature[row] = 0;
        batch.count(outcome, tsNanos);
    }

    /** The lower half of an IPv4 address as IPv4-mapped. */
    public static long mapped(int address) {
        return SegmentBatch.V4_MAPPED | address & 0xFFFF_FFFFL;
    }
}
