package syntop.capture.live;

/** Who takes the frames from the kernel. */
public enum Backend {
    /** Our own reader of the kernel's packet ring: Linux; needs no libpcap. */
    RING,
    /** libpcap, through pcap4j. */
    LIBPCAP,
    /** No packets: the connections that the kernel begins to track, as SYNs. */
    CONNTRACK
}
