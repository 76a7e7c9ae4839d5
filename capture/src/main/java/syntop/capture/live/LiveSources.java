package syntop.capture.live;

import syntop.capture.CaptureException;

/** Opens live sources. Any thread. */
public final class LiveSources {
    private LiveSources() {}

    /**
     * Opens an interface, in the network namespace of the calling thread. Frames that the filter
     * accepts wait in the buffer from now on.
     *
     * @throws CaptureException if there is no such interface, it is down, this process may not
     *     capture, or what the backend needs is missing; with the next step
     */
    public static LiveSource open(LiveOptions options) throws CaptureException {
        return switch (options.backend()) {
            case RING -> openRing(options);
            case LIBPCAP -> LibpcapSource.open(options);
        };
    }

    private static LiveSource openRing(LiveOptions options) throws CaptureException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new CaptureException("the packet ring is for Linux; use --backend libpcap");
        }
        return RingSource.open(options);
    }
}
