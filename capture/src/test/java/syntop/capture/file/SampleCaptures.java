package syntop.capture.file;

import com.github.luben.zstd.Zstd;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The same packets in every format, byte order and packing. */
final class SampleCaptures {
    private SampleCaptures() {}

    /** Plain files by what they are; times are whole microseconds. */
    static Map<String, byte[]> plain(int packets) {
        byte[][] frames = frames(packets);
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            files.put("pcap micro " + order, pcap(order, PcapBytes.MICROS, frames));
            files.put("pcap nano " + order, pcap(order, PcapBytes.NANOS, frames));
            files.put("pcap Kuznetzov " + order, pcap(order, PcapBytes.KUZNETZOV, frames));
            files.put("pcap Ixia micro " + order, pcap(order, PcapBytes.IXIA_SOFTWARE, frames));
            files.put("pcap Ixia nano " + order, pcap(order, PcapBytes.IXIA_HARDWARE, frames));
            files.put("pcapng " + order, pcapng(order, frames));
            files.put("pcapng obsolete " + order, obsolete(order, frames));
        }
        files.put("pcapng of many sections", sections(frames));
        files.put("snoop", snoop(frames));
        return files;
    }

    /** Plain and packed files by what they are. */
    static Map<String, byte[]> all(int packets) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        plain(packets)
                .forEach(
                        (name, file) -> {
                            files.put(name, file);
                            files.put(name + ", gzip", Reading.gzip(file));
                            files.put(name + ", zstd", Zstd.compress(file));
                        });
        return files;
    }

    /** Frames of 0 to 90 bytes. */
    static byte[][] frames(int packets) {
        SplittableRandom random = new SplittableRandom(42);
        byte[][] frames = new byte[packets][];
        for (int i = 0; i < packets; i++) {
            frames[i] = new byte[i * 7 % 91];
            random.nextBytes(frames[i]);
        }
        return frames;
    }

    static long tsNanos(int packet) {
        return 1_700_000_000_000_000_000L + packet * 999_999_000L;
    }

    private static byte[] pcap(ByteOrder order, int magic, byte[][] frames) {
        PcapBytes file = PcapBytes.pcap(order, magic);
        for (int i = 0; i < frames.length; i++) file.packet(tsNanos(i), frames[i]);
        return file.bytes();
    }

    private static byte[] pcapng(ByteOrder order, byte[][] frames) {
        PcapngBytes file = PcapngBytes.pcapng(order).ethernet();
        for (int i = 0; i < frames.length; i++) file.packet(0, tsNanos(i) / 1000, frames[i]);
        return file.bytes();
    }

    private static byte[] obsolete(ByteOrder order, byte[][] frames) {
        PcapngBytes file = PcapngBytes.pcapng(order).ethernet();
        for (int i = 0; i < frames.length; i++) file.obsolete(0, tsNanos(i) / 1000, frames[i]);
        return file.bytes();
    }

    private static byte[] sections(byte[][] frames) {
        PcapngBytes file = PcapngBytes.pcapng(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames.length; i++) {
            file.section(i % 2 == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            file.describe(113, 0).describe(1, 0, file.resolution(9));
            file.block(5, new byte[12]).packet(1, tsNanos(i), frames[i]);
        }
        return file.bytes();
    }

    private static byte[] snoop(byte[][] frames) {
        SnoopBytes file = SnoopBytes.snoop();
        for (int i = 0; i < frames.length; i++) file.packet(tsNanos(i), frames[i]);
        return file.bytes();
    }
}
