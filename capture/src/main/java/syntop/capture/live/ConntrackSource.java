package syntop.capture.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.function.LongSupplier;
import syntop.capture.CaptureException;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;
import syntop.linux.conntrack.ConntrackEvents;
import syntop.linux.conntrack.Flow;
import syntop.linux.conntrack.FlowEvent;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.Tuple;
import syntop.linux.sys.SystemCallException;

/**
 * TCP connections that the kernel begins to track, each as the packet that it began with: an IP
 * packet without a link header, the addresses and ports as they were sent, before translation. That
 * is a SYN, or an ACK where the kernel takes connections up that it has not seen from the start
 * (net.netfilter.nf_conntrack_tcp_loose). What else stood in it nobody knows any more: zeros stand
 * for it. A SYN that is sent again belongs to the same connection, and is not seen. Allocates
 * nothing for a connection.
 *
 * <p>An event that finds the kernel's buffer full counts as dropped, whatever its protocol.
 */
final class ConntrackSource implements LiveSource {
    static final String NAME = "conntrack";

    private static final int BATCH = 1 << 10;
    private static final int IDLE_MILLIS = 100;

    /** More than a buffer of the greatest size holds: an event takes some 800 bytes of it. */
    private static final int MOST_WAITING = 1 << 22;

    // RFC 791 3.1, RFC 8200 3, RFC 9293 3.1
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int TCP_BYTES = 20;
    private static final int PROTO_TCP = 6;
    private static final int FIVE_WORDS = 0x5000; // the length of the header
    private static final int HOPS = 64;

    private static final LiveFilter EVERYTHING = new LiveFilter(List.of(), List.of(), false);

    private final ConntrackEvents events;
    private final LongSupplier clock;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(IPV6_BYTES + TCP_BYTES);
    private final Object running = new Object(); // held by run until it has returned
    private LiveSink sink; // of the run under way
    private volatile boolean stopped;
    private volatile long handed; // packets; written by the capture thread
    private long dropped; // guarded by this
    private boolean closed; // guarded by this

    private ConntrackSource(LiveOptions options, LongSupplier clock) throws SystemCallException {
        this.clock = clock;
        events = new ConntrackEvents(EnumSet.of(FlowEvent.NEW), options.bufferBytes(), this::take);
    }

    /**
     * Listens to events.
     *
     * @param clock ns since 1970-01-01 UTC: the kernel does not tell when a connection began
     */
    static ConntrackSource open(LiveOptions options, LongSupplier clock) throws CaptureException {
        try {
            return new ConntrackSource(options, clock);
        } catch (SystemCallException e) {
            throw Refusals.conntrack(e);
        }
    }

    @Override
    public String interfaceName() {
        return NAME;
    }

    @Override
    public int linkType() {
        return LinkType.RAW;
    }

    /** Every SYN: the kernel tells of all new connections. */
    @Override
    public LiveFilter filter() {
        return EVERYTHING;
    }

    /** Empty: nothing is filtered. */
    @Override
    public List<String> listing() {
        return List.of();
    }

    @Override
    public void run(LiveSink to) throws CaptureException {
        synchronized (running) {
            sink = to;
            try {
                while (!stopped) {
                    if (events.read(BATCH) == BATCH) continue;
                    to.idle();
                    events.await(IDLE_MILLIS);
                }
                if (isClosed()) return;
                drain();
                to.idle();
            } catch (IOException e) {
                throw new CaptureException(NAME + ": capture failed, " + e.getMessage(), e);
            }
        }
    }

    /** What has come by now; what comes meanwhile is not waited for. */
    private void drain() throws IOException {
        int left = MOST_WAITING;
        while (left > 0) {
            int read = events.read(Math.min(left, BATCH));
            if (read == 0) return;
            left -= read;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the capture thread is the only writer
    private void take(Flow flow) {
        if (flow.protocol() != Flow.TCP) return;
        int bytes = write(flow.original(), flow.family() == Flow.IPV4, flags(flow.state()));
        handed++;
        sink.frame(packet, 0, bytes, bytes, LinkType.RAW, clock.getAsLong());
    }

    /** What the first packet was: a connection may be tracked from its middle on. */
    private static int flags(FlowState state) {
        return switch (state) {
            case SYN_SENT, SYN_SENT2, UNREPLIED -> SegmentBatch.SYN;
            case SYN_RECV -> SegmentBatch.SYN | SegmentBatch.ACK;
            default -> SegmentBatch.ACK;
        };
    }

    private int write(Tuple tuple, boolean v4, int flags) {
        ByteBuffer out = packet.clear();
        if (v4) {
            out.putShort((short) 0x4500).putShort((short) (IPV4_BYTES + TCP_BYTES)).putInt(0);
            out.put((byte) HOPS).put((byte) PROTO_TCP).putShort((short) 0);
            out.putInt((int) tuple.sourceLo()).putInt((int) tuple.destinationLo());
        } else {
            out.putInt(0x6000_0000).putShort((short) TCP_BYTES);
            out.put((byte) PROTO_TCP).put((byte) HOPS);
            out.putLong(tuple.sourceHi()).putLong(tuple.sourceLo());
            out.putLong(tuple.destinationHi()).putLong(tuple.destinationLo());
        }
        out.putShort((short) tuple.sourcePort()).putShort((short) tuple.destinationPort());
        out.putInt(0)
                .putInt(0)
                .putShort((short) (FIVE_WORDS | flags))
                .putShort((short) 0)
                .putInt(0);
        int bytes = out.position();
        out.clear();
        return bytes;
    }

    @Override
    public void stop() {
        stopped = true;
        events.wake();
    }

    @Override
    public synchronized Losses losses() {
        if (!closed) {
            try {
                dropped = events.lost();
            } catch (SystemCallException e) {
                // the last state holds
            }
        }
        long received = handed + dropped;
        return new Losses(received, dropped, 0);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        stop();
        synchronized (running) {
            synchronized (this) {
                if (closed) return;
                Losses unused = losses(); // the last ones are kept
                closed = true;
                events.close();
            }
        }
    }
}
