package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.List;
import syntop.cli.render.Text;
import syntop.cli.sockets.SocketReport.Queue;
import syntop.linux.counters.TcpCounters.Counter;
import syntop.linux.sockets.TcpState;

/** What a report tells in words. */
final class SocketRemarks {
    /** From where on a queue counts as full: what is in it changes while it is read. */
    private static final double FULL = 0.9;

    private final SocketReport report;

    SocketRemarks(SocketReport report) {
        this.report = report;
    }

    /** How many sockets there are, then how many in each state, with what has changed. */
    List<String> states() {
        StateCounts now = report.states();
        StateCounts before = report.earlier();
        List<String> parts = new ArrayList<>();
        String all = Text.counted(now.total(), "TCP socket", "TCP sockets");
        parts.add(all + (before == null ? "" : change(now.total() - before.total())));
        List<TcpState> states = now.occurring();
        if (before != null) {
            for (TcpState state : before.occurring()) {
                if (now.get(state) == 0) states.add(state);
            }
        }
        for (TcpState state : states) {
            long count = now.get(state);
            String change = before == null ? "" : change(count - before.get(state));
            parts.add(state.key() + " " + Text.count(count) + change);
        }
        return parts;
    }

    private static String change(long change) {
        return change == 0 ? "" : " (" + signed(change) + ")";
    }

    /** A number with its sign. */
    static String signed(long change) {
        return (change > 0 ? "+" : "") + Text.count(change);
    }

    /** The kernel's counters that have counted anything; all of them are in the JSON. */
    List<String> counters() {
        List<String> parts = new ArrayList<>();
        if (report.counters() == null) return parts;
        counter(parts, "SYN cookies sent", Counter.SyncookiesSent);
        counter(parts, "valid ones received", Counter.SyncookiesRecv);
        counter(parts, "invalid ones", Counter.SyncookiesFailed);
        counter(parts, "listen drops", Counter.ListenDrops);
        counter(parts, "listen overflows", Counter.ListenOverflows);
        counter(parts, "SYN queue full", Counter.TCPReqQFullDrop);
        counter(parts, "passive opens", Counter.PassiveOpens);
        counter(parts, "failed attempts", Counter.AttemptFails);
        if (!parts.isEmpty()) parts.set(0, "counted so far: " + parts.get(0));
        return parts;
    }

    private void counter(List<String> parts, String label, Counter counter) {
        long count = report.counters().now().get(counter);
        if (count == 0) return;
        double rate = report.counters().perSecond(counter);
        String growth = rate > 0 ? " (+" + Text.rate(rate) + "/s)" : "";
        parts.add(label + " " + Text.count(count) + growth);
    }

    /** What is missing, and what may mislead. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        owners(notes);
        cookies(notes);
        if (report.interrupted()) {
            notes.add("the table changed while it was read: may be incomplete");
        }
        if (report.malformed() > 0) {
            notes.add(
                    Text.counted(report.malformed(), "message", "messages")
                            + " of the kernel could not be read: counts are \"at least\"");
        }
        return notes;
    }

    private void owners(List<String> notes) {
        SocketReport.Unknown owners = report.owners();
        if (owners.sockets() == 0) return;
        String sockets = Text.counted(owners.sockets(), "socket", "sockets");
        if (owners.processes() > 0) {
            notes.add(
                    "programs of "
                            + sockets
                            + " not seen, only their users: "
                            + Text.counted(owners.processes(), "process", "processes")
                            + " may only be looked into as root");
        } else {
            notes.add(
                    "programs of "
                            + sockets
                            + " not found: they ended meanwhile, or are not in this /proc");
        }
    }

    /** With cookies the kernel keeps nothing of a request. */
    private void cookies(List<String> notes) {
        if (report.counters() == null) return;
        boolean full = report.listeners().stream().anyMatch(SocketRemarks::isFull);
        if (report.counters().perSecond(Counter.SyncookiesSent) > 0) {
            notes.add(
                    "SYN cookies are being sent: the kernel keeps nothing of those requests, so"
                            + " SYN-RECV is too low; syntop live counts them");
        } else if (full && report.counters().now().get(Counter.SyncookiesSent) > 0) {
            notes.add(
                    "a queue of half-open requests is full: those that do not fit are answered"
                            + " with SYN cookies, and not in SYN-RECV; syntop live counts them");
        }
    }

    private static boolean isFull(Queue queue) {
        return queue.synQueue() >= FULL * queue.limit();
    }
}
