package syntop.capture.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private static final byte[] FRAME = {1, 2, 3};

    @TempDir Path folder;

    @Test
    void goesOnAfterAnError() throws IOException {
        String first = file("first", PcapBytes.pcap().packet(0, FRAME).raw(FRAME).bytes());
        String second =
                file("second", SnoopBytes.snoop().packet(0, FRAME).packet(0, FRAME).bytes());
        List<FileReport> reports =
                new FileSource(List.of(first, folder + "/none", second)).read(ignore());
        assertEquals(List.of(1L, 0L, 2L), reports.stream().map(FileReport::records).toList());
        assertEquals(
                first
                        + ": record 2 at offset 43 is cut short, 3 of 16 header bytes are there;"
                        + " counted is the 1 record before it",
                reports.get(0).error().getMessage());
        assertEquals(folder + "/none: no such file", reports.get(1).error().getMessage());
        assertNull(reports.get(2).error());
    }

    @Test
    void decidesByBytesNotByName() throws IOException {
        String name = file("a.pcapng.gz", PcapBytes.pcap().packet(0, FRAME).bytes());
        assertEquals(1, new FileSource(List.of(name)).read(ignore()).get(0).records());
    }

    @Test
    void namesDirectory() {
        assertEquals(folder + ": is a directory; name the capture files in it", error("" + folder));
    }

    /** Of the exception alone: root may read every file. */
    @Test
    void namesFileThatMayNotBeRead() {
        assertEquals(
                "permission denied; make it readable for this user",
                SystemInput.cannotOpen(new AccessDeniedException("a")).getMessage());
    }

    @Test
    void namesPathThatGoesThroughAFile() throws IOException {
        String name = file("a", new byte[4]) + "/b";
        assertEquals(name + ": cannot be opened, Not a directory", error(name));
    }

    @Test
    void namesImpossiblePath() {
        assertEquals("a\0b: not a file name, Nul character not allowed", error("a\0b"));
    }

    @Test
    void namesErrorOfTheDevice() {
        byte[] file = PcapBytes.pcap().packet(0, FRAME).bytes();
        Input failing =
                name ->
                        new ByteAtATime(file) {
                            @Override
                            int atEnd() throws IOException {
                                throw new IOException("Input/output error");
                            }
                        };
        FileReport report = new FileSource(List.of("a"), failing).read(ignore()).get(0);
        assertEquals(1, report.records());
        assertEquals(
                "a: record 2 at offset 43 cannot be read, Input/output error;"
                        + " counted is the 1 record before it",
                report.error().getMessage());
    }

    @Test
    void keepsControlCharactersOfNamesForThePrinterToEscape() {
        assertEquals("\u001b[31m: no such file", error("\u001b[31m"));
    }

    @Test
    void aNameThatIsNoTextIsToldWithAWayOut() {
        assertEquals(
                "a\ufffd: no such file; one whose name is not valid UTF-8 cannot be opened, give it on"
                        + " standard input: syntop replay - <FILE",
                error("a\ufffd"));
    }

    @Test
    void tellsBytesReadOfAllFiles() throws IOException {
        byte[] plain = PcapBytes.pcap().packet(0, FRAME).bytes();
        byte[] packed = Reading.gzip(plain);
        FileSource source = new FileSource(List.of(file("a", plain), file("b", packed)));
        assertEquals(0, source.bytesRead());
        assertEquals(plain.length + packed.length, source.bytesTotal());
        source.read(ignore());
        assertEquals(plain.length + packed.length, source.bytesRead());
        assertEquals(plain.length + packed.length, source.bytesTotal());
    }

    @Test
    void takesUnreadBytesOffTheTotal() throws IOException {
        byte[] file = Arrays.copyOf("no capture".getBytes(US_ASCII), 3 * ByteWindow.CAPACITY);
        FileSource source = new FileSource(List.of(file("a", file)));
        assertEquals(file.length, source.bytesTotal());
        source.read(ignore());
        assertEquals(source.bytesRead(), source.bytesTotal());
    }

    @Test
    void knowsNoTotalWithStandardInput() throws IOException {
        String name = file("a", PcapBytes.pcap().bytes());
        assertEquals(-1, new FileSource(List.of(name, "-", name)).bytesTotal());
    }

    @Test
    void forgetsTheWindowOfAFileThatFailed() throws IOException {
        String packed = file("packed", Reading.gzip("text, no capture".getBytes(US_ASCII)));
        String sound = file("sound", Reading.gzip(PcapBytes.pcap().packet(0, FRAME).bytes()));
        List<FileReport> reports =
                new FileSource(List.of(packed, sound, packed, sound)).read(ignore());
        assertEquals(List.of(0L, 1L, 0L, 1L), reports.stream().map(FileReport::records).toList());
        assertEquals(Set.of(1), reports.get(3).linkTypes());
    }

    @Test
    @Timeout(60)
    void handsOverEachPacketBeforeTheNextByteIsThere() {
        byte[] file = PcapBytes.pcap().packet(1, FRAME).packet(2, FRAME).bytes();
        Semaphore handedOver = new Semaphore(0);
        Input pipe =
                name ->
                        new ByteAtATime(file) {
                            private int read;

                            @Override
                            void beforeRead() {
                                // the byte behind a record comes only after its packet was taken
                                int records = (read++ - 24) / 19;
                                if (records > 0 && (read - 1 - 24) % 19 == 0) {
                                    handedOver.acquireUninterruptibly();
                                }
                            }
                        };
        FileReport report =
                new FileSource(List.of("-"), pipe)
                        .read((buf, off, capLen, wireLen, type, ts) -> handedOver.release())
                        .get(0);
        assertNull(report.error());
        assertEquals(2, report.records());
        assertEquals(0, handedOver.availablePermits());
    }

    @Test
    void asksAgainWhereReadingDoesNotBlock() {
        byte[] file = PcapBytes.pcap().packet(0, FRAME).bytes();
        Input nonBlocking =
                name ->
                        new ByteAtATime(file) {
                            private boolean ready;

                            @Override
                            public int read(ByteBuffer out) throws IOException {
                                ready = !ready;
                                return ready ? super.read(out) : 0;
                            }
                        };
        FileReport report = new FileSource(List.of("-"), nonBlocking).read(ignore()).get(0);
        assertEquals(1, report.records());
        assertNull(report.error());
    }

    @Test
    void readsNothingWhenStoppedBefore() throws IOException {
        FileSource source = new FileSource(List.of(file("a", PcapBytes.pcap().bytes())));
        assertFalse(source.stopped());
        source.stop();
        assertTrue(source.stopped());
        assertEquals(List.of(), source.read(ignore()));
    }

    private static String error(String name) {
        return new FileSource(List.of(name)).read(ignore()).get(0).error().getMessage();
    }

    private static syntop.capture.decode.FrameSink ignore() {
        return (buf, off, capLen, wireLen, linkType, tsNanos) -> {};
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    /** A pipe whose writer writes byte by byte. */
    private static class ByteAtATime implements ReadableByteChannel {
        private final byte[] file;
        private int next;

        ByteAtATime(byte[] file) {
            this.file = file;
        }

        void beforeRead() {}

        int atEnd() throws IOException {
            return -1;
        }

        @Override
        public int read(ByteBuffer out) throws IOException {
            beforeRead();
            if (next == file.length) return atEnd();
            out.put(file[next++]);
            return 1;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
