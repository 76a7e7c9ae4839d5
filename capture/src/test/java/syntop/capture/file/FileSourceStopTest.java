package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Reading from a writer that goes on without end, and ending it from another thread. */
@Timeout(60)
class FileSourceStopTest {
    private static final byte[] FILE = PcapBytes.pcap().packet(0, new byte[60]).bytes();

    @Test
    void endsReadThatIsBlockedOnAPipe() throws Exception {
        assertEndsWithOneRecord(FILE);
    }

    @Test
    void endsReadOfAPackedPipe() throws Exception {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip, /* syncFlush= */ true)) {
            out.write(FILE);
            out.flush();
            assertEndsWithOneRecord(gzip.toByteArray());
        }
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(zstd)) {
            out.write(FILE);
            out.flush();
            assertEndsWithOneRecord(zstd.toByteArray());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsReadThatIsBlockedOnANamedPipe(@TempDir Path folder) throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", "" + fifo).start().waitFor());
        try (RandomAccessFile writer = new RandomAccessFile(fifo.toFile(), "rw")) {
            writer.write(FILE);
            assertEndsWithOneRecord(new FileSource(List.of("" + fifo)));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsTheWaitForAWriterOfANamedPipe(@TempDir Path folder) throws Exception {
        Path fifo = folder.resolve("fifo");
        assertEquals(0, new ProcessBuilder("mkfifo", "" + fifo).start().waitFor());
        CountDownLatch waiting = new CountDownLatch(1);
        Input input =
                name -> {
                    ReadableByteChannel channel = new SystemInput().open(name);
                    waiting.countDown();
                    return channel;
                };
        FileSource source = new FileSource(List.of("" + fifo), input);
        CompletableFuture<List<FileReport>> reading =
                CompletableFuture.supplyAsync(
                        () -> source.read((buf, off, cap, wire, link, ts) -> {}));
        waiting.await();
        source.stop();
        List<FileReport> reports = reading.get(30, TimeUnit.SECONDS);
        assertEquals(0, reports.get(0).records());
        assertNull(reports.get(0).error());
    }

    /** {@link StandardInputReader} stops itself at the first packet, while its input stays open. */
    @Test
    void endsReadThatIsBlockedOnStandardInput() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                StandardInputReader.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try (OutputStream out = process.getOutputStream();
                BufferedReader in = process.inputReader()) {
            out.write(FILE);
            out.flush();
            assertEquals("packet", in.readLine());
            assertEquals("1 null", in.readLine());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertEndsWithOneRecord(byte[] written) throws Exception {
        Pipe pipe = Pipe.open();
        try (Pipe.SinkChannel writer = pipe.sink()) {
            writer.write(ByteBuffer.wrap(written));
            assertEndsWithOneRecord(new FileSource(List.of("-"), name -> pipe.source()));
        }
    }

    private static void assertEndsWithOneRecord(FileSource source) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CompletableFuture<List<FileReport>> reading =
                CompletableFuture.supplyAsync(
                        () -> source.read((buf, off, cap, wire, link, ts) -> seen.countDown()));
        seen.await();
        source.stop();
        FileReport report = reading.get(30, TimeUnit.SECONDS).get(0);
        assertEquals(1, report.records());
        assertNull(report.error());
    }

    /** The program that reads standard input. */
    static final class StandardInputReader {
        private StandardInputReader() {}

        public static void main(String[] arguments) throws IOException {
            FileSource source = new FileSource(List.of("-"));
            FileReport report =
                    source.read(
                                    (buf, off, capLen, wireLen, linkType, tsNanos) -> {
                                        System.out.println("packet");
                                        new Thread(source::stop).start();
                                    })
                            .get(0);
            System.out.println(report.records() + " " + report.error());
        }
    }
}
