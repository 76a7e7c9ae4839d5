package syntop.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import syntop.capture.CaptureException;
import syntop.capture.decode.Prefix;
import syntop.capture.filter.Libpcap;
import syntop.capture.live.CaptureInterface;
import syntop.capture.live.Interfaces;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.LiveSource;
import syntop.capture.live.LiveSources;
import syntop.cli.block.Surroundings;
import syntop.linux.counters.ClockState;
import syntop.linux.counters.Offloads;
import syntop.linux.counters.SynCookies;
import syntop.linux.counters.TcpCounters;
import syntop.linux.sockets.Owners;
import syntop.linux.sockets.TcpSockets;
import syntop.linux.sockets.TcpState;
import syntop.linux.sys.Poll;

/** The machine that syntop runs on. */
class LocalHost implements Host {
    @Override
    public List<CaptureInterface> interfaces() throws CaptureException {
        return Interfaces.list();
    }

    @Override
    public String defaultInterface() throws CaptureException {
        return Interfaces.ofDefaultRoute();
    }

    @Override
    public List<Prefix> localAddresses() throws CaptureException {
        return Interfaces.localAddresses();
    }

    @Override
    public Surroundings surroundings() {
        return new Surroundings(Path.of("/"), ProcessHandle.current().pid());
    }

    @Override
    public LiveSource open(LiveOptions options) throws CaptureException {
        return LiveSources.open(options, Clock.SYSTEM::epochNanos);
    }

    @Override
    public String libpcapVersion() throws CaptureException {
        return Libpcap.version();
    }

    @Override
    public Offloads offloads(String interfaceName) throws IOException {
        return Offloads.read(interfaceName);
    }

    @Override
    public SynCookies synCookies() throws IOException {
        return SynCookies.read();
    }

    @Override
    public TcpSockets sockets(Set<TcpState> states) throws IOException {
        return TcpSockets.read(states);
    }

    @Override
    public Owners owners() {
        return new Owners();
    }

    @Override
    public TcpCounters tcpCounters() throws IOException {
        return TcpCounters.read();
    }

    @Override
    public Path baselineFile() {
        return BaselinePlace.of(System.getenv(), System.getProperty("user.home"), isRoot());
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name")); // not Linux
        }
    }

    @Override
    public Tracking tracking() {
        return new KernelTracking();
    }

    @Override
    public boolean isClockSynchronized() {
        return ClockState.isSynchronized();
    }

    @Override
    public boolean hasReader() {
        return !Poll.hasNoReader(Terminal.OUT);
    }

    @Override
    public boolean hasScreen() {
        String kind = System.getenv("TERM");
        return Terminal.isIn() && Terminal.isOut() && kind != null && !kind.equals("dumb");
    }

    @Override
    public Screen openScreen() throws IOException {
        return new JlineScreen();
    }

    @Override
    public Clock clock() {
        return Clock.SYSTEM;
    }
}
