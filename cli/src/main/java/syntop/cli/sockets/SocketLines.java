package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;
import syntop.cli.sockets.SocketReport.Queue;
import syntop.cli.sockets.SocketReport.Row;
import syntop.linux.counters.TcpCounters.Counter;
import syntop.linux.sockets.Program;
import syntop.linux.sockets.TcpState;

/** A report as lines of text, none wider than asked for. Depends on nothing but its arguments. */
public final class SocketLines {
    /** What a table that goes on is printed for. */
    public static final int WIDTH = 80;

    // what state columns leave free
    private static final int MIN_PROGRAM = 12;
    private static final int MIN_PROCESS = 26;

    private final SocketReport report;
    private final int width;
    private final List<ScreenLine> lines = new ArrayList<>();

    private SocketLines(SocketReport report, int width) {
        this.report = report;
        this.width = width;
    }

    /**
     * Lays a report out.
     *
     * @param width columns
     * @param limit rows of the table of listeners at most, 0 for all; the other tables have theirs
     */
    public static List<ScreenLine> of(SocketReport report, int width, int limit) {
        SocketLines out = new SocketLines(report, width);
        out.states();
        out.counters();
        out.rows();
        if (report.by() != GroupBy.state) {
            out.synRecv();
            out.listeners(limit);
        }
        out.notes();
        return List.copyOf(out.lines);
    }

    private void states() {
        List<String> parts = new ArrayList<>();
        parts.add(Text.counted(report.states().total(), "TCP socket", "TCP sockets"));
        for (TcpState state : occurring(report.states())) {
            parts.add(state.key() + " " + Text.count(report.states().get(state)));
        }
        wrap(parts, true);
    }

    /** The states that occur, those of most sockets first. */
    private static List<TcpState> occurring(StateCounts counts) {
        List<TcpState> states = new ArrayList<>();
        for (TcpState state : TcpState.values()) {
            if (counts.get(state) > 0) states.add(state);
        }
        states.sort((a, b) -> Long.compare(counts.get(b), counts.get(a)));
        return states;
    }

    /** Those that tell of trouble, once there was any; all of them are in the JSON. */
    private void counters() {
        if (report.counters() == null) return;
        List<String> parts = new ArrayList<>();
        counter(parts, "SYN cookies sent", Counter.SyncookiesSent);
        counter(parts, "valid ones received", Counter.SyncookiesRecv);
        counter(parts, "invalid ones", Counter.SyncookiesFailed);
        counter(parts, "listen drops", Counter.ListenDrops);
        counter(parts, "of those overflows", Counter.ListenOverflows);
        counter(parts, "SYN queue full", Counter.TCPReqQFullDrop);
        if (parts.isEmpty()) return;
        parts.set(0, "since the system started: " + parts.get(0));
        wrap(parts, false);
    }

    private void counter(List<String> parts, String label, Counter counter) {
        long count = report.counters().now().get(counter);
        if (count == 0) return;
        double rate = report.counters().perSecond(counter);
        parts.add(
                label
                        + " "
                        + Text.count(count)
                        + (rate > 0 ? " (+" + Text.rate(rate) + "/s)" : ""));
    }

    private void rows() {
        if (report.rows().isEmpty()) return;
        blank();
        boolean changes = report.rows().get(0).change() != null;
        boolean owners = report.by() != GroupBy.state;
        String name = report.by().name().toUpperCase(Locale.ROOT);
        boolean detailed = report.by() == GroupBy.program;
        Columns table = new Columns(width, !owners ? 0 : detailed ? MIN_PROCESS : MIN_PROGRAM);
        table.left(name, report.rows().stream().map(r -> Text.printable(r.key())).toList());
        table.right("TOTAL", report.rows().stream().map(r -> count(r.states().total())).toList());
        if (changes)
            table.right("CHANGE", report.rows().stream().map(SocketLines::change).toList());
        if (report.by() == GroupBy.state) {
            long all = Math.max(1, report.states().total());
            table.right(
                    "SHARE",
                    report.rows().stream()
                            .map(r -> Text.percent((double) r.states().total() / all))
                            .toList());
        } else {
            for (TcpState state : columns()) {
                table.right(
                        head(state),
                        report.rows().stream().map(r -> count(r.states().get(state))).toList());
            }
        }
        if (owners) {
            table.rest(
                    detailed ? "PROCESS" : "PROGRAM",
                    report.rows().stream()
                            .map(r -> detailed ? processes(r.programs()) : names(r.programs()))
                            .toList());
        }
        table.addTo(lines);
        long more = report.groups() - report.rows().size();
        if (more > 0) add(Text.count(more) + " more, with fewer sockets each", false);
        if (table.leftOut()) add("not all states have a column here; they have with -o csv", false);
    }

    private static String count(long value) {
        return Text.count(value);
    }

    private static String change(Row row) {
        if (row.change() == 0) return "";
        return (row.change() > 0 ? "+" : "") + Text.count(row.change());
    }

    /** States of the rows that are shown, those of most sockets first. */
    private List<TcpState> columns() {
        StateCounts all = report.states();
        List<TcpState> states = occurring(all);
        states.removeIf(s -> report.rows().stream().allMatch(r -> r.states().get(s) == 0));
        return states;
    }

