package syntop.linux.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks as the kernel writes them, made by hand: real ones come in the live tests. */
class BlockReaderTest {
    private static final int BLOCK = 4096;
    private static final int BLOCK_BYTES = 4096;
    private static final int FIRST = BLOCK + 48;
    private static final int MAC = 82;
    private static final int NETWORK = 96;
    private static final byte[] FRAME = frame();

    private final ByteBuffer ring =
            ByteBuffer.allocateDirect(2 * BLOCK_BYTES).order(ByteOrder.nativeOrder());
    private final List<byte[]> frames = new ArrayList<>();
    private int wireLen;
    private long nanos;

    private static byte[] frame() {
        byte[] frame = new byte[60];
        for (int i = 0; i < frame.length; i++) frame[i] = (byte) (i + 1);
        frame[12] = 8; // IPv4
        frame[13] = 0;
        return frame;
    }

    private void packet(int at, int next, int status, byte[] frame) {
        ring.putInt(at, next).putInt(at + 4, 1_700_000_000).putInt(at + 8, 123_456_789);
        ring.putInt(at + 12, frame.length).putInt(at + 16, 1500).putInt(at + 20, status);
        ring.putShort(at + 24, (short) MAC).putShort(at + 26, (short) NETWORK);
        ring.putInt(at + 32, 0x2064).putShort(at + 36, (short) 0x88A8);
        ring.putShort(at + 56, (short) 1).put(at + 58, (byte) 3).put(at + 59, (byte) 6);
        for (int i = 0; i < 8; i++) ring.put(at + 60 + i, (byte) (0xA0 + i));
        ring.put(at + MAC, frame);
    }

    private void block(int packets) {
        ring.putInt(BLOCK + 8, 1).putInt(BLOCK + 12, packets).putInt(BLOCK + 16, FIRST - BLOCK);
    }

    private int read(boolean cooked) {
        BlockReader reader = new BlockReader(ring, BLOCK_BYTES, cooked);
        return reader.read(
                BLOCK,
                (buf, off, capLen, length, tsNanos) -> {
                    byte[] frame = new byte[capLen];
                    buf.get(off, frame);
                    frames.add(frame);
                    wireLen = length;
                    nanos = tsNanos;
                });
    }

    @Test
    void handsFramesOverAsTheyAre() {
        block(2);
        packet(FIRST, 160, 1, FRAME);
        packet(FIRST + 160, 0, 1, FRAME);
        assertEquals(2, read(false));
        assertArrayEquals(FRAME, frames.get(1));
        assertEquals(1500, wireLen);
        assertEquals(1_700_000_000_123_456_789L, nanos);
    }

    /** Status 0x10: there is a tag; 0x40: it has a type of its own. */
    @ParameterizedTest
    @CsvSource({"0x51, 0x88A8", "0x11, 0x8100"})
    void putsTheTagBackBehindTheAddresses(String status, String type) {
        block(1);
        packet(FIRST, 0, Integer.decode(status), FRAME);
        assertEquals(1, read(false));
        ByteBuffer expected = ByteBuffer.allocate(FRAME.length + 4).put(FRAME, 0, 12);
        expected.putInt(Integer.decode(type) << 16 | 0x2064).put(FRAME, 12, FRAME.length - 12);
        assertArrayEquals(expected.array(), frames.get(0));
        assertEquals(1504, wireLen);
    }

    @Test
    void cookedFrameHasOneHeaderWhateverItsOwnWas() {
        block(1);
        packet(FIRST, 0, 0x51, FRAME);
        assertEquals(1, read(true));
        ByteBuffer expected = ByteBuffer.allocate(20 + FRAME.length - 14);
        expected.putShort((short) 3).putShort((short) 1).putShort((short) 6);
        expected.putLong(0xA0A1_A2A3_A4A5_A6A7L).putInt(0x88A8_2064).putShort((short) 0x0800);
        expected.put(FRAME, 14, FRAME.length - 14);
        assertArrayEquals(expected.array(), frames.get(0));
        assertEquals(1506, wireLen);
    }

    @Test
    void cookedFrameMayEndWithinItsOwnHeader() {
        block(1);
        packet(FIRST, 0, 1, FRAME);
        ring.putShort(FIRST + 56, (short) 512).putInt(FIRST + 12, 3).putInt(FIRST + 16, 3); // PPP
        ring.putShort(FIRST + 26, (short) 128);
        assertEquals(1, read(true));
        assertEquals(0, frames.get(0).length);
        assertEquals(0, wireLen);
    }

    /** Offset of a field in the block, and a value that leads out of it. */
    @ParameterizedTest
    @CsvSource({
        "16, -1",
        "16, 4090",
        "16, 2147483647",
        "60, -1",
        "60, 4000",
        "60, 2147483647",
        "72, 0",
        "72, 67",
        "72, 65535"
    })
    void offsetsThatLeaveTheBlockAreRefused(int field, int value) {
        block(1);
        packet(FIRST, 0, 1, FRAME);
        if (field == 72) ring.putShort(BLOCK + field, (short) value);
        else ring.putInt(BLOCK + field, value);
        assertThrows(IllegalStateException.class, () -> read(false));
        assertEquals(0, frames.size());
    }
}
