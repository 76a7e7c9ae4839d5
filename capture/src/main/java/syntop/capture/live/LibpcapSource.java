package syntop.capture.live;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.util.List;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.BlockingMode;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;
import org.pcap4j.core.RawPacketListener;
import syntop.capture.CaptureException;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.LiveFilter;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.Poll;
import syntop.linux.sys.SocketError;
import syntop.linux.sys.SocketFilter;
import syntop.linux.sys.SystemCallException;
import syntop.linux.sys.WakeUp;

/**
 * Frames from libpcap, through pcap4j.
 *
 * <p>libpcap never waits here: it may do so for ever on a silent line, whatever its timeout, and
 * pcap4j cannot be closed meanwhile. So it is set not to block, and this class waits for its
 * descriptor itself, where {@link #wake} reaches it.
 */
final class LibpcapSource extends CountedSource implements RawPacketListener {
    private static final int SNAPLEN = 2048; // a TCP header behind long extension headers
    private static final int BLOCK_MILLIS = 50;

    /** Frames of one dispatch: without a limit it goes on for as long as there are more. */
    private static final int MAX_DISPATCH = 4096;

    private static final int PCAP_ERROR_PERM_DENIED = -8;
    private static final int DLT_RAW = 12;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PcapHandle handle;
    private final NetworkLink link; // null: all
    private final int descriptor;
    private final List<String> listing;
    private final WakeUp wakeUp;
    private final Poll poll;
    private final ByteBuffer frame = ByteBuffer.allocateDirect(SNAPLEN);

    private Counts counts = new Counts(0, 0); // guarded by this

    private LiveSink sink; // of the dispatch under way
    private int handedNow; // in it
    private Throwable thrown; // by the sink in it: pcap4j would log it and go on

    private LibpcapSource(
            String name,
            NetworkLink link,
            PcapHandle handle,
            LiveFilter filter,
            List<String> listing)
            throws IOException {
        super(name, linkType(handle), filter);
        this.listing = listing;
        this.link = link;
        this.handle = handle;
        wakeUp = new WakeUp();
        descriptor = selectableDescriptor(handle);
        poll = new Poll(descriptor, wakeUp);
    }

