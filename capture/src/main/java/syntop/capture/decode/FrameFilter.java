package syntop.capture.decode;

import java.nio.ByteBuffer;

/** Decides which frames are looked at, on the capture thread. */
public interface FrameFilter {
    /**
     * Whether the frame is to be decoded. Hot path. Parameters as in {@link FrameSink#frame}.
     *
     * @return false to count it as filtered and forget it
     */
    boolean accepts(ByteBuffer buf, int off, int capLen, int wireLen, int linkType);
}
