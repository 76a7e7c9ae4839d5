package syntop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import syntop.analyzer.handshake.Limits;
import syntop.capture.CaptureException;
import syntop.capture.decode.Prefix;
import syntop.capture.live.CaptureInterface;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.LiveSource;
import syntop.cli.block.Surroundings;
import syntop.linux.counters.Offloads;
import syntop.linux.counters.SynCookies;
import syntop.linux.counters.TcpCounters;
import syntop.linux.sockets.Owners;
import syntop.linux.sockets.TcpSockets;
import syntop.linux.sockets.TcpState;

/** The machine that live commands watch; tests put another in its place. */
interface Host {
    /** Its interfaces. */
    List<CaptureInterface> interfaces() throws CaptureException;

    /** The interface of the default route, or null without one. */
    String defaultInterface() throws CaptureException;

    /** The addresses of all its interfaces, as prefixes of full length. */
    List<Prefix> localAddresses() throws CaptureException;

    /** What it depends on to be reached. */
    Surroundings surroundings();

    /** Opens an interface. */
    LiveSource open(LiveOptions options) throws CaptureException;

    /** The version of libpcap. */
    String libpcapVersion() throws CaptureException;

    /** What an interface does to packets before they are captured. */
    Offloads offloads(String interfaceName) throws IOException;

    /** How the kernel answers when its queue of half-open connections is full. */
    SynCookies synCookies() throws IOException;

    /** Its TCP sockets in these states. */
    TcpSockets sockets(Set<TcpState> states) throws IOException;

    /** Finds the programs that hold sockets; new for each search. */
    Owners owners();

    /** What its kernel counts of requests for connections. */
    TcpCounters tcpCounters() throws IOException;

    /** Its connection tracking. */
    Tracking tracking();

    /** Whether something keeps the clock right. */
    boolean isClockSynchronized();

    /** Whether somebody may still read standard output; false once {@code head} has its lines. */
    boolean hasReader();

    /** Whether the user sits at a terminal that can be drawn on and gives keys. */
    boolean hasScreen();

    /** Takes that terminal over. */
    Screen openScreen() throws IOException;

    /** Where its baseline is if nobody names another file; null: nowhere. */
    Path baselineFile();

    /** What load it takes before connections are left out; null: what memory stands. */
    default Limits limits() {
        return null;
    }

    /** Its clock. */
    Clock clock();
}
