package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run whose sources or rows do not fit in the JVM's memory: the real program, in a small JVM. */
@Timeout(120)
class OutOfMemoryTest {
    private static final int SOURCES = 1_500_000;
    private static final int BLOCKS = 1_500;
    private static final int HEAVY = 25; // of them come again in each block: the n-th n times
    private static final int SYNS = SOURCES + BLOCKS * HEAVY * (HEAVY + 1) / 2;
    private static final String ADVICE =
            "out of memory at the limit of \\d+ MiB; raise it with SYNTOP_JAVA_OPTS=-Xmx\\d+m,"
                    + " or read fewer files at a time";

    @TempDir static Path folder;

    /** Raw IPv4 up to the TCP flags: sources that come once, and a few that come again. */
    @BeforeAll
    static void makeCapture() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).putInt(0xA1B2C3D4).putInt(0x0002_0004);
        ByteBuffer record = ByteBuffer.allocate(16 + 34);
        record.putInt(0, 1_700_000_000).putInt(8, 34).putInt(12, 40);
        record.putInt(16, 0x4500_0028).putInt(24, 0x4006_0000); // version to length, TTL, protocol
        record.putInt(32, 0xCB00_7107).putInt(36, 40_000 << 16 | 80).putShort(48, (short) 0x5002);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(capture()))) {
            out.write(header.putInt(16, 65_535).putInt(20, 101).array());
            for (int source = 1; source <= SOURCES; source++) {
                out.write(record.putInt(28, source).array());
                for (int rank = 1; rank <= HEAVY && source % (SOURCES / BLOCKS) == 0; rank++) {
                    for (int time = 0; time < rank; time++) {
                        out.write(record.putInt(28, rank).array());
                    }
                }
            }
        }
    }

    private static Path capture() {
        return folder.resolve("sources.pcap");
    }

    @Test
    void countsWithABoundWhereTheSourcesDoNotFit() throws Exception {
        CliRun run = run("-Xmx32m", "replay", "--json", "-n", "50", capture().toString());
        assertEquals("", run.err());
        assertEquals(0, run.status());
        CliRun.Result result = run.result();
        assertEquals(SYNS, result.syns());
        Map<String, Object> counts = result.object("counts");
        assertEquals("bounded", counts.get("tier"));
        long error = (Long) counts.get("error");
        assertEquals(error, counts.get("completeAbove"));
        assertTrue(error > 0 && error < BLOCKS, "E=" + error);
        Map<String, Long> rows = result.rows();
        for (int rank = 1; rank <= HEAVY; rank++) {
            long truth = 1 + (long) BLOCKS * rank;
            long shown = rows.getOrDefault("0.0.0." + rank, 0L); // each has more than the error
            assertTrue(shown <= truth && shown >= truth - error, rank + ": " + shown);
        }
        assertEquals(1, (double) result.sources() / SOURCES, 0.03);
    }

    @Test
    void theTableSaysFromWhereOnItIsComplete() throws Exception {
        String out = run("-Xmx32m", "replay", "-n", "10", capture().toString()).out();
        assertTrue(out.contains("counts at most "), out);
        assertTrue(out.matches("(?s).*every source above [0-9,]+ SYN is counted[^,].*"), out);
        out = run("-Xmx32m", "replay", "-n", "50", capture().toString()).out();
        assertTrue(out.contains(" SYN is counted, others up to it may be missing"), out);
    }

    /** Not even what the tables take that were asked for. */
    @Test
    void saysSoWhereTheCountingItselfDoesNotFit() throws Exception {
        CliRun run = run("-Xmx24m", "replay", "--json", "--memory", "64m", capture().toString());
        assertTrue(run.err().matches("syntop: " + ADVICE + "(; counted is a part)?\n"), run::err);
        assertEquals(1, run.status());
        if (!run.out().isEmpty()) assertTrue(run.result().syns() < SYNS, run::out);
    }

    @Test
    void printsAFewRowsWhereAllDoNotFit() throws Exception {
        CliRun run =
                run(
                        "-Xmx48m",
                        "replay",
                        "--json",
                        "--memory",
                        "64m",
                        "-n",
                        "0",
                        capture().toString());
        assertTrue(run.err().matches("syntop: " + ADVICE + "; counted is a part\n"), run::err);
        assertEquals(1, run.status());
        CliRun.Result result = run.result();
        assertEquals(SYNS, result.syns());
        assertEquals(10, result.rows().size());
        assertEquals(run.err(), "syntop: " + errors(result).get(0) + "\n");
    }

    @Test
    void printsTheStackTraceOnlyWhenAskedTo() throws Exception {
        CliRun run =
                run(
                        "-Xmx48m",
                        "replay",
                        "--debug",
                        "--memory",
                        "64m",
                        "-n",
                        "0",
                        capture().toString());
        assertTrue(run.err().contains("\tat syntop."), run::err);
        assertEquals(1, run.status());
    }

    private static List<?> errors(CliRun.Result result) {
        return (List<?>) ((Map<?, ?>) result.json().get("capture")).get("errors");
    }

    private static CliRun run(String memory, String... args) throws Exception {
        return ChildJvm.run(List.of(memory, "-XX:+UseSerialGC"), args);
    }
}
