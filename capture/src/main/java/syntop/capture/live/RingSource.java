package syntop.capture.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;
import syntop.linux.ring.PacketHandler;
import syntop.linux.ring.PacketRing;
import syntop.linux.ring.RingStatistics;
import syntop.linux.sys.Errno;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.SystemCallException;

/** Frames from the kernel's packet ring. Allocates nothing for a frame or a block. */
final class RingSource extends CountedSource implements PacketHandler {
    /** Stands for a group that the kernel chooses. */
    static final int NEW_GROUP = PacketRing.NEW_GROUP;

    private final PacketRing ring;
    private final NetworkLink link; // null: all
    private LiveSink sink; // of the read under way

    private RingSource(String name, NetworkLink link, LiveFilter filter, PacketRing ring) {
        super(name, PacketRing.isCooked(link) ? LinkType.LINUX_SLL : LinkType.ETHERNET, filter);
        this.link = link;
        this.ring = ring;
    }

    /** Opens a ring that gets all frames. */
    static RingSource open(LiveOptions options) throws CaptureException {
        return open(options, PacketRing.NO_GROUP);
    }

    /** Opens a ring that shares the frames with the others of a group. */
    static RingSource open(LiveOptions options, int group) throws CaptureException {
        String name = options.interfaceName();
        NetworkLink link = Interfaces.requireUp(name);
        boolean anyLink = PacketRing.isCooked(link);
        LiveFilter filter = options.filter().forRing(anyLink);
        byte[] program = filter.kernelProgram(anyLink);
        try {
            PacketRing ring =
                    new PacketRing(
                            link, program, options.bufferBytes(), options.promiscuous(), group);
            return new RingSource(name, link, filter, ring);
        } catch (SystemCallException e) {
            throw refusal(options, e);
        }
    }

    private static CaptureException refusal(LiveOptions options, SystemCallException e) {
        String name = options.interfaceName();
        if (e.isPermission()) return Refusals.permission(name, e);
        return switch (e.errno()) {
            case Errno.ENETDOWN -> Refusals.down(name);
            case Errno.ENODEV, Errno.ENXIO ->
                    new CaptureException(name + ": was removed just now", e);
            case Errno.ENOMEM, Errno.ENOBUFS ->
                    new CaptureException(
                            name
                                    + ": no memory for a capture buffer of "
                                    + (options.bufferBytes() >> 20)
                                    + " MiB; make it smaller",
                            e);
            default -> new CaptureException(name + ": cannot capture, " + e.getMessage(), e);
        };
    }

    /** The group that shares the frames. */
    int fanoutGroup() {
        return ring.fanoutGroup();
    }

    @Override
    public List<String> listing() {
        return filter().listing(PacketRing.isCooked(link));
    }

    @Override
    int read(LiveSink to) {
        sink = to;
        return ring.read(this);
    }

    @Override
    public void packet(ByteBuffer buf, int off, int capLen, int wireLen, long tsNanos) {
        sink.frame(buf, off, capLen, wireLen, linkType(), tsNanos);
    }

    @Override
    void await(int timeoutMillis, boolean wakeable) throws CaptureException {
        try {
            boolean failed =
                    wakeable ? ring.await(timeoutMillis) : ring.awaitUndisturbed(timeoutMillis);
            if (failed) throwError();
        } catch (SystemCallException e) {
            throw new CaptureException(interfaceName() + ": capture failed, " + e.getMessage(), e);
        }
    }

    private void throwError() throws CaptureException, SystemCallException {
        int error = ring.takeError();
        if (error == Errno.ENETDOWN) {
            // A removal says so twice: when the interface goes down, and when it is gone.
            if (NetworkLink.find(link.name()) != null && ring.awaitUndisturbed(50)) {
                ring.takeError();
            }
            throw Refusals.wentDown(link);
        }
        if (error != 0) {
            throw new CaptureException(
                    interfaceName() + ": capture failed, " + Errno.describe(error));
        }
    }

    @Override
    boolean isSwappable() {
        return true;
    }

    @Override
    byte[] program(HandshakeSample sample, int level) {
        return filter().kernelProgram(PacketRing.isCooked(link), sample, level);
    }

    @Override
    void swap(byte[] now, byte[] next) throws SystemCallException {
        ring.swapFilter(now, next);
    }

    @Override
    boolean isHalfFull() {
        return ring.isHalfFull();
    }

    @Override
    void refuseMore() throws IOException {
        ring.refuseMore();
    }

    @Override
    void wake() {
        ring.wake();
    }

    @Override
    Counts counts() throws IOException {
        RingStatistics statistics = ring.statistics();
        return new Counts(statistics.packets(), statistics.drops());
    }

    @Override
    boolean isExact() {
        return true;
    }

    @Override
    void release() {
        ring.close();
    }
}
