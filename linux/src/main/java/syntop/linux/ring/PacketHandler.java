package syntop.linux.ring;

import java.nio.ByteBuffer;

/** Takes the packets of a ring, one by one. */
public interface PacketHandler {
    /**
     * Takes one packet. Hot path.
     *
     * @param buf the ring, big-endian; the packet is valid during the call
     * @param off first byte of the frame
     * @param capLen bytes copied, all inside {@code buf}
     * @param wireLen bytes the frame had, at least {@code capLen}
     * @param tsNanos ns since 1970-01-01 UTC
     */
    void packet(ByteBuffer buf, int off, int capLen, int wireLen, long tsNanos);
}
