package syntop.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes a capture of clients and floods to 192.0.2.7:443, as long as a test needs. */
final class CaptureWriter implements AutoCloseable {
    /** 2026-11-20 14:03:12 UTC, a Friday. */
    static final long START = FakeClock.START / 1_000_000_000L;

    private static final int SERVER = 0xC000_0207;
    private static final int SYN = 2;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;

    private final OutputStream out;
    private final SplittableRandom random = new SplittableRandom(3);
    private final ByteBuffer frame = ByteBuffer.allocate(16 + 54).order(ByteOrder.BIG_ENDIAN);

    CaptureWriter(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
        ByteBuffer head = ByteBuffer.allocate(24); // big-endian, microseconds
        head.putInt(0xA1B2_C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
        out.write(head.putInt(65_535).putInt(1).array());
    }

    /** Up to 128 clients of 10.0.0.0/22 that complete, evenly over a time. */
    CaptureWriter clients(long fromSecond, long toSecond, int perSecond) throws IOException {
        for (long second = fromSecond; second < toSecond; second++) {
            for (int i = 0; i < perSecond; i++) {
                int client = 0x0A00_0000 | random.nextInt(4) << 8 | 1 + random.nextInt(32);
                int port = 1_024 + random.nextInt(60_000);
                int isn = random.nextInt();
                int micros = i * (1_000_000 / perSecond);
                write(second, micros, client, SERVER, port, 443, isn, 0, SYN);
                write(second, micros + 1, SERVER, client, 443, port, 77, isn + 1, SYN_ACK);
                write(second, micros + 2, client, SERVER, port, 443, isn + 1, 78, ACK);
            }
        }
        return this;
    }

    /** SYNs from anywhere. */
    CaptureWriter flood(long fromSecond, long toSecond, int perSecond) throws IOException {
        for (long second = fromSecond; second < toSecond; second++) {
            for (int i = 0; i < perSecond; i++) {
                int micros = i * (1_000_000 / perSecond);
                int port = 1_024 + random.nextInt(60_000);
                int isn = random.nextInt();
                write(second, micros, random.nextInt(), SERVER, port, 443, isn, 0, SYN);
            }
        }
        return this;
    }

    private void write(
            long second, int micros, int src, int dst, int from, int to, int seq, int ack, int bits)
            throws IOException {
        frame.clear();
        frame.putInt((int) (START + second)).putInt(micros).putInt(54).putInt(54);
        frame.putLong(0x0200_0000_0001_0200L).putInt(2).putShort((short) 0x0800);
        frame.putInt(0x4500_0028).putInt(0).putInt(0x4006_0000).putInt(src).putInt(dst);
        frame.putShort((short) from).putShort((short) to).putInt(seq).putInt(ack);
        frame.putShort((short) (0x5000 | bits)).putShort((short) 64_240).putInt(0);
        out.write(frame.array());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
