package syntop.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952): members one after the other, and zeros behind the last as tapes have
 * them.
 *
 * <p>Own code, as {@code GZIPInputStream} takes the end of what a pipe holds for the end of the
 * members. All that can be unpacked before damage is given before the exception is thrown. Capture
 * thread only. Memory: the 44 KiB of an {@link Inflater}; the window of the packed bytes is the
 * caller's.
 */
final class GzipChannel implements ReadableByteChannel {
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 0x02;
    private static final int HAS_EXTRA = 0x04;
    private static final int HAS_NAME = 0x08;
    private static final int HAS_COMMENT = 0x10;

    private final ByteWindow in;
    private final ByteBuffer packed;
    private final Inflater inflater = new Inflater(/* nowrap= */ true);
    private final CRC32 crc = new CRC32();
    private boolean inMember;
    private boolean ended;
    private IOException failure;

    /** Unpacks what the window gives from its position on. */
    GzipChannel(ByteWindow in) {
        this.in = in;
        packed = in.bytes.duplicate();
    }

    @Override
    public int read(ByteBuffer out) throws IOException {
        if (failure != null) throw failure;
        int start = out.position();
        while (out.position() == start) {
            if (ended || !inMember && !nextMember()) return -1;
            inflate(out);
        }
        return out.position() - start;
    }

    /** Unpacks some bytes, or none; keeps an exception back when there are bytes to give first. */
    private void inflate(ByteBuffer out) throws IOException {
        packed.limit(in.limit).position(in.pos);
        inflater.setInput(packed);
        int from = out.position();
        try {
            inflater.inflate(out);
        } catch (DataFormatException e) {
            in.pos = packed.position();
            failure = damaged(e.getMessage());
        }
        boolean nothing = out.position() == from;
        if (failure != null) {
            if (nothing) throw failure;
            return;
        }
        in.pos = packed.position();
        crc.update(out.duplicate().flip().position(from));
        if (inflater.finished()) endMember(nothing);
        // even without input there may be output left, so the end counts only when there is none
        else if (nothing && !in.require(1)) throw cut();
    }

    private void endMember(boolean nothingToGive) throws IOException {
        inMember = false;
        IOException wrong = null;
        if (!in.require(TRAILER)) {
            wrong = cut();
        } else {
            int expected = Integer.reverseBytes(in.bytes.getInt(in.pos));
            int size = Integer.reverseBytes(in.bytes.getInt(in.pos + 4));
            in.pos += TRAILER;
            if (expected != (int) crc.getValue() || size != (int) inflater.getBytesWritten())
                wrong = damaged("checksum is wrong");
        }
        if (wrong != null) {
            failure = wrong;
            if (nothingToGive) throw wrong;
        }
    }

    /** Reads the header of the next member; false at the end. */
    private boolean nextMember() throws IOException {
        ended = !in.require(1);
        while (!ended && inflater.getBytesRead() > 0 && in.bytes.get(in.pos) == 0) {
            in.pos++;
            ended = !in.require(1);
        }
        if (ended) return false;
        if (!in.require(HEADER)) throw cut();
        if ((in.bytes.getShort(in.pos) & 0xFFFF) != Formats.GZIP
                || in.bytes.get(in.pos + 2) != DEFLATE) throw damaged("no gzip header");
        int flags = in.bytes.get(in.pos + 3);
        in.pos += HEADER;
        if ((flags & HAS_EXTRA) != 0) {
            if (!in.require(2)) throw cut();
            int length = Short.reverseBytes(in.bytes.getShort(in.pos)) & 0xFFFF;
            if (!in.skip(2 + length)) throw cut();
        }
        if ((flags & HAS_NAME) != 0) skipText();
        if ((flags & HAS_COMMENT) != 0) skipText();
        if ((flags & HAS_HEADER_CRC) != 0 && !in.skip(2)) throw cut();
        inflater.reset();
        crc.reset();
        inMember = true;
        return true;
    }

    private void skipText() throws IOException {
        byte b;
        do {
            if (!in.require(1)) throw cut();
            b = in.bytes.get(in.pos++);
        } while (b != 0);
    }

    private IOException cut() {
        return new IOException(
                Text.format(
                        "the gzip data is cut short at byte %,d of the file",
                        in.offset() + in.available()));
    }

    private IOException damaged(String what) {
        return new IOException(
                Text.format(
                        "the gzip data is damaged at byte %,d of the file: %s", in.offset(), what));
    }

    @Override
    public boolean isOpen() {
        return !ended;
    }

    /** Frees the inflater; the window stays the caller's. */
    @Override
    public void close() {
        ended = true;
        inflater.end();
    }
}
