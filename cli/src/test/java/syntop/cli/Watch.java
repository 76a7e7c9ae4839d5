package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** {@code syntop live --json} on the server of {@link TestHosts}, read report by report. */
final class Watch {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringWriter err = new StringWriter();
    private final FutureTask<Integer> run;
    private final List<String> verdicts = new ArrayList<>();
    private CliRun.Result last;
    private volatile boolean closed;

    /** Starts it, and returns once it captures. */
    Watch(TestHosts hosts, String... options) throws Exception {
        this(hosts, new LocalHost(), options);
    }

    /** As the other, where the server is as good as this one. */
    Watch(TestHosts hosts, Host host, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("live", "-i", "eth0", "--json", "-w", "5m"));
        command.addAll(List.of("--interval", "100ms", "-n", "0"));
        command.addAll(List.of(options));
        String[] args = command.toArray(new String[0]);
        run =
                hosts.doAtServer(
                        () ->
                                Main.commandLine(host, args)
                                        .setOut(new PrintWriter(new Lines(), true))
                                        .setErr(new PrintWriter(err, true))
                                        .execute(args));
        next(); // an interval after the interface was opened
    }

    /** Standard output, that nobody reads any more once this is closed. */
    private final class Lines extends Writer {
        private final StringBuilder line = new StringBuilder();

        @Override
        public void write(char[] text, int off, int length) throws IOException {
            if (closed) throw new IOException("nobody reads");
            for (int i = off; i < off + length; i++) {
                line.append(text[i]);
                if (text[i] != '\n') continue;
                lines.add(line.toString());
                line.setLength(0);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** The next report. */
    CliRun.Result next() throws InterruptedException {
        String line = lines.take(); // the time limit of the test ends it
        CliRun.Result report = new CliRun(0, line, "").result();
        verdicts.add(kind(report));
        last = report;
        return report;
    }

    /** The report that was read last. */
    CliRun.Result last() {
        return last;
    }

    /** The first report that something is true of. */
    CliRun.Result until(Predicate<CliRun.Result> wanted) throws InterruptedException {
        CliRun.Result report = next();
        while (!wanted.test(report)) report = next();
        return report;
    }

    /** The first report with a verdict. */
    CliRun.Result untilVerdict(String wanted) throws InterruptedException {
        return until(report -> kind(report).equals(wanted));
    }

    /** The verdicts of all reports that were read. */
    List<String> verdicts() {
        return verdicts;
    }

    static String kind(CliRun.Result report) {
        return (String) report.object("verdict").get("class");
    }

    /** Reads no more, and waits until it has ended. */
    void close() throws Exception {
        closed = true;
        assertEquals(ExitStatus.DONE, TestHosts.result(run), err::toString);
        assertEquals("", err.toString());
    }
}
