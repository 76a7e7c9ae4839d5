package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import syntop.capture.CaptureException;
import syntop.capture.live.Downs;
import syntop.capture.live.Losses;

/** The command without a terminal. */
@Timeout(120)
class LiveTest {
    private final FakeHost host = new FakeHost().with(Frames.flood(20));

    /** Ends the run after so many intervals. */
    private void stopAfter(int waits) {
        AtomicInteger left = new AtomicInteger(waits);
        host.clock.beforeWait(
                () -> {
                    if (left.getAndDecrement() == 0) host.current().stop();
                    return host.awaitFrames();
                });
    }

    @Test
    void printsATableForEachIntervalAndAtTheEnd() {
        stopAfter(3);
        Run run = host.run("live", "-i", "eth0", "--interval", "10s", "-n", "1");
        assertEquals("", run.err());
        assertEquals(0, run.status());
        Golden.assertFits(run.out());
        List<String> titles = run.out().lines().filter(line -> line.startsWith("eth0  ")).toList();
        assertEquals(4, titles.size(), run.out());
        assertTrue(titles.get(1).contains("14:03:12 - 14:03:32 UTC (20.0 s)"), titles.get(1));
        assertEquals(titles.get(2), titles.get(3)); // no time passed between
    }

    @Test
    void printsAnObjectOnALineForEachInterval() {
        stopAfter(2);
        Run run = host.run("live", "-i", "eth0", "--json");
        assertEquals(0, run.status());
        List<String> lines = run.out().lines().toList();
        assertEquals(3, lines.size());
        for (String line : lines) {
            CliRun.Result result = new CliRun(0, line, "").result();
            assertEquals("live", result.json().get("command"));
        }
        assertEquals(20, new CliRun(0, lines.get(2), "").result().syns());
    }

    @Test
    void framesThatCannotBeLookedIntoAreToldAtTheEndAndFailTheRun() {
        stopAfter(1);
        Run run = host.run("live", "-i", "eth0", "--json", "--filter", "wlan type mgt");
        assertTrue(
                run.err().matches("syntop: --filter: .*; left out are 20 frames of .*\n"),
                run.err());
        List<String> lines = run.out().lines().toList();
        assertFalse(lines.get(0).contains("\"errors\""), lines.get(0)); // still counting them
        assertTrue(lines.get(1).contains("left out are 20 frames"), lines.get(1));
        assertEquals(1, run.status());
    }

    @Test
    void aReaderThatGoesEndsItQuietly() {
        PrintWriter closedPipe =
                new PrintWriter(
                        new OutputStreamWriter(
                                new OutputStream() {
                                    @Override
                                    public void write(int b) throws IOException {
                                        throw new IOException("Broken pipe");
                                    }
                                },
                                StandardCharsets.UTF_8));
        StringWriter err = new StringWriter();
        int status =
                Main.commandLine(host, "live")
                        .setOut(closedPipe)
                        .setErr(new PrintWriter(err))
                        .execute("live", "-i", "eth0");
        assertEquals("", err.toString());
        assertEquals(0, status);
        assertEquals(1_000_000_000L, host.clock.nanos()); // at the first interval
    }

    @Test
    void goesOnWhenTheInterfaceComesBack() {
        FakeHost fallible =
                new FakeHost()
                        .with(
                                new FakeSource(
                                        "eth0",
                                        Frames.flood(5),
                                        new Losses(0, 2, 0),
                                        Downs.of("eth0")))
                        .with(new FakeSource("eth0", Frames.flood(7), new Losses(0, 1, 0), null));
        AtomicInteger left = new AtomicInteger(3);
        fallible.clock.beforeWait(
                () -> {
                    fallible.awaitOpened(2); // the first source ends by itself
                    fallible.awaitFrames();
                    if (left.getAndDecrement() > 0) return false;
                    fallible.current().stop();
                    return true;
                });
        Run run = fallible.run("live", "-i", "eth0");
        assertEquals(
                List.of(
                        "syntop: eth0: the interface went down",
                        "syntop: eth0: is back, counting goes on"),
                run.err().lines().toList());
        assertEquals(0, run.status());
        assertTrue(run.out().contains("\n12 frames: 12 SYN\n"), run.out());
        assertTrue(run.out().contains("received 15   dropped 3 by the kernel"), run.out());
        assertFalse(run.out().contains("add up"), run.out());
    }

    @Test
    void isWhatRunsWithoutACommand() {
        stopAfter(1);
        Run run = host.run();
        assertEquals("syntop: watching eth0, which has the default route\n", run.err());
        assertEquals(0, run.status());
        assertTrue(run.out().contains("20 frames: 20 SYN"), run.out());
    }

    @Test
    void failsInOneLineWithoutACommandToo() {
        host.refusal = new CaptureException("eth0: cannot capture, permission denied");
        Run run = host.run();
        assertEquals(
                "syntop: eth0: cannot capture, permission denied",
                run.err().lines().skip(1).findFirst().orElse(""));
        assertEquals(1, run.status());
    }

    @Test
    void hasNoCsv() {
        Run run = host.run("live", "-o", "csv");
        assertEquals(2, run.status());
        assertEquals(
                "syntop: --output csv has no place for several tables; use json, or sample",
                run.err().lines().findFirst().orElse(""));
    }
}
