package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Option;
import syntop.analyzer.View;
import syntop.cli.render.CsvRenderer;
import syntop.cli.render.JsonRenderer;
import syntop.cli.render.Report;
import syntop.cli.render.TableRenderer;

/** What is printed, and how. */
final class OutputOptions extends FormatOptions {
    enum By {
        source,
        port,
        prefix,
        target,
        signature
    }

    @Option(
            names = "--by",
            paramLabel = "VIEW",
            defaultValue = "source",
            description = "Rank by ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    By by;

    @Option(
            names = "--wide",
            description =
                    "Each signal behind the verdict; longer rows: targets of a source, its busiest"
                            + " time, first and last seen, and its course.")
    boolean wide;

    View view() {
        return View.valueOf(by.name().toUpperCase(Locale.ROOT));
    }

    /** Whether the targets of sources are printed: telling them costs time. */
    boolean showsTargets() {
        return by == By.source && (wide || format() == Format.json);
    }

    /** Prints a report on standard output. */
    void print(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        switch (format()) {
            case json -> JsonRenderer.render(report, out);
            case csv -> CsvRenderer.render(report, out);
            case table -> new TableRenderer(color(), Terminal.unicode(), wide).render(report, out);
        }
        out.flush();
    }
}
