package syntop.cli.sockets;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import syntop.cli.render.Text;
import syntop.cli.sockets.SocketReport.Row;
import syntop.linux.sockets.Program;
import syntop.linux.sockets.TcpState;

/**
 * The rows of a report as CSV (RFC 4180 with plain line feeds): a column for every state. Names are
 * made harmless, as in a table.
 */
public final class SocketCsv {
    private SocketCsv() {}

    /** Prints the rows. */
    public static void render(SocketReport report, Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        boolean byState = report.by() == GroupBy.state;
        List<String> record = new ArrayList<>(List.of("rank", report.by().name(), "total"));
        if (!byState) {
            for (TcpState state : TcpState.values()) record.add(state.key());
            record.add("program");
        }
        csv.writeRecord(record);
        for (int i = 0; i < report.rows().size(); i++) {
            Row row = report.rows().get(i);
            record.clear();
            record.add(Integer.toString(i + 1));
            record.add(Text.printable(row.key()));
            record.add(Long.toString(row.states().total()));
            if (!byState) {
                for (TcpState state : TcpState.values()) {
                    record.add(Long.toString(row.states().get(state)));
                }
                record.add(names(row.programs()));
            }
            csv.writeRecord(record);
        }
        csv.flush();
    }

    private static String names(List<Program> programs) {
        Set<String> names = new LinkedHashSet<>();
        for (Program program : programs) {
            if (program.isSeen()) names.add(Text.printable(program.name()));
        }
        return String.join(" ", names);
    }
}
