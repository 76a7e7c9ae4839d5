package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that another program changes while they are read. */
class ChangingFileTest {
    private static final byte[] FRAME = {1, 2, 3};

    @TempDir Path folder;

    @Test
    void countsWhatIsLeftOfAFileThatShrinks() throws IOException {
        Path path = Path.of(file("a", manyPackets(60_000)));
        long left = 24 + 40_000 * 19; // ends behind a record
        FileReport report = readShrinking(path, left);
        assertEquals(40_000, report.records());
        assertEquals(
                path
                        + ": shrank while it was read, from 1,140,024 to 760,024 bytes;"
                        + " counted are the 40,000 records before it",
                report.error().getMessage());
    }

    @Test
    void countsWholeRecordsOfAFileThatShrinksInARecord() throws IOException {
        Path path = Path.of(file("a", manyPackets(60_000)));
        FileReport report = readShrinking(path, 24 + 40_000 * 19 + 18);
        assertEquals(40_000, report.records());
        assertTrue(
                report.error()
                        .getMessage()
                        .contains("record 40,001 at offset 760,024 is cut short"),
                report.error().getMessage());
    }

    @Test
    void countsWhatAGrowingFileHolds() throws IOException {
        Path path = Path.of(file("a", PcapBytes.pcap().packet(0, FRAME).bytes()));
        byte[] more = Arrays.copyOfRange(manyPackets(1), 24, 43);
        Input growing =
                name -> {
                    ReadableByteChannel file = new SystemInput().open(name);
                    return changingAfterFirstRead(file, () -> append(path, more));
                };
        FileReport report = new FileSource(List.of("" + path), growing).read(ignore()).get(0);
        assertEquals(2, report.records());
        assertNull(report.error());
    }

    private FileReport readShrinking(Path path, long size) {
        Input shrinking =
                new Input() {
                    @Override
                    public ReadableByteChannel open(String name)
                            throws syntop.capture.CaptureException {
                        return changingAfterFirstRead(
                                new SystemInput().open(name), () -> truncate(path, size));
                    }

                    @Override
                    public long size(String name) {
                        return new SystemInput().size(name);
                    }
                };
        return new FileSource(List.of("" + path), shrinking).read(ignore()).get(0);
    }

    private static ReadableByteChannel changingAfterFirstRead(
            ReadableByteChannel channel, Runnable change) {
        return new ReadableByteChannel() {
            private boolean changed;

            @Override
            public int read(ByteBuffer out) throws IOException {
                if (changed) return channel.read(out);
                out.limit(Math.min(out.limit(), out.position() + 100_000));
                int n = channel.read(out);
                change.run();
                changed = true;
                return n;
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private static void truncate(Path path, long size) {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(size);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void append(Path path, byte[] bytes) {
        try {
            Files.write(path, bytes, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] manyPackets(int packets) {
        PcapBytes file = PcapBytes.pcap();
        for (int i = 0; i < packets; i++) file.packet(0, FRAME);
        return file.bytes();
    }

    private static syntop.capture.decode.FrameSink ignore() {
        return (buf, off, capLen, wireLen, linkType, tsNanos) -> {};
    }

    private String file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }
}
