package syntop.capture.filter;

import java.nio.ByteBuffer;

/** One frame of a test: its captured bytes, its length on the wire and its link type. */
final class Frame {
    static final int ETHERNET = 1;
    static final int RAW = 101;

    final byte[] bytes;
    final int wireLen;
    final int linkType;

    Frame(byte[] bytes, int wireLen, int linkType) {
        this.bytes = bytes;
        this.wireLen = wireLen;
        this.linkType = linkType;
    }

    /** Runs a program on it. */
    int through(PacketProgram program) {
        return program.run(ByteBuffer.wrap(bytes), 0, bytes.length, wireLen);
    }
}
