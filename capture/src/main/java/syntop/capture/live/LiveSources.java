package syntop.capture.live;

import java.util.function.LongSupplier;
import syntop.capture.CaptureException;

/** Opens live sources. Any thread. */
public final class LiveSources {
    private LiveSources() {}

    /**
     * Opens an interface, in the network namespace of the calling thread. Frames that the filter
     * accepts wait in the buffer from now on. Not for {@link Backend#CONNTRACK}, which needs a
     * clock.
     *
     * @throws CaptureException if there is no such interface, it is down, this process may not
     *     capture, or what the backend needs is missing; with the next step
     */
    public static LiveSource open(LiveOptions options) throws CaptureException {
        return switch (options.backend()) {
            case RING -> openRing(options);
            case LIBPCAP -> LibpcapSource.open(options);
            case CONNTRACK ->
                    throw new IllegalArgumentException("tracked connections need a clock");
        };
    }

    /**
     * As {@link #open(LiveOptions)}, with what {@link Backend#CONNTRACK} needs: it tells of
     * connections of the whole network namespace, and of the options heeds the buffer alone.
     *
     * @param clock ns since 1970-01-01 UTC; called on the capture thread
     */
    public static LiveSource open(LiveOptions options, LongSupplier clock) throws CaptureException {
        return options.backend() == Backend.CONNTRACK
                ? ConntrackSource.open(options, clock)
                : open(options);
    }

    private static LiveSource openRing(LiveOptions options) throws CaptureException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new CaptureException("the packet ring is for Linux; use --backend libpcap");
        }
        return options.lanes() == 1 ? RingSource.open(options) : FanoutSource.open(options);
    }
}