    private static String head(TcpState state) {
        return state == TcpState.ESTABLISHED ? "ESTAB" : state.key().toUpperCase(Locale.ROOT);
    }

    /** The names of programs, each once. */
    private static String names(List<Program> programs) {
        Set<String> names =
                programs.stream()
                        .map(p -> Text.printable(p.name()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        return names.isEmpty() ? "-" : String.join(", ", names);
    }

    private static String processes(List<Program> programs) {
        if (programs.isEmpty()) return "-";
        String first = process(programs.get(0));
        int more = programs.size() - 1;
        return more == 0 ? first : first + " and " + Text.count(more) + " more";
    }

    /** What is known of a process but its name. */
    private static String process(Program program) {
        String origin = origin(program);
        return Text.printable(
                program.pid() + " " + program.user() + (origin == null ? "" : " " + origin));
    }

    /** Who started a process, where that is known. */
    private static String origin(Program program) {
        return program.container() == null ? program.unit() : program.container();
    }

    private void synRecv() {
        if (report.synRecv().isEmpty() || onlySynRecv()) return;
        blank();
        Columns table = new Columns(width, 0);
        table.left("SYN-RECV FROM", report.synRecv().stream().map(Row::key).toList());
        table.right(
                "SYN-RECV", report.synRecv().stream().map(r -> count(r.states().total())).toList());
        table.addTo(lines);
        long more = report.synRecvSources() - report.synRecv().size();
        if (more > 0) add(Text.counted(more, "more source", "more sources"), false);
    }

    /** Whether the main table tells the same. */
    private boolean onlySynRecv() {
        return report.by() == GroupBy.source
                && report.states().get(TcpState.SYN_RECV) == report.states().total();
    }

    private void listeners(int limit) {
        if (report.listeners().isEmpty()) return;
        blank();
        int shown =
                limit == 0 ? report.listeners().size() : Math.min(limit, report.listeners().size());
        List<Queue> queues = report.listeners().subList(0, shown);
        Columns table = new Columns(width, MIN_PROGRAM);
        table.left("LISTENER", queues.stream().map(Queue::address).toList());
        table.right("BACKLOG", queues.stream().map(q -> of(q.queued(), q.limit())).toList());
        table.right("SYN-RECV", queues.stream().map(q -> count(q.synQueue())).toList());
        table.right("DROPPED", queues.stream().map(q -> count(q.dropped())).toList());
        table.rest("PROGRAM", queues.stream().map(SocketLines::holder).toList());
        table.addTo(lines);
        int more = report.listeners().size() - shown;
        if (more > 0) add(Text.counted(more, "more listener", "more listeners"), false);
    }

    private static String of(long used, long limit) {
        return Text.count(used) + " of " + Text.count(limit);
    }

    private static String holder(Queue queue) {
        Program program = queue.program();
        if (program == null) return "-";
        String origin = origin(program); // the user, whom it tells mostly, where there is none
        return Text.printable(
                program.name()
                        + " "
                        + program.pid()
                        + " "
                        + (origin == null ? program.user() : origin));
    }

    /** What is missing, and what may mislead. */
    private void notes() {
        List<String> notes = new ArrayList<>();
        SocketReport.Unknown owners = report.owners();
        if (owners.sockets() > 0 && owners.processes() > 0) {
            notes.add(
                    "programs of "
                            + Text.counted(owners.sockets(), "socket", "sockets")
                            + " not seen: "
                            + Text.counted(owners.processes(), "process", "processes")
                            + " of other users; run as root to see them");
        } else if (owners.sockets() > 0) {
            notes.add(
                    "programs of "
                            + Text.counted(owners.sockets(), "socket", "sockets")
                            + " not found: they ended meanwhile, or are not in this /proc");
        }
        if (report.counters() != null && report.counters().perSecond(Counter.SyncookiesSent) > 0) {
            notes.add(
                    "SYN cookies are being sent: the kernel keeps nothing of those requests, so"
                            + " SYN-RECV is too low; syntop live counts them");
        }
        if (report.interrupted())
            notes.add("the table changed while it was read: may be incomplete");
        if (report.malformed() > 0) {
            notes.add(
                    Text.counted(report.malformed(), "message", "messages")
                            + " of the kernel could not be read: counts are \"at least\"");
        }
        if (notes.isEmpty()) return;
        blank();
        notes.forEach(note -> wrap(List.of(note.split(" ")), " "));
    }

    private void wrap(List<String> parts, boolean bold) {
        int first = lines.size();
        wrap(parts, "   ");
        if (bold) lines.set(first, new ScreenLine(lines.get(first).text(), true));
    }

    /** Adds parts in lines no wider than the screen, the second and further ones indented. */
    private void wrap(List<String> parts, String separator) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            if (line.length() > 0 && line.length() + separator.length() + part.length() > width) {
                add(line.toString(), false);
                line.setLength(0);
                line.append("  ").append(part);
            } else {
                if (line.length() > 0) line.append(separator);
                line.append(part);
            }
        }
        add(line.toString(), false);
    }

    private void blank() {
        add("", false);
    }

    private void add(String text, boolean bold) {
        lines.add(new ScreenLine(text.substring(0, Math.min(width, text.length())), bold));
    }
}
