package syntop.capture.filter;

import syntop.capture.CaptureException;

/** The libpcap of this machine. */
public final class Libpcap {
    private Libpcap() {}

    /**
     * Its version, such as 1.10.3.
     *
     * @throws CaptureException if it cannot be loaded, with what to install
     */
    public static String version() throws CaptureException {
        // libpcap version 1.10.3 (with TPACKET_V3)
        String[] words = LibpcapCompiler.load().version().split(" ", -1);
        return words.length > 2 ? words[2] : words[0];
    }
}
