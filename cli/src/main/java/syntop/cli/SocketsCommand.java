package syntop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import syntop.cli.FormatOptions.Format;
import syntop.cli.render.ScreenLine;
import syntop.cli.sockets.GroupBy;
import syntop.cli.sockets.SocketCsv;
import syntop.cli.sockets.SocketJson;
import syntop.cli.sockets.SocketLines;
import syntop.cli.sockets.SocketReport;

/** {@code syntop sockets}. */
@Command(
        name = "sockets",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = "Shows the TCP sockets of this host: by source, by state, by program.",
        footer = {
            "",
            "Reads the kernel's table: needs no capture, and root only to see programs of",
            "other users. The sockets of another network namespace (a container) are seen",
            "from within it: nsenter -n -t PID syntop sockets.",
            "",
            "Exit status: 0 done, or the reader of the output has gone; 1 the kernel does",
            "not tell; 2 wrong usage; 130 Ctrl-C.",
            "",
            "  syntop sockets -p 443 --by prefix",
            "  syntop sockets --state syn-recv",
            "  syntop sockets --json | jq .states"
        })
final class SocketsCommand implements Callable<Integer> {
    @Option(
            names = "--watch",
            paramLabel = "TIME",
            description = "Again at each interval, with what has changed: 500ms, 2s, 1m.")
    String watch;

    @Mixin SocketOptions sockets;
    @Mixin FormatOptions output;
    @ParentCommand SyntopCommand parent;
    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        output.check();
        SocketReading reading = new SocketReading(parent.host, sockets.selection());
        GroupBy view = sockets.view();
        if (watch == null) {
            print(reading.read(view, output.rows()));
            return ExitStatus.DONE;
        }
        if (output.format() == Format.csv) {
            throw usage("--output csv has no place for several tables; use json, or no --watch");
        }
        long nanos = interval();
        CountDownLatch stopped = new CountDownLatch(1);
        return Interruption.guard(
                stopped::countDown,
                () -> {
                    boolean drawn = !output.isForPrograms() && parent.host.hasScreen();
                    if (drawn) draw(reading, view, nanos, stopped);
                    else repeat(reading, view, nanos, stopped);
                    return ExitStatus.DONE;
                });
    }

    private long interval() {
        return OptionValues.parse(spec, () -> Durations.parse("--watch", watch, "100ms", "1h"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void draw(SocketReading reading, GroupBy view, long nanos, CountDownLatch stopped)
            throws IOException {
        Integer rows = output.givenRows();
        SocketReport last;
        try (Screen screen = parent.host.openScreen()) {
            last =
                    new SocketWatch(
                                    reading,
                                    screen,
                                    parent.host.clock(),
                                    nanos,
                                    view,
                                    rows == null ? 0 : rows,
                                    output.color())
                            .show(stopped);
        }
        print(last);
    }

    /** Prints at each interval, until stopped or nobody reads any more. */
    private void repeat(SocketReading reading, GroupBy view, long nanos, CountDownLatch stopped)
            throws IOException, InterruptedException {
        Clock clock = parent.host.clock();
        PrintWriter out = spec.commandLine().getOut();
        long next = clock.nanos();
        do {
            print(reading.read(view, output.rows()));
            if (!output.isForPrograms()) out.println();
            next += nanos;
        } while (!out.checkError() && !clock.await(stopped, Math.max(0, next - clock.nanos())));
    }

    private void print(SocketReport report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        switch (output.format()) {
            case json -> SocketJson.render(report, out);
            case csv -> SocketCsv.render(report, out);
            case table -> {
                boolean color = output.color();
                for (ScreenLine line : SocketLines.of(report, SocketLines.WIDTH, output.rows())) {
                    boolean bold = color && line.bold();
                    out.println(bold ? "\u001b[1m" + line.text() + "\u001b[0m" : line.text());
                }
            }
        }
        out.flush();
    }
}
