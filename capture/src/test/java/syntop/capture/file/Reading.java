package syntop.capture.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** What a {@link FileSource} made of bytes: every frame, and the report. */
record Reading(List<Frame> frames, FileReport report) {
    /** A frame as the sink saw it, its bytes in hex. */
    record Frame(String bytes, int wireLen, int linkType, long tsNanos) {}

    /** The message of the error, or null. */
    String error() {
        return report.error() == null ? null : report.error().getMessage();
    }

    static Reading of(CaptureBytes file) {
        return of(file.bytes());
    }

    static Reading of(byte[] file) {
        return of(file, file.length);
    }

    /** Reads with at most {@code chunk} bytes a read. */
    static Reading of(byte[] file, int chunk) {
        List<Frame> frames = new ArrayList<>();
        FileSource source = new FileSource(List.of("a"), name -> channel(file, chunk));
        return new Reading(frames, source.read(recorder(frames)).get(0));
    }

    /** Reads files one after the other with one source, the nth made when its turn comes. */
    static List<Reading> all(int files, IntFunction<byte[]> nth, int chunk) {
        List<List<Frame>> frames = new ArrayList<>();
        List<String> names = IntStream.range(0, files).mapToObj(Integer::toString).toList();
        Input input =
                name -> {
                    frames.add(new ArrayList<>());
                    return channel(nth.apply(Integer.parseInt(name)), chunk);
                };
        List<FileReport> reports =
                new FileSource(names, input)
                        .read(
                                (buf, off, capLen, wireLen, linkType, tsNanos) ->
                                        recorder(frames.get(frames.size() - 1))
                                                .frame(
                                                        buf, off, capLen, wireLen, linkType,
                                                        tsNanos));
        return IntStream.range(0, files)
                .mapToObj(file -> new Reading(frames.get(file), reports.get(file)))
                .toList();
    }

    /** A sink that keeps all it sees. */
    static syntop.capture.decode.FrameSink recorder(List<Frame> frames) {
        return (buf, off, capLen, wireLen, linkType, tsNanos) -> {
            byte[] bytes = new byte[capLen];
            buf.get(off, bytes);
            frames.add(new Frame(HexFormat.of().formatHex(bytes), wireLen, linkType, tsNanos));
        };
    }

    /** A channel that gives these bytes, at most {@code chunk} at once. */
    static ReadableByteChannel channel(byte[] file, int chunk) {
        ByteBuffer left = ByteBuffer.wrap(file);
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer out) {
                if (!left.hasRemaining()) return -1;
                int n = Math.min(Math.min(chunk, out.remaining()), left.remaining());
                out.put(left.duplicate().limit(left.position() + n));
                left.position(left.position() + n);
                return n;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    /** The bytes as one gzip member. */
    static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
