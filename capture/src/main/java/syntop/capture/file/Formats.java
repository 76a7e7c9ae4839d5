package syntop.capture.file;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import syntop.capture.CaptureException;
import syntop.capture.decode.FrameSink;
import syntop.capture.file.PcapReader.PcapVariant;

/** Tells formats by their first bytes, never by a name; the only place that does. */
final class Formats {
    private static final String READABLE =
            "readable are pcap, pcapng and snoop, plain or .gz or .zst";
    private static final int MAGIC = 4;

    /** First two bytes of gzip (RFC 1952, 2.3.1). */
    static final int GZIP = 0x1F8B;

    /** First four bytes of a zstd frame (RFC 8878, 3.1.1). */
    static final int ZSTD = 0x28B5_2FFD;

    private static final int PCAPNG = 0x0A0D_0D0A;
    private static final long SNOOP = 0x736E_6F6F_7000_0000L; // "snoop" and three zeros

    private Formats() {}

    /**
     * The unpacked bytes of a window, or null when they are not packed. The window's position stays
     * as it is.
     *
     * @throws IOException when the first bytes cannot be read, or what unpacks them is missing
     */
    static ReadableByteChannel unpacked(ByteWindow in) throws IOException {
        if (!in.require(MAGIC)) return null;
        int first = in.bytes.getInt(in.pos);
        if (isGzip(first)) return new GzipChannel(in);
        if (isZstd(first)) return new ZstdChannel(in);
        return null;
    }

    /** Whether a skippable zstd frame begins with these four bytes (RFC 8878, 3.1.2). */
    static boolean isSkippableZstd(int first) {
        return (Integer.reverseBytes(first) & ~0xF) == 0x184D_2A50; // the last four bits are free
    }

    private static boolean isGzip(int first) {
        return first >>> 16 == GZIP;
    }

    private static boolean isZstd(int first) {
        return first == ZSTD || isSkippableZstd(first); // pzstd begins with a skippable frame
    }

    /**
     * The reader for what is in the window.
     *
     * @throws CaptureException when it is no capture, with the message for the user but for the
     *     file's name
     * @throws IOException when the first bytes cannot be read
     */
    static RecordReader reader(ByteWindow in, FrameSink sink) throws IOException {
        if (!in.require(MAGIC)) throw tooShort(in);
        int first = in.bytes.getInt(in.pos);
        if (first == PCAPNG) return new PcapngReader(in, sink);
        PcapVariant pcap = PcapVariant.of(first);
        if (pcap != null) return new PcapReader(in, sink, pcap);
        if (first == (int) (SNOOP >>> 32) && in.require(8) && in.bytes.getLong(in.pos) == SNOOP)
            return new SnoopReader(in, sink);
        throw new CaptureException(
                what(in)
                        + "not a capture file, its first bytes are "
                        + hex(in)
                        + "; "
                        + next(first));
    }

    private static CaptureException tooShort(ByteWindow in) {
        int there = in.available();
        return new CaptureException(
                there == 0
                        ? what(in) + "empty, without even the header of a capture file"
                        : what(in)
                                + "not a capture file, all it holds is "
                                + hex(in)
                                + "; "
                                + READABLE);
    }

    private static String what(ByteWindow in) {
        return in.unpacked() ? "unpacked: " : "";
    }

    private static String hex(ByteWindow in) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < Math.min(MAGIC, in.available()); i++) {
            hex.append(Text.format(i == 0 ? "%02x" : " %02x", in.bytes.get(in.pos + i)));
        }
        return hex.toString();
    }

    /** What the user can do: for other packers, the command. */
    private static String next(int first) {
        String command = null;
        if (first == 0xFD37_7A58) command = "xz";
        else if (first >>> 8 == 0x42_5A68) command = "bzip2";
        else if (first == 0x0422_4D18) command = "lz4";
        else if (isGzip(first)) command = "gzip"; // twice
        else if (isZstd(first)) command = "zstd";
        return command == null
                ? READABLE
                : "it is packed, unpack it with: " + command + " -dc FILE | syntop replay -";
    }
}
