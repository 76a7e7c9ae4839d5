package syntop.capture.decode;

import java.nio.ByteBuffer;

/** Takes the frames of a packet source, one by one, on the capture thread. */
public interface FrameSink {
    /**
     * Takes one frame. Hot path.
     *
     * @param buf holds the frame; big-endian, read by absolute offset only, valid during the call
     * @param off first byte of the frame
     * @param capLen bytes captured; the caller has checked that {@code [off, off + capLen)} lies
     *     inside {@code buf}
     * @param wireLen bytes the frame had on the wire, at least {@code capLen}
     * @param linkType LINKTYPE_ number
     * @param tsNanos ns since 1970-01-01 UTC, or {@link syntop.capture.batch.SegmentBatch#NO_TIME}
     */
    void frame(ByteBuffer buf, int off, int capLen, int wireLen, int linkType, long tsNanos);
}
