package syntop.cli.sockets;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import syntop.cli.render.ScreenLine;
import syntop.cli.render.Text;
import syntop.cli.sockets.SocketReport.Queue;
import syntop.cli.sockets.SocketReport.Row;
import syntop.linux.sockets.Program;
import syntop.linux.sockets.TcpState;

/** A report as lines of text, none wider than asked for. Depends on nothing but its arguments. */
public final class SocketLines {
    /** What a table that goes on is printed for. */
    public static final int WIDTH = 80;

    // what state columns leave free, if that much is needed
    private static final int PROGRAM = 12;
    private static final int PROCESS = 26;
    private static final int HEAD = "PROGRAM".length();

    private final SocketReport report;
    private final SocketRemarks remarks;
    private final int width;
    private final int limit;
    private final List<ScreenLine> lines = new ArrayList<>();

    private SocketLines(SocketReport report, int width, int limit) {
        this.report = report;
        remarks = new SocketRemarks(report);
        this.width = width;
        this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    }

    /**
     * Lays a report out.
     *
     * @param width columns
     * @param limit rows of each table at most, 0 for all that are in the report
     */
    public static List<ScreenLine> of(SocketReport report, int width, int limit) {
        return of(report, width, limit, Integer.MAX_VALUE);
    }

    /**
     * Lays a report out for a screen. What is missing or misleads stands on it in any case: if need
     * be the tables are cut.
     *
     * @param height lines of the screen
     */
    public static List<ScreenLine> of(SocketReport report, int width, int limit, int height) {
        return new SocketLines(report, width, limit).all(height);
    }

    /** How many rows of each table fit on a screen, 1 at least. */
    public static int rowsThatFit(SocketReport report, int width, int height) {
        int least = 1;
        int most = Math.max(1, height);
        while (least < most) {
            int rows = (least + most + 1) / 2;
            if (of(report, width, rows).size() <= height) least = rows;
            else most = rows - 1;
        }
        return least;
    }

    private List<ScreenLine> all(int height) {
        wrap(remarks.states(), true);
        if (!remarks.counters().isEmpty()) wrap(remarks.counters(), "   ");
        rows();
        if (report.by() != GroupBy.state) {
            synRecv();
            listeners();
        }
        int tables = lines.size();
        notes();
        int fit = Math.max(0, height - (lines.size() - tables));
        if (fit < tables) lines.subList(fit, tables).clear();
        return List.copyOf(lines);
    }

    private void rows() {
        List<Row> rows = shown(report.rows());
        if (rows.isEmpty()) return;
        blank();
        String name = report.by().name();
        Columns table =
                switch (report.by()) {
                    case state -> new Columns(width, 0);
                    case program -> new Columns(width, room(rows, PROCESS, SocketLines::processes));
                    default -> new Columns(width, room(rows, PROGRAM, SocketLines::names));
                };
        table.left(name.toUpperCase(Locale.ROOT), cells(rows, r -> Text.printable(r.key())));
        table.right("TOTAL", cells(rows, r -> count(r.states().total())));
        if (rows.get(0).change() != null) table.right("CHANGE", cells(rows, SocketLines::change));
        if (report.by() == GroupBy.state) {
            table.right("SHARE", cells(rows, this::share));
        } else {
            for (TcpState state : columns(rows)) {
                table.right(head(state), cells(rows, r -> count(r.states().get(state))));
            }
            if (report.by() == GroupBy.program) {
                table.rest("PROCESS", cells(rows, SocketLines::processes));
            } else {
                table.rest("PROGRAM", cells(rows, SocketLines::names));
            }
        }
        table.addTo(lines);
        more(report.groups() - rows.size(), name);
        if (table.leftOut()) add("not all states have a column here; -o csv has them all", false);
    }

