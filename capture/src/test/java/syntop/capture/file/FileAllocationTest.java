package syntop.capture.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import syntop.capture.decode.FrameSink;

/** Reading allocates by file, never by record. */
class FileAllocationTest {
    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final byte[] FRAME = new byte[60];

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ByteWindow window = new ByteWindow();
    private final FrameSink sink = (buf, off, capLen, wireLen, linkType, tsNanos) -> {};

    @Test
    void pcapRecordsAllocateNothing() throws IOException {
        byte[] header = PcapBytes.pcap().bytes();
        assertNoneByRecord(header, PcapBytes.pcap().packet(7, FRAME).bytes());
    }

    @Test
    void pcapngPacketBlocksAllocateNothing() throws IOException {
        PcapngBytes header = PcapngBytes.withInterface().describe(113, 0);
        byte[] head = header.bytes();
        assertNoneByRecord(head, header.packet(0, 7, FRAME).packet(1, 7, FRAME).bytes());
    }

    @Test
    void snoopRecordsAllocateNothing() throws IOException {
        byte[] header = SnoopBytes.snoop().bytes();
        assertNoneByRecord(header, SnoopBytes.snoop().packet(7, FRAME).bytes());
    }

    @Test
    void pcapngBlocksThatAreNotPacketsAllocateNothing() throws IOException {
        PcapngBytes header = PcapngBytes.pcapng(ByteOrder.BIG_ENDIAN).ethernet();
        byte[] head = header.bytes();
        assertNoneByRecord(head, header.block(5, new byte[8]).simple(60, FRAME).bytes());
    }

    /** The second array begins with the first; what follows is repeated. */
    private void assertNoneByRecord(byte[] header, byte[] file) throws IOException {
        byte[] records = Arrays.copyOfRange(file, header.length, file.length);
        allocated(header, records, MANY); // loads and compiles
        assertEquals(allocated(header, records, FEW), allocated(header, records, MANY));
    }

    private long allocated(byte[] header, byte[] records, int times) throws IOException {
        Repeated channel = new Repeated(header, records, times);
        long before = threads.getCurrentThreadAllocatedBytes();
        window.open(channel, false);
        RecordReader reader = Formats.reader(window, sink);
        reader.readAll();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** A header, then the same bytes again and again; itself allocates nothing when read. */
    private static final class Repeated implements ReadableByteChannel {
        private final byte[] header;
        private final byte[] records;
        private int times;
        private boolean begun;

        Repeated(byte[] header, byte[] records, int times) {
            this.header = header;
            this.records = records;
            this.times = times;
        }

        @Override
        public int read(ByteBuffer out) {
            int start = out.position();
            if (!begun) out.put(header);
            begun = true;
            while (times > 0 && out.remaining() >= records.length) {
                out.put(records);
                times--;
            }
            return out.position() == start ? -1 : out.position() - start;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
