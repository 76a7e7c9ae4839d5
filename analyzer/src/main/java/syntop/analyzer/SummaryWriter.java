package syntop.analyzer;

import java.io.DataOutput;
import java.io.IOException;
import java.util.zip.CRC32;
import syntop.analyzer.count.NumberSink;

/**
 * Writes the numbers of a summary in blocks, each with its length before and its CRC-32 behind it,
 * so that no reader believes a byte that has changed. A block of length 0 is the end. One thread.
 */
final class SummaryWriter implements NumberSink {
    private final DataOutput out;
    private final byte[] block = new byte[SummaryReader.MOST_BLOCK];
    private final CRC32 crc = new CRC32();
    private int size;

    SummaryWriter(DataOutput out) {
        this.out = out;
    }

    @Override
    public void number(long value) throws IOException {
        if (size > block.length - 10) flush();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            block[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        block[size++] = (byte) rest;
    }

    @Override
    public void bytes(byte[] values) throws IOException {
        for (byte value : values) {
            if (size == block.length) flush();
            block[size++] = value;
        }
    }

    @Override
    public void text(String text) throws IOException {
        byte[] ascii = new byte[text.length()];
        for (int i = 0; i < ascii.length; i++) {
            ascii[i] = (byte) text.charAt(i);
        }
        number(ascii.length);
        bytes(ascii);
    }

    private void flush() throws IOException {
        out.writeInt(size);
        out.write(block, 0, size);
        crc.reset();
        crc.update(block, 0, size);
        out.writeInt((int) crc.getValue());
        size = 0;
    }

    /** Writes what is left, and the end. */
    void end() throws IOException {
        if (size > 0) flush();
        out.writeInt(0);
    }
}
