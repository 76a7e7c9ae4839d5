package syntop.analyzer;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import syntop.analyzer.count.NumberSource;

/** Reads what {@link SummaryWriter} wrote, and believes nothing. One thread. */
final class SummaryReader implements NumberSource {
    /** Bytes of a block at the most. */
    static final int MOST_BLOCK = 1 << 16;

    private static final int MOST_NAME = 64;

    private final DataInput in;
    private final byte[] block = new byte[MOST_BLOCK];
    private final CRC32 crc = new CRC32();
    private int size;
    private int at;

    SummaryReader(DataInput in) {
        this.in = in;
    }

    @Override
    public IOException damaged(String what) {
        return new SummaryException("is damaged, " + what);
    }

    static SummaryException cutShort() {
        return new SummaryException("is cut short");
    }

    private int next() throws IOException {
        if (at == size) fill();
        return block[at++];
    }

    private void fill() throws IOException {
        try {
            size = in.readInt();
            if (size <= 0 || size > MOST_BLOCK)
                throw damaged("a block says it has " + size + " bytes");
            in.readFully(block, 0, size);
            crc.reset();
            crc.update(block, 0, size);
            if (in.readInt() != (int) crc.getValue()) throw damaged("a checksum is wrong");
            at = 0;
        } catch (EOFException e) {
            throw cutShort();
        }
    }

    @Override
    public long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = next();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) return value;
        }
        throw damaged("a number does not end");
    }

    @Override
    public long number(long most) throws IOException {
        long value = number();
        if (value < 0 || value > most) throw damaged(value + " where at most " + most + " can be");
        return value;
    }

    @Override
    public void bytes(byte[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) next();
        }
    }

    @Override
    public String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (long left = number(MOST_NAME); left > 0; left--) {
            int next = next();
            if (next < 0x20 || next == 0x7F) throw damaged("a name has control characters");
            text.append((char) next);
        }
        return text.toString();
    }

    /** Checks that nothing is left. */
    void end() throws IOException {
        if (at < size) throw damaged("there is more than was announced");
        try {
            if (in.readInt() != 0) throw damaged("there is more than was announced");
        } catch (EOFException e) {
            throw cutShort();
        }
    }
}
