package syntop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of SYNs to 192.0.2.7:443, in every way to write down their times. */
enum SynFile {
    /** {@code tcpdump -w}. */
    PCAP_MICROS(1_000_000L, 0),
    /** {@code tcpdump --time-stamp-precision=nano -w}. */
    PCAP_NANOS(1_000_000_000L, 0),
    /** {@code if_tsresol} left out. */
    PCAPNG_MICROS(1_000_000L, 0),
    PCAPNG_NANOS(1_000_000_000L, 0),
    PCAPNG_MILLIS(1_000L, 0),
    /** {@code if_tsresol} with its upper bit set: a power of two. */
    PCAPNG_BINARY(1L << 20, 0),
    /** {@code if_tsoffset}: seconds to add. */
    PCAPNG_OFFSET(1_000_000_000L, 1_700_000_000),
    PCAPNG_NEGATIVE_OFFSET(1_000_000_000L, -3_600);

    private static final int LINKTYPE_RAW = 101;
    private static final int SERVER = 0xC000_0207;

    /** What a time is counted in. */
    final long unitsPerSecond;

    private final long offsetSeconds;

    SynFile(long unitsPerSecond, long offsetSeconds) {
        this.unitsPerSecond = unitsPerSecond;
        this.offsetSeconds = offsetSeconds;
    }

    /**
     * A SYN.
     *
     * @param second since 1970-01-01 UTC
     * @param units beside it, may be negative
     */
    record Syn(long second, long units, int source) {}

    /** Raw IPv4 and TCP, 40 bytes. */
    private static byte[] packet(int source) {
        return ByteBuffer.allocate(40)
                .putInt(0x4500_0028)
                .putInt(0)
                .putInt(0x4006_0000)
                .putInt(source)
                .putInt(SERVER)
                .putInt(40_000 << 16 | 443)
                .putLong(1L << 32) // sequence and acknowledgement numbers
                .putInt(0x5002_FAF0)
                .putInt(0)
                .array();
    }

    /** Writes SYNs in this order. */
    void write(Path file, List<Syn> syns) throws IOException {
        boolean isPcap = name().startsWith("PCAP_");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(isPcap ? pcapHead() : pcapngHead());
        for (Syn syn : syns) {
            long units = syn.second * unitsPerSecond + syn.units;
            out.write(isPcap ? pcapRecord(units, syn.source) : pcapngBlock(units, syn.source));
        }
        Files.write(file, out.toByteArray());
    }

    private byte[] pcapHead() {
        int magic = this == PCAP_NANOS ? 0xA1B2_3C4D : 0xA1B2_C3D4;
        return little(24)
                .putInt(magic)
                .putInt(0x0004_0002)
                .putLong(0)
                .putInt(65_535)
                .putInt(LINKTYPE_RAW)
                .array();
    }

    private byte[] pcapRecord(long units, int source) {
        return little(56)
                .putInt((int) (units / unitsPerSecond))
                .putInt((int) (units % unitsPerSecond))
                .putInt(40)
                .putInt(40)
                .put(packet(source))
                .array();
    }

    /** Section header and interface description: draft-ietf-opsawg-pcapng, 4.1 and 4.2. */
    private byte[] pcapngHead() {
        ByteBuffer head = ByteBuffer.allocate(72).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(0x0A0D_0D0A).putInt(28).putInt(0x1A2B_3C4D).putInt(1).putLong(-1).putInt(28);
        int length = 44;
        head.putInt(1).putInt(length).putInt(LINKTYPE_RAW).putInt(65_535);
        boolean isDefault = this == PCAPNG_MICROS;
        // an option of another kind where the resolution is left out: a comment
        head.putShort((short) (isDefault ? 1 : 9)).putShort((short) 1);
        head.putInt(isDefault ? "x".getBytes(US_ASCII)[0] : resolution());
        head.putShort((short) 14).putShort((short) 8).putLong(offsetSeconds);
        head.putInt(0).putInt(length);
        return head.array();
    }

    private int resolution() {
        if (this == PCAPNG_BINARY) return 0x80 | Long.numberOfTrailingZeros(unitsPerSecond);
        return (int) Math.round(Math.log10((double) unitsPerSecond));
    }

    private byte[] pcapngBlock(long units, int source) {
        long sinceOffset = units - offsetSeconds * unitsPerSecond;
        return little(72)
                .putInt(6)
                .putInt(72)
                .putInt(0)
                .putInt((int) (sinceOffset >>> 32))
                .putInt((int) sinceOffset)
                .putInt(40)
                .putInt(40)
                .put(packet(source))
                .putInt(72)
                .array();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