    /** Opens a handle. */
    static LibpcapSource open(LiveOptions options) throws CaptureException {
        String name = options.interfaceName();
        NetworkLink link = Interfaces.requireUp(name);
        PcapHandle handle = null;
        LibpcapSource source = null;
        try {
            handle =
                    new PcapHandle.Builder(name)
                            .snaplen(SNAPLEN)
                            .bufferSize(options.bufferBytes())
                            .timeoutMillis(BLOCK_MILLIS)
                            .immediateMode(false)
                            .timestampPrecision(TimestampPrecision.NANO)
                            .promiscuousMode(
                                    options.promiscuous() && link != null
                                            ? PromiscuousMode.PROMISCUOUS
                                            : PromiscuousMode.NONPROMISCUOUS)
                            .build();
            handle.setBlockingMode(BlockingMode.NONBLOCKING);
            int linkType = linkType(handle);
            Pointer pcap = pcap(handle);
            LiveFilter filter = options.filter().forLibpcap(pcap, linkType);
            List<String> listing = filter.listing(pcap, linkType);
            handle.setFilter(filter.expression(linkType), BpfCompileMode.OPTIMIZE);
            source = new LibpcapSource(name, link, handle, filter, listing);
            return source;
        } catch (PcapNativeException e) {
            throw refusal(name, e);
        } catch (CaptureException e) {
            throw e;
        } catch (IOException | NotOpenException e) {
            throw new CaptureException(name + ": cannot capture, " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new CaptureException(
                    "libpcap cannot be loaded; apt-get install libpcap0.8, or use --backend ring",
                    e);
        } finally {
            if (source == null && handle != null) handle.close();
        }
    }

    private static CaptureException refusal(String name, PcapNativeException e) {
        Integer code = e.getReturnCode();
        return code != null && code == PCAP_ERROR_PERM_DENIED
                ? Refusals.permission(name, e)
                : new CaptureException(name + ": cannot capture, " + e.getMessage(), e);
    }

    /** LINKTYPE_ for DLT_: they differ where systems disagreed, for raw IP. */
    private static int linkType(PcapHandle handle) {
        int dlt = handle.getDlt().value();
        return dlt == DLT_RAW ? LinkType.RAW : dlt;
    }

    /** pcap_get_selectable_fd(3), which pcap4j does not offer. */
    private static int selectableDescriptor(PcapHandle handle) throws IOException {
        Function function = NativeLibrary.getInstance("pcap").getFunction("pcap_get_selectable_fd");
        int fd = function.invokeInt(new Object[] {pcap(handle)});
        if (fd < 0) throw new IOException("libpcap has no descriptor to wait for");
        return fd;
    }

    /** The pcap_t of a handle, which pcap4j keeps to itself. */
    private static Pointer pcap(PcapHandle handle) throws IOException {
        try {
            Field field = PcapHandle.class.getDeclaredField("handle");
            field.setAccessible(true);
            return (Pointer) field.get(handle);
        } catch (ReflectiveOperationException e) {
            throw new IOException("pcap4j is not the version that this was made for", e);
        }
    }

    @Override
    public List<String> listing() {
        return listing;
    }

    @Override
    int read(LiveSink to) throws CaptureException {
        sink = to;
        handedNow = 0;
        try {
            handle.dispatch(MAX_DISPATCH, this);
        } catch (PcapNativeException e) {
            throw failure(e);
        } catch (NotOpenException e) {
            throw new CaptureException(interfaceName() + ": capture failed, closed", e);
        } catch (InterruptedException e) {
            // breakLoop: the sink has thrown
        }
        rethrow();
        return handedNow == 0 ? -1 : handedNow;
    }

    private void rethrow() {
        Throwable t = thrown;
        thrown = null;
        if (t instanceof RuntimeException e) throw e;
        if (t instanceof Error e) throw e;
    }

    private CaptureException failure(PcapNativeException e) {
        try {
            CaptureException down = interfaceState();
            if (down != null) return down;
        } catch (SystemCallException unknown) {
            e.addSuppressed(unknown);
        }
        return new CaptureException(interfaceName() + ": capture failed, " + e.getMessage(), e);
    }

    /** Takes a packet of {@code dispatch}; pcap4j swallows what is thrown here. */
    @Override
    @SuppressWarnings("CatchingUnchecked") // it is thrown again by read
    public void gotPacket(byte[] bytes) {
        if (thrown != null) return;
        int capLen = Math.min(bytes.length, SNAPLEN);
        frame.put(0, bytes, 0, capLen);
        Timestamp time = handle.getTimestamp();
        long seconds = Math.floorDiv(time.getTime(), 1000L);
        long nanos = seconds * NANOS_PER_SECOND + time.getNanos();
        try {
            int wireLen = Math.max(capLen, handle.getOriginalLength());
            sink.frame(frame, 0, capLen, wireLen, linkType(), nanos);
            handedNow++;
        } catch (RuntimeException | Error e) {
            thrown = e;
            breakLoop();
        }
    }

    private void breakLoop() {
        try {
            handle.breakLoop();
        } catch (NotOpenException e) {
            throw new IllegalStateException(e); // it is open: this is a packet of it
        }
    }

    @Override
    void await(int timeoutMillis, boolean wakeable) throws CaptureException {
        try {
            int events =
                    wakeable ? poll.await(timeoutMillis) : poll.awaitUndisturbed(timeoutMillis);
            if ((events & (Poll.POLLERR | Poll.POLLHUP)) == 0) return;
            // Taken from the socket, so that libpcap does not find it and still reads what came
            // before.
            SocketError.take(descriptor);
            CaptureException down = interfaceState();
            if (down != null) throw down;
        } catch (SystemCallException e) {
            throw new CaptureException(interfaceName() + ": capture failed, " + e.getMessage(), e);
        }
    }

    /** Why nothing can come any more, or null. */
    private InterfaceDownException interfaceState() throws SystemCallException {
        if (link == null) return null;
        NetworkLink now = NetworkLink.find(link.name());
        boolean up = now != null && now.index() == link.index() && now.is(NetworkLink.IFF_UP);
        return up ? null : Refusals.wentDown(link);
    }

    @Override
    void wake() {
        wakeUp.signal();
    }

    /** Where frames begin as our own program expects. */
    @Override
    boolean isSwappable() {
        return linkType() == LinkType.ETHERNET;
    }

    /** Our own, whatever libpcap made of the expression. */
    @Override
    byte[] program(HandshakeSample sample, int level) {
        return filter().kernelProgram(false, sample, level);
    }

    /**
     * Past libpcap, which would read its buffer empty and throw away what is in there. The program
     * lets through what the one of libpcap does, and less.
     */
    @Override
    void swap(byte[] now, byte[] next) throws SystemCallException {
        SocketFilter.swap(descriptor, now, next);
    }

    /** The drops tell alone: where libpcap has its buffer, nobody else knows. */
    @Override
    boolean isHalfFull() {
        return false;
    }

    @Override
    void refuseMore() throws IOException {
        SocketFilter.refuseAll(descriptor); // libpcap would look at what came before again
    }

    /** libpcap's counters have 32 bits: an hour of a flood. */
    @Override
    synchronized Counts counts() throws IOException {
        try {
            PcapStat stat = handle.getStats();
            counts =
                    new Counts(
                            widened(stat.getNumPacketsReceived(), counts.accepted()),
                            widened(stat.getNumPacketsDropped(), counts.dropped()));
            return counts;
        } catch (PcapNativeException | NotOpenException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The first number from {@code before} on that ends in these 32 bits. */
    private static long widened(long lower, long before) {
        return before + (lower - before & 0xFFFF_FFFFL);
    }

    /**
     * libpcap takes frames in before its filter is set, and leaves those out that do not pass it;
     * and on the loopback interface those that go out. It has counted both.
     */
    @Override
    boolean isExact() {
        return false;
    }

    @Override
    void release() {
        poll.close();
        wakeUp.close();
        handle.close();
    }
}
