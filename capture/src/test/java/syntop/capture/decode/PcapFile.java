package syntop.capture.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads whole classic captures for tests that must not depend on the readers under test. */
final class PcapFile {
    private PcapFile() {}

    /** Hands the packets up to the end or the first damage to the sink; false: another format. */
    static boolean read(Path file, FrameSink sink) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 24) return false;
        ByteBuffer structs = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (!isMagic(structs.getInt(0))) structs.order(ByteOrder.BIG_ENDIAN);
        if (!isMagic(structs.getInt(0))) return false;
        ByteBuffer frames = ByteBuffer.allocateDirect(bytes.length).put(bytes).clear();
        int linkType = structs.getInt(20) & 0x03FF_FFFF;
        int at = 24;
        while (at + 16 <= bytes.length) {
            int capLen = structs.getInt(at + 8);
            if (capLen < 0 || capLen > bytes.length - at - 16) break;
            int wireLen = Math.max(capLen, structs.getInt(at + 12));
            sink.frame(frames, at + 16, capLen, wireLen, linkType, 0);
            at += 16 + capLen;
        }
        return true;
    }

    private static boolean isMagic(int magic) {
        return magic == 0xA1B2_C3D4 || magic == 0xA1B2_3C4D;
    }
}