    private <T> List<T> shown(List<T> rows) {
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    private static <T> List<String> cells(List<T> rows, Function<T, String> cell) {
        return rows.stream().map(cell).toList();
    }

    /** What the text at the end of the rows needs, within a limit. */
    private static <T> int room(List<T> rows, int limit, Function<T, String> text) {
        int widest = HEAD;
        for (T row : rows) widest = Math.max(widest, text.apply(row).length());
        return Math.min(limit, widest);
    }

    private void more(long more, String what) {
        String plural = what + (what.endsWith("x") ? "es" : "s");
        if (more > 0) add(Text.counted(more, "more " + what, "more " + plural), false);
    }

    private String share(Row row) {
        return Text.percent((double) row.states().total() / Math.max(1, report.states().total()));
    }

    private static String count(long value) {
        return Text.count(value);
    }

    private static String change(Row row) {
        return row.change() == 0 ? "" : SocketRemarks.signed(row.change());
    }

    /** States of the rows that are shown, those of most sockets first. */
    private List<TcpState> columns(List<Row> rows) {
        List<TcpState> states = report.states().occurring();
        states.removeIf(s -> rows.stream().allMatch(r -> r.states().get(s) == 0));
        return states;
    }

    private static String head(TcpState state) {
        return state == TcpState.ESTABLISHED ? "ESTAB" : state.key().toUpperCase(Locale.ROOT);
    }

    /** The names of programs, each once; of one that was not seen, its user. */
    private static String names(Row row) {
        Set<String> names = new LinkedHashSet<>();
        for (Program program : row.programs()) {
            names.add(Text.printable(program.isSeen() ? program.name() : "- " + program.user()));
        }
        return names.isEmpty() ? "-" : String.join(", ", names);
    }

    private static String processes(Row row) {
        List<Program> programs = row.programs();
        if (programs.isEmpty()) return "-";
        String first = process(programs.get(0));
        int more = programs.size() - 1;
        return more == 0 ? first : first + " and " + Text.count(more) + " more";
    }

    /** What is known of a process but its name. */
    private static String process(Program program) {
        String origin = origin(program);
        return Text.printable(
                (program.isSeen() ? program.pid() : "-")
                        + " "
                        + program.user()
                        + (origin == null ? "" : " " + origin));
    }

    /** Who started a process, where that is known. */
    private static String origin(Program program) {
        return program.container() == null ? program.unit() : program.container();
    }

    private void synRecv() {
        List<Row> rows = shown(report.synRecv());
        if (rows.isEmpty() || onlySynRecv()) return;
        blank();
        Columns table = new Columns(width, 0);
        table.left("SYN-RECV FROM", cells(rows, Row::key));
        table.right("SYN-RECV", cells(rows, r -> count(r.states().total())));
        table.addTo(lines);
        more(report.synRecvSources() - rows.size(), "source");
    }

    /** Whether the main table tells the same. */
    private boolean onlySynRecv() {
        return report.by() == GroupBy.source
                && report.states().get(TcpState.SYN_RECV) == report.states().total();
    }

    private void listeners() {
        List<Queue> queues = shown(report.listeners());
        if (queues.isEmpty()) return;
        blank();
        Columns table = new Columns(width, room(queues, PROGRAM, SocketLines::holder));
        table.left("LISTENER", cells(queues, Queue::address));
        table.right("BACKLOG", cells(queues, q -> of(q.queued(), q.limit())));
        table.right("SYN-RECV", cells(queues, q -> count(q.synQueue())));
        table.right("DROPPED", cells(queues, q -> count(q.dropped())));
        table.rest("PROGRAM", cells(queues, SocketLines::holder));
        table.addTo(lines);
        more(report.listeners().size() - queues.size(), "listener");
    }

    private static String of(long used, long limit) {
        return Text.count(used) + " of " + Text.count(limit);
    }

    private static String holder(Queue queue) {
        Program program = queue.program();
        if (!program.isSeen()) return Text.printable("- " + program.user());
        String origin = origin(program); // the user, whom it tells mostly, where there is none
        return Text.printable(
                program.name()
                        + " "
                        + program.pid()
                        + " "
                        + (origin == null ? program.user() : origin));
    }

    private void notes() {
        List<String> notes = remarks.notes();
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
