package syntop.capture.file;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import syntop.capture.CaptureException;

/**
 * Unpacks zstd (RFC 8878): frames one after the other, skippable ones among them.
 *
 * <p>The library is fed block by block: it gives nothing of a call that meets damage, so a call
 * must not hold more than the block that is damaged. All that can be unpacked before damage is
 * given before the exception is thrown. Capture thread only. Memory: what the frame asks for, at
 * most 128 MiB ({@code zstd --long=27}), the library's limit; frames that ask for more are refused.
 *
 * <p>zstd-jni unpacks its native library into {@code java.io.tmpdir}, or the directory that the
 * property {@code ZstdTempFolder} names, when the first of these is made, and deletes it at exit.
 * Where that directory does not allow execution, loading fails: see {@link #ZstdChannel}.
 */
final class ZstdChannel implements ReadableByteChannel {
    private static final int MAX_BLOCK = 128 * 1024;
    private static final int RLE = 1;
    private static final int RESERVED = 3;

    private enum Expected {
        FRAME,
        BLOCK,
        CHECKSUM
    }

    private final ByteWindow in;
    private final ByteBuffer packed;
    private final ZstdDecompressCtx context;
    private Expected expected = Expected.FRAME;
    private boolean checksummed;
    private boolean ended;
    private int fed; // bytes of the window still to be given to the library
    private boolean moreToGive; // the library may hold bytes for which there was no place

    /**
     * Unpacks what the window gives from its position on.
     *
     * @throws CaptureException when the native library cannot be loaded, with what to do
     */
    ZstdChannel(ByteWindow in) throws CaptureException {
        this.in = in;
        packed = in.bytes.duplicate();
        try {
            context = new ZstdDecompressCtx();
        } catch (LinkageError e) {
            throw new CaptureException(
                    "the zstd library cannot be loaded, is "
                            + System.getProperty(
                                    "ZstdTempFolder", System.getProperty("java.io.tmpdir"))
                            + " mounted noexec? name another directory with the Java option"
                            + " -DZstdTempFolder=DIR, or unpack with: zstd -dc FILE | syntop replay -",
                    e);
        }
    }

    @Override
    public int read(ByteBuffer out) throws IOException {
        int start = out.position();
        while (out.position() == start) {
            if (fed == 0 && !moreToGive && !next()) return -1;
            unpack(out);
        }
        return out.position() - start;
    }

    private void unpack(ByteBuffer out) throws IOException {
        packed.limit(in.pos + fed).position(in.pos);
        try {
            boolean frameEnded = context.decompressDirectByteBufferStream(out, packed);
            moreToGive = !frameEnded && !out.hasRemaining();
        } catch (ZstdException e) {
            throw damaged(e.getMessage());
        }
        fed = packed.remaining();
        in.pos = packed.position();
    }

    /** Brings the next part of a frame into the window and sets {@link #fed}; false at the end. */
    private boolean next() throws IOException {
        while (fed == 0) {
            switch (expected) {
                case FRAME -> {
                    if (ended || !in.require(1)) {
                        ended = true;
                        return false;
                    }
                    frame();
                }
                case BLOCK -> block();
                case CHECKSUM -> {
                    feed(4);
                    expected = Expected.FRAME;
                }
            }
        }
        return true;
    }

    /** Frame header: RFC 8878, 3.1.1.1; skippable frame: 3.1.2. */
    private void frame() throws IOException {
        if (!in.require(5)) throw cut();
        int magic = in.bytes.getInt(in.pos);
        if (Formats.isSkippableZstd(magic)) {
            if (!in.require(8)) throw cut();
            long length = Integer.reverseBytes(in.bytes.getInt(in.pos + 4)) & 0xFFFF_FFFFL;
            if (!in.skip(8 + length)) throw cut();
            return;
        }
        if (magic != Formats.ZSTD) throw damaged("no zstd frame");
        int descriptor = in.bytes.get(in.pos + 4) & 0xFF;
        boolean singleSegment = (descriptor & 0x20) != 0;
        int sizeFlag = descriptor >>> 6;
        int dictionaryFlag = descriptor & 3;
        int header =
                5
                        + (singleSegment ? 0 : 1)
                        + (dictionaryFlag == 3 ? 4 : dictionaryFlag)
                        + (sizeFlag == 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag);
        checksummed = (descriptor & 0x04) != 0;
        feed(header);
        expected = Expected.BLOCK;
    }

    /** Block header: RFC 8878, 3.1.1.2. */
    private void block() throws IOException {
        if (!in.require(3)) throw cut();
        int header =
                in.bytes.get(in.pos) & 0xFF
                        | (in.bytes.get(in.pos + 1) & 0xFF) << 8
                        | (in.bytes.get(in.pos + 2) & 0xFF) << 16;
        int type = header >>> 1 & 3;
        int size = type == RLE ? 1 : header >>> 3;
        if (type == RESERVED || size > MAX_BLOCK) throw damaged("no block header");
        feed(3 + size);
        if ((header & 1) != 0) expected = checksummed ? Expected.CHECKSUM : Expected.FRAME;
    }

    private void feed(int count) throws IOException {
        if (!in.require(count)) throw cut();
        fed = count;
    }

    private IOException cut() {
        return new IOException(
                Text.format(
                        "the zstd data is cut short at byte %,d of the file",
                        in.offset() + in.available()));
    }

    private IOException damaged(String what) {
        return new IOException(
                Text.format(
                        "the zstd data is damaged at byte %,d of the file: %s", in.offset(), what));
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    /** Frees the library's memory; the window stays the caller's. */
    @Override
    public void close() {
        ended = true;
        context.close();
    }
}
