package syntop.capture.filter;

import java.nio.ByteBuffer;

/** A filter program that can be run on a frame. One thread at a time. */
interface PacketProgram {
    /**
     * Runs the program on one frame. Hot path. Nothing outside {@code [off, off + capLen)} is read;
     * a load from outside it rejects the frame.
     *
     * @param buf holds the frame; big-endian, read by absolute offset only
     * @param off first byte of the frame
     * @param capLen bytes captured, 0 or more; the caller has checked that they lie inside {@code
     *     buf}
     * @param wireLen bytes the frame had on the wire; what {@code len} in an expression means
     * @return what the program returns: 0 rejects the frame, any other value accepts it
     */
    int run(ByteBuffer buf, int off, int capLen, int wireLen);
}
