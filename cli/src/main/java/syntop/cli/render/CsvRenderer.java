package syntop.cli.render;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import syntop.analyzer.Snapshot;

/** The rows of a report as CSV (RFC 4180 with plain line feeds), with a header line. */
public final class CsvRenderer {
    private CsvRenderer() {}

    /** Prints the rows. */
    public static void render(Report report, Writer out) throws IOException {
        Snapshot snapshot = report.snapshot();
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        boolean compared = snapshot.comparison() != null;
        List<String> head =
                new ArrayList<>(
                        List.of("rank", snapshot.view().key(), "syn", "share", "synPerSecond"));
        if (compared) head.add("usual");
        csv.writeRecord(head);
        for (int i = 0; i < snapshot.rowCount(); i++) {
            double rate = Rows.perSecond(snapshot, i);
            List<String> record = new ArrayList<>();
            Collections.addAll(
                    record,
                    Integer.toString(i + 1),
                    Rows.key(snapshot, i),
                    Long.toString(snapshot.syns(i)),
                    plain(Rows.share(snapshot, i)),
                    Double.isNaN(rate) ? "" : plain(rate));
            if (compared) record.add(snapshot.mark(i).key());
            csv.writeRecord(record);
        }
        csv.flush();
    }

    private static String plain(double value) {
        return Text.decimal(value, 4).replace(",", "");
    }
}
