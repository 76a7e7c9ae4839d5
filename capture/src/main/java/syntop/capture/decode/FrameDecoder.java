package syntop.capture.decode;

import static syntop.capture.batch.SegmentBatch.ACK;
import static syntop.capture.batch.SegmentBatch.FIN;
import static syntop.capture.batch.SegmentBatch.RST;
import static syntop.capture.batch.SegmentBatch.SYN;

import java.nio.ByteBuffer;
import java.util.Map;
import syntop.capture.batch.Outcome;
import syntop.capture.batch.SegmentBatch;

/**
 * Decodes frames: appends a row for each SYN, SYN-ACK, RST and FIN, if wanted for each empty ACK,
 * and says of every frame what became of it.
 *
 * <p>Used by the capture thread alone. Allocates nothing after construction. Memory: 2 KiB.
 */
public final class FrameDecoder {
    private static final int ETHERNET_IPV4 = 14 + 20; // both headers, no options
    private static final int TCP_MIN = 20;
    private static final int TO_TCP_FLAGS = 14; // bytes of a TCP header up to and with the flags

    /** Any of the flags that make a row, at their place in bytes 8-15 of the TCP header. */
    private static final long ROW_FLAGS = (SYN | RST | FIN) << 16;

    /** The place of the data offset there. */
    private static final long DATA_OFFSET = 0xF000_0000L;

    private final Selection selection;
    private final boolean acks;
    private final SegmentFinder finder;
    private final SignatureMemo signatures = new SignatureMemo();

    /** Makes a decoder that counts the SYNs of a selection at the outermost IP header. */
    public FrameDecoder(Selection selection) {
        this(selection, false);
    }

    /**
     * Makes a decoder that counts the SYNs of a selection.
     *
     * @param tunnels whether to count at the innermost IP header instead of the outermost
     */
    public FrameDecoder(Selection selection, boolean tunnels) {
        this(selection, tunnels, false);
    }

    /**
     * Makes a decoder that counts the SYNs of a selection.
     *
     * @param tunnels whether to count at the innermost IP header instead of the outermost
     * @param acks whether to append a row for each empty ACK to a selected port and address too:
     *     one of them completes a handshake
     */
    public FrameDecoder(Selection selection, boolean tunnels, boolean acks) {
        this.selection = selection;
        this.acks = acks;
        finder = new SegmentFinder(tunnels);
    }

    /**
     * Decodes one frame. Hot path. Parameters as in {@link FrameSink#frame}.
     *
     * <p>Ethernet with IPv4 without options and a whole TCP header takes three loads to the flags;
     * everything else goes through {@link SegmentFinder}. Layouts: RFC 791, 3.1; RFC 9293, 3.1.
     *
     * @param out gets the row, if there is one; the caller has checked that it is not full
     * @return what became of the frame; the content never causes an exception
     */
    public Outcome decode(
            ByteBuffer buf,
            int off,
            int capLen,
            int wireLen,
            int linkType,
            long tsNanos,
            SegmentBatch out) {
        if (linkType == LinkType.ETHERNET && capLen >= ETHERNET_IPV4 + TCP_MIN) {
            long first =
                    Words.getLong(buf, off + 12); // EtherType, version, IHL, TOS, total length, id
            int segmentLen = (int) (first >>> 16 & 0xFFFF) - 20;
            int fragTtlProto =
                    Words.getInt(buf, off + 20); // flags and fragment offset, TTL, protocol
            if (first >>> 40 == 0x0800_45
                    && (fragTtlProto & 0x3FFF_00FF) == SegmentFinder.TCP
                    && segmentLen >= TCP_MIN
                    && segmentLen <= wireLen - ETHERNET_IPV4) {
                int tcp = off + ETHERNET_IPV4;
                long ackFlagsWnd = Words.getLong(buf, tcp + 8);
                int headerLen = headerLen(ackFlagsWnd);
                if (headerLen < TCP_MIN || headerLen > segmentLen) return Outcome.MALFORMED;
                if ((ackFlagsWnd & ROW_FLAGS) == 0 && (!acks || segmentLen != headerLen)) {
                    return Outcome.OTHER_TCP;
                }
                return segment(
                        buf,
                        tcp,
                        capLen - ETHERNET_IPV4,
                        segmentLen,
                        ackFlagsWnd,
                        fragTtlProto >>> 8 & 0xFF,
                        off + 26,
                        false,
                        tsNanos,
                        out);
            }
        }
        return decodeAny(buf, off, capLen, wireLen, linkType, tsNanos, out);
    }

