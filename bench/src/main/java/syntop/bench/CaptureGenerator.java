package syntop.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a large synthetic capture (classic pcap, microseconds), the same bytes for the same
 * arguments.
 *
 * <p>One packet a microsecond from 2023-11-14 22:13:20 UTC to one host; of four SYNs three go to
 * port 443, one to port 80. Data segments carry 0 or 1,348 bytes, half of them each. Memory: one
 * chunk of {@link #CHUNK} bytes.
 */
public final class CaptureGenerator {
    private static final int CHUNK = 1 << 20;
    private static final int RECORD_HEADER = 16;
    private static final int DATA_PAYLOAD = 1348;
    private static final int SNAPLEN = 262_144;
    private static final int START_SECOND = 1_700_000_000;
    private static final VarHandle BIG =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle BIG_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final int synPercent;
    private final long sources;
    private final boolean v6;
    private final byte[] syn;
    private final byte[] shortData;
    private final byte[] longData;
    private long state;

    /**
     * Says what the capture holds.
     *
     * @param synPercent SYNs in a hundred packets, 0 to 100; the others are data segments
     * @param sources addresses that the packets come from, uniformly, 1 to 2^32; 0 for a fresh
     *     random address for each
     * @param v6 IPv6 instead of IPv4
     */
    public CaptureGenerator(int synPercent, long sources, boolean v6) {
        if (synPercent < 0 || synPercent > 100) {
            throw new IllegalArgumentException("synPercent must be 0 to 100, got " + synPercent);
        }
        if (sources < 0 || sources > 1L << 32) {
            throw new IllegalArgumentException("sources must be 0 to 2^32, got " + sources);
        }
        this.synPercent = synPercent;
        this.sources = sources;
        this.v6 = v6;
        syn = Frames.syn(v6);
        shortData = Frames.data(v6, 0);
        longData = Frames.data(v6, DATA_PAYLOAD);
    }

    /** Command line: OUT.pcap PACKETS SYN_PERCENT SOURCES [v6]. */
    public static void main(String[] args) throws IOException {
        if (args.length < 4) {
            System.err.println("usage: CaptureGenerator OUT.pcap PACKETS SYN_PERCENT SOURCES [v6]");
            System.exit(2);
        }
        CaptureGenerator generator =
                new CaptureGenerator(
                        Integer.parseInt(args[2]), Long.parseLong(args[3]), args.length > 4);
        generator.write(Path.of(args[0]), Long.parseLong(args[1]));
    }

    /** Writes {@code packets} packets into a new file, or over an old one. */
    public void write(Path file, long packets) throws IOException {
        state = 1;
        byte[] chunk = new byte[CHUNK];
        int pos = fileHeader(chunk);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long i = 0; i < packets; i++) {
                if (CHUNK - pos < RECORD_HEADER + longData.length) {
                    out.write(chunk, 0, pos);
                    pos = 0;
                }
                pos = record(chunk, pos, i);
            }
            out.write(chunk, 0, pos);
        }
    }

    private static int fileHeader(byte[] chunk) {
        LITTLE.set(chunk, 0, 0xa1b2c3d4);
        LITTLE.set(chunk, 4, 4 << 16 | 2); // version 2.4
        LITTLE.set(chunk, 16, SNAPLEN);
        LITTLE.set(chunk, 20, 1); // LINKTYPE_ETHERNET
        return 24;
    }

    /** Appends one record and returns its end. */
    private int record(byte[] chunk, int pos, long index) {
        byte[] frame = nextFrame();
        LITTLE.set(chunk, pos, (int) (START_SECOND + index / 1_000_000));
        LITTLE.set(chunk, pos + 4, (int) (index % 1_000_000));
        LITTLE.set(chunk, pos + 8, frame.length);
        LITTLE.set(chunk, pos + 12, frame.length);
        int at = pos + RECORD_HEADER;
        System.arraycopy(frame, 0, chunk, at, frame.length);
        source(chunk, at);
        long random = next();
        int port = (random & 3) == 0 ? 80 : 443;
        int tcp = at + Frames.tcp(v6);
        BIG.set(chunk, tcp, (int) random & 0xFFFF_0000 | port);
        BIG.set(chunk, tcp + 4, (int) (random >>> 32));
        return at + frame.length;
    }

    private byte[] nextFrame() {
        long random = next();
        if (Long.remainderUnsigned(random, 100) < synPercent) return syn;
        return random < 0 ? shortData : longData;
    }

    private void source(byte[] chunk, int at) {
        long random = next();
        // an odd multiplier maps different numbers to different addresses, far from each other
        int address =
                sources == 0
                        ? (int) random
                        : 0x0a000000 + (int) Long.remainderUnsigned(random, sources) * 0x9e3779b1;
        if (v6) {
            BIG_LONG.set(
                    chunk, at + Frames.IPV6_SOURCE, Frames.IPV6_PREFIX | address & 0xFFFF_FFFFL);
            BIG_LONG.set(chunk, at + Frames.IPV6_SOURCE + 8, sources == 0 ? next() : address);
        } else {
            BIG.set(chunk, at + Frames.IPV4_SOURCE, address);
        }
    }

    /** SplitMix64 (Steele, Lea, Flood, 2014): fixed here, so that captures stay the same. */
    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long z = state;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
