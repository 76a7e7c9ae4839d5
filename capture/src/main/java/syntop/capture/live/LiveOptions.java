package syntop.capture.live;

import syntop.capture.filter.LiveFilter;

/**
 * What to open, and how.
 *
 * @param interfaceName the interface, or {@link #ANY} for all of them
 * @param filter which frames are let through; may let too many pass, never too few
 * @param backend who takes the frames from the kernel
 * @param bufferBytes the kernel's buffer, {@link #MIN_BUFFER_BYTES} to {@link #MAX_BUFFER_BYTES},
 *     rounded up to whole blocks; resident from the start
 * @param promiscuous whether frames to other hosts are taken too, for a mirror port
 * @param lanes buffers of that size, each with a thread that reads it, 1 to {@link #MAX_LANES};
 *     more than one with the ring alone
 */
public record LiveOptions(
        String interfaceName,
        LiveFilter filter,
        Backend backend,
        int bufferBytes,
        boolean promiscuous,
        int lanes) {
    /** So many threads at the most. */
    public static final int MAX_LANES = 64;

    /** Stands for all interfaces. */
    public static final String ANY = "any";

    /** Room for some 190,000 SYNs: a quarter of a second of what one core can send. */
    public static final int DEFAULT_BUFFER_BYTES = 32 << 20;

    /**
     * Four times as much for libpcap: until its way through pcap4j is compiled, it takes longer for
     * a frame than one core needs to send it.
     */
    public static final int DEFAULT_LIBPCAP_BUFFER_BYTES = 128 << 20;

    /** One MiB. */
    public static final int MIN_BUFFER_BYTES = 1 << 20;

    /** One GiB: one mapping, addressed by a Java int. */
    public static final int MAX_BUFFER_BYTES = 1 << 30;

    /** Checks the size of the buffer. */
    public LiveOptions {
        if (bufferBytes < MIN_BUFFER_BYTES || bufferBytes > MAX_BUFFER_BYTES) {
            throw new IllegalArgumentException(
                    "bufferBytes must be 1 MiB to 1 GiB, got " + bufferBytes);
        }
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException("lanes must be 1 to 64, got " + lanes);
        }
    }

    /** As the other, read by one thread. */
    public LiveOptions(
            String interfaceName,
            LiveFilter filter,
            Backend backend,
            int bufferBytes,
            boolean promiscuous) {
        this(interfaceName, filter, backend, bufferBytes, promiscuous, 1);
    }

    /** The kernel ring with the default buffer, promiscuous as tcpdump is. */
    public LiveOptions(String interfaceName, LiveFilter filter) {
        this(interfaceName, filter, Backend.RING, DEFAULT_BUFFER_BYTES, true);
    }

    /** The buffer of a backend that nobody has chosen another for. */
    public static int defaultBufferBytes(Backend backend) {
        return backend == Backend.LIBPCAP ? DEFAULT_LIBPCAP_BUFFER_BYTES : DEFAULT_BUFFER_BYTES;
    }
}
