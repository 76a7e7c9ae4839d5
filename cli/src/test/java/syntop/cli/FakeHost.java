package syntop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import syntop.capture.CaptureException;
import syntop.capture.decode.Prefix;
import syntop.capture.live.CaptureInterface;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.LiveSource;
import syntop.capture.live.Losses;
import syntop.cli.block.Surroundings;
import syntop.cli.values.Prefixes;
import syntop.linux.counters.Offloads;
import syntop.linux.counters.SynCookies;
import syntop.linux.counters.TcpCounters;
import syntop.linux.sockets.Owners;
import syntop.linux.sockets.TcpSockets;
import syntop.linux.sockets.TcpState;

/** A machine that tests make up: one interface, eth0, with the address 192.0.2.7. */
final class FakeHost implements Host {
    final FakeClock clock = new FakeClock();
    final FakeTracking tracking = new FakeTracking(clock);
    final List<LiveOptions> opened = new ArrayList<>();
    String defaultInterface = "eth0";
    CaptureException refusal;
    CaptureException libpcapMissing;
    SynCookies synCookies = SynCookies.WHEN_FULL;
    boolean clockSynchronized = true;
    BooleanSupplier reader = () -> true;
    Screen screen;
    Path baseline; // null: none
    List<CaptureInterface> interfaces = new ArrayList<>();

    /** What is read one after the other; the last again and again. */
    final Deque<TcpSockets> sockets = new ArrayDeque<>();

    final Deque<TcpCounters> counters = new ArrayDeque<>(List.of(TcpCounters.of()));
    Set<TcpState> asked;
    Path processes = Path.of("/no/processes");
    Surroundings surroundings = new Surroundings(Path.of("/no/surroundings"), 1);
    private final Deque<FakeSource> sources = new ArrayDeque<>();
    private FakeSource current;

    FakeHost() {
        interfaces.add(
                new CaptureInterface(
                        "lo", 1, true, true, true, List.of(Prefixes.parse("127.0.0.1"))));
        interfaces.add(
                new CaptureInterface(
                        "eth0", 2, true, true, false, List.of(Prefixes.parse("192.0.2.7"))));
        clock.beforeWait(this::awaitFrames);
    }

    /** What is captured; several come one after the other when the interface goes down. */
    FakeHost with(FakeSource source) {
        sources.add(source);
        return this;
    }

    /** Frames that come at once, and nothing lost. */
    FakeHost with(List<byte[]> frames) {
        return with(new FakeSource("eth0", frames, Losses.NONE, null));
    }

    /** Frames that come at once, and what was lost beside them. */
    FakeHost with(List<byte[]> frames, long byKernel, long byInterface) {
        return with(new FakeSource("eth0", frames, new Losses(0, byKernel, byInterface), null));
    }

    /** Runs a command line on this machine. */
    Run run(String... args) {
        return Run.of(this, args);
    }

    /** Returns once the frames of the source in use were handed over: whether it ends then. */
    boolean awaitFrames() {
        FakeSource source = current();
        if (source == null) return false;
        source.awaitDelivered();
        return source.ends();
    }

    /** How many sources were opened so far. */
    synchronized int opened() {
        return opened.size();
    }

    /** The source in use, or null. */
    synchronized FakeSource current() {
        return current;
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return interfaces;
    }

    @Override
    public String defaultInterface() {
        return defaultInterface;
    }

    @Override
    public List<Prefix> localAddresses() {
        return interfaces.stream().flatMap(each -> each.addresses().stream()).toList();
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public synchronized LiveSource open(LiveOptions options) throws CaptureException {
        if (refusal != null) throw refusal;
        opened.add(options);
        current =
                sources.isEmpty()
                        ? new FakeSource(options.interfaceName(), List.of(), Losses.NONE, null)
                        : sources.remove();
        if (current.filter == null) current.filter = options.filter();
        notifyAll();
        return current;
    }

    /** Returns once so many sources were opened. */
    synchronized void awaitOpened(int count) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        try {
            while (opened.size() < count && System.nanoTime() < deadline) {
                wait(1_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (opened.size() < count) throw new IllegalStateException("opened " + opened.size());
    }

    @Override
    public String libpcapVersion() throws CaptureException {
        if (libpcapMissing != null) throw libpcapMissing;
        return "1.10.3";
    }

    @Override
    public Offloads offloads(String interfaceName) {
        return new Offloads(true, false, true);
    }

    @Override
    public SynCookies synCookies() {
        return synCookies;
    }

    @Override
    public TcpSockets sockets(Set<TcpState> states) {
        asked = states;
        return sockets.size() > 1 ? sockets.remove() : sockets.element();
    }

    @Override
    public Owners owners() {
        return new Owners(processes, processes.resolve("passwd"));
    }

    @Override
    public TcpCounters tcpCounters() {
        return counters.size() > 1 ? counters.remove() : counters.element();
    }

    @Override
    public boolean isClockSynchronized() {
        return clockSynchronized;
    }

    @Override
    public Tracking tracking() {
        return tracking;
    }

    @Override
    public boolean hasReader() {
        return reader.getAsBoolean();
    }

    @Override
    public boolean hasScreen() {
        return screen != null;
    }

    @Override
    public Screen openScreen() throws IOException {
        return screen;
    }

    @Override
    public Path baselineFile() {
        return baseline;
    }

    @Override
    public Clock clock() {
        return clock;
    }
}
