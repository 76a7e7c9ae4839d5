package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.cli.conntrack.FlowCount;
import syntop.cli.conntrack.FlowFormat;
import syntop.cli.conntrack.FlowReport;
import syntop.cli.conntrack.FlowReports;
import syntop.cli.conntrack.FlowSelection;
import syntop.cli.conntrack.GroupBy;
import syntop.cli.conntrack.Refusals;
import syntop.cli.render.Text;
import syntop.linux.netlink.DumpResult;

/** {@code syntop conntrack list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Counts the tracked connections by source, or prints each of them.",
        footer = {
            "",
            "NO REPLY is how many got no packet back: half-open ones, and UDP without an",
            "answer. An entry stays for a while after its connection has ended. The table",
            "changes while it is read: an entry that is not removed may be missing or come",
            "twice, as with every tool that reads it.",
            "",
            "Exit status: 0 done, or the reader of the output has gone; 1 the kernel does",
            "not tell; 2 wrong usage; 130 Ctrl-C, with what was read until then.",
            "",
            "  syntop conntrack list -p tcp --dport 443 --by prefix",
            "  syntop conntrack list --raw --state syn-recv --json | jq -r .source"
        })
final class ConntrackListCommand implements Callable<Integer> {
    /** How often an interrupted dump is repeated before that is said instead. */
    private static final int ATTEMPTS = 3;

    @Mixin FlowOptions flows;

    @Option(
            names = "--by",
            paramLabel = "VIEW",
            description = "Count by ${COMPLETION-CANDIDATES}; source if not given.")
    GroupBy by;

    @Option(names = "--raw", description = "Print each connection instead of counting.")
    boolean raw;

    @Mixin FormatOptions output;
    @ParentCommand ConntrackCommand parent;
    @Spec CommandSpec spec;

    private Host host;
    private PrintWriter out;

    @Override
    public Integer call() throws Exception {
        output.check();
        if (raw && by != null) {
            throw new ParameterException(spec.commandLine(), "--raw and --by exclude each other");
        }
        FlowSelection selection = flows.selection();
        host = parent.parent.host;
        out = spec.commandLine().getOut();
        try (Tracking.Table table = host.tracking().open()) {
            return Interruption.guard(
                    table::wake,
                    () -> {
                        say(raw ? print(table, selection) : count(table, selection));
                        return ExitStatus.DONE;
                    });
        } catch (IOException e) {
            throw Refusals.explain(e);
        }
    }

    /**
     * Prints entries as they come: what is printed cannot be taken back, so nothing is repeated.
     */
    private DumpResult print(Tracking.Table table, FlowSelection selection) throws IOException {
        Integer rows = output.givenRows();
        FlowFormat format =
                switch (output.format()) {
                    case table -> FlowFormat.table(false);
                    case json -> FlowFormat.json();
                    case csv -> FlowFormat.csv(false);
                };
        FlowPrinter printer =
                new FlowPrinter(selection, format, host.clock(), rows == null ? 0 : rows, out);
        boolean[] gone = new boolean[1];
        long[] since = new long[1];
        DumpResult result =
                table.list(
                        selection.family(),
                        flow -> {
                            printer.take(flow);
                            // an end of the reader, or of the rows, is noticed now and then
                            if ((++since[0] & 0xFFF) == 0 && !gone[0]) {
                                gone[0] = printer.isDone() || !printer.flush();
                                if (gone[0]) table.wake();
                            }
                        });
        printer.flush();
        boolean enough = gone[0] && !result.complete();
        return enough ? new DumpResult(result.entries(), result.malformed(), false, true) : result;
    }

    /** Counts entries; anew when the kernel says that some may be missing. */
    private DumpResult count(Tracking.Table table, FlowSelection selection) throws IOException {
        GroupBy view = by == null ? GroupBy.source : by;
        FlowCount count;
        DumpResult result;
        int attempt = 0;
        do {
            count = new FlowCount(selection, view);
            result = table.list(selection.family(), count);
        } while (result.interrupted() && result.complete() && ++attempt < ATTEMPTS);
        FlowReport report = count.report(host.clock().epochNanos(), result, output.rows());
        switch (output.format()) {
            case json -> FlowReports.json(report, out);
            case csv -> FlowReports.csv(report, out);
            case table -> ScreenLines.print(FlowReports.lines(report), output.color(), out);
        }
        out.flush();
        return result;
    }

    private void say(DumpResult result) throws IOException {
        if (!result.complete()) {
            line("stopped: only a part of the table was read");
        } else if (result.interrupted()) {
            line("the table changed while it was read: entries may be missing or counted twice");
        }
        if (result.malformed() > 0) {
            line(
                    Text.counted(result.malformed(), "message", "messages")
                            + " of the kernel could not be read, and what they held is missing");
        }
        boolean empty = result.complete() && result.entries() == 0;
        if (empty && host.tracking().count().entries() == 0) line(Refusals.NOTHING_TRACKED);
    }

    private void line(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("syntop: " + text);
        err.flush();
    }
}