    private Outcome decodeAny(
            ByteBuffer buf,
            int off,
            int capLen,
            int wireLen,
            int linkType,
            long tsNanos,
            SegmentBatch out) {
        Outcome noTcp = finder.find(buf, off, capLen, wireLen, linkType);
        if (noTcp != null) return noTcp;
        int tcp = finder.off();
        int segmentLen = finder.len();
        // A first fragment with the flags counts: else fragments would hide a flood from the table.
        boolean more = finder.moreFragments();
        if (segmentLen < (more ? TO_TCP_FLAGS : TCP_MIN)) {
            return more ? Outcome.FRAGMENTED : Outcome.MALFORMED;
        }
        if (finder.capLen() < TO_TCP_FLAGS) return Outcome.TRUNCATED;
        long ackFlagsWnd =
                finder.capLen() >= TO_TCP_FLAGS + 2
                        ? buf.getLong(tcp + 8)
                        : (long) buf.getInt(tcp + 8) << 32
                                | (buf.getShort(tcp + 12) & 0xFFFFL) << 16;
        int headerLen = headerLen(ackFlagsWnd);
        if (headerLen < TCP_MIN) return Outcome.MALFORMED;
        if (headerLen > segmentLen && !more) return Outcome.MALFORMED;
        if ((ackFlagsWnd & ROW_FLAGS) == 0 && (!acks || segmentLen != headerLen)) {
            return Outcome.OTHER_TCP;
        }
        return segment(
                buf,
                tcp,
                finder.capLen(),
                segmentLen,
                ackFlagsWnd,
                finder.ttl(),
                finder.addresses(),
                finder.v6(),
                tsNanos,
                out);
    }

    /**
     * Appends the row of a segment, unless it was not asked for. A SYN from a network that was
     * asked for to others is not one of those that count, but with its row the answer to it can be
     * told from one that nobody asked for. Hot path.
     *
     * @param off start of the TCP header; its length was checked against the segment's
     * @param capLen captured bytes from there, at least up to the flags
     * @param segmentLen header and payload
     * @param ackFlagsWnd bytes 8-15 of the header, as {@link SegmentBatch#ackFlagsWnd} keeps them
     * @param addresses offset of the source address; the destination follows it
     */
    private Outcome segment(
            ByteBuffer buf,
            int off,
            int capLen,
            int segmentLen,
            long ackFlagsWnd,
            int ttl,
            int addresses,
            boolean v6,
            long tsNanos,
            SegmentBatch out) {
        long srcHi = 0;
        long srcLo;
        long dstHi = 0;
        long dstLo;
        if (v6) {
            srcHi = Words.getLong(buf, addresses);
            srcLo = Words.getLong(buf, addresses + 8);
            dstHi = Words.getLong(buf, addresses + 16);
            dstLo = Words.getLong(buf, addresses + 24);
        } else {
            long both = Words.getLong(buf, addresses);
            srcLo = SegmentBatch.V4_MAPPED | both >>> 32;
            dstLo = SegmentBatch.V4_MAPPED | both & 0xFFFF_FFFFL;
        }
        long portsSeq = Words.getLong(buf, off);
        int headerLen = headerLen(ackFlagsWnd);
        int flags = (int) (ackFlagsWnd >>> 16) & 0xFFF;
        Outcome outcome = Outcome.SYN;
        long signature = 0;
        long mark = 0;
        if ((flags & (SYN | ACK)) == SYN) {
            if (!selection.port((int) (portsSeq >>> 32) & 0xFFFF)) return Outcome.OTHER_PORT;
            if (!selection.net(dstHi, dstLo)) {
                if (!selection.net(srcHi, srcLo)) return Outcome.OTHER_NET;
                outcome = Outcome.OTHER_NET;
                mark = (long) SegmentBatch.OUTGOING << 16;
            }
            signature = signatures.of(buf, off + TCP_MIN, headerLen - TCP_MIN, capLen - TCP_MIN);
        } else {
            outcome = other(flags);
            boolean from = selection.net(srcHi, srcLo);
            boolean to = selection.net(dstHi, dstLo);
            if (!from && !to || !isSelected(outcome, portsSeq)) return outcome;
            if (!to) mark = (long) SegmentBatch.OUTGOING << 16;
        }
        int row = out.newRow();
        out.tsNanos[row] = tsNanos;
        out.srcHi[row] = srcHi;
        out.srcLo[row] = srcLo;
        out.dstHi[row] = dstHi;
        out.dstLo[row] = dstLo;
        out.portsSeq[row] = portsSeq;
        out.ackFlagsWnd[row] = ackFlagsWnd & ~DATA_OFFSET | mark;
        out.ttlLen[row] = SegmentBatch.ttlLen(ttl, Math.max(0, segmentLen - headerLen));
        out.signature[row] = signature;
        return outcome;
    }

    /** The data offset of a TCP header in bytes; it counts 32-bit words. */
    private static int headerLen(long ackFlagsWnd) {
        return (int) (ackFlagsWnd >>> 26) & 0x3C;
    }

    /** Whether the port of the server is one that was asked for, as far as the flags tell it. */
    private boolean isSelected(Outcome outcome, long portsSeq) {
        boolean from = selection.port((int) (portsSeq >>> 48));
        boolean to = selection.port((int) (portsSeq >>> 32) & 0xFFFF);
        return switch (outcome) {
            case SYN_ACK -> from;
            case OTHER_TCP -> to; // servers acknowledge too, mostly to a port not asked for
            default -> from || to;
        };
    }

    /** What a segment is that is no SYN. */
    private static Outcome other(int flags) {
        if ((flags & SYN) != 0) return Outcome.SYN_ACK;
        if ((flags & RST) != 0) return Outcome.RST;
        return (flags & FIN) != 0 ? Outcome.FIN : Outcome.OTHER_TCP;
    }

    /**
     * How many frames ended as {@link Outcome#UNKNOWN_LINK}, by the name of their link type, in the
     * order they came; "others" for all past the first 16. Once decoding has ended.
     */
    public Map<String, Long> unknownLinkTypes() {
        return finder.unknownLinkTypes.byName();
    }
}
