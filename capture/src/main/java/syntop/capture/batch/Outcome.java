package syntop.capture.batch;

/**
 * What became of a frame. Every frame that a source hands over ends in exactly one outcome, so the
 * sum of the counts equals the number of frames seen.
 */
public enum Outcome {
    /** A SYN that counts: SYN set, ACK clear, to a selected port and address. */
    SYN("syn", "SYN"),
    /** SYN and ACK set: the answer of a server. */
    SYN_ACK("synAck", "SYN-ACK"),
    /** RST set, SYN clear. */
    RST("rst", "RST"),
    /** FIN set, SYN and RST clear. */
    FIN("fin", "FIN"),
    /** Any other TCP segment. */
    OTHER_TCP("otherTcp", "other TCP"),
    /** A SYN to a port that was not asked for. */
    OTHER_PORT("otherPort", "SYN to other ports"),
    /** A SYN to an address outside the networks that were asked for. */
    OTHER_NET("otherNet", "SYN to other networks"),
    /** A frame that the user's filter expression rejects. */
    FILTERED("filtered", "filtered out"),
    /** An IP packet that carries no TCP; ICMP errors that quote a TCP header are here. */
    NOT_TCP("notTcp", "not TCP"),
    /** A frame that carries no IP packet. */
    NOT_IP("notIp", "not IP"),
    /** A later fragment of an IP packet with TCP: it has no TCP header. */
    FRAGMENT("fragment", "later fragments"),
    /** A first fragment that ends before the TCP flags do; the next one has them. */
    FRAGMENTED("fragmented", "TCP flags in a later fragment"),
    /** The capture's length limit cut the frame before the TCP flags. */
    TRUNCATED("truncated", "cut short by the snaplen"),
    /** Headers that contradict themselves or the length of the frame. */
    MALFORMED("malformed", "malformed"),
    /** A frame of a link type that is not decoded. */
    UNKNOWN_LINK("unknownLinkType", "unknown link type");

    private static final Outcome[] VALUES = values();

    /**
     * How many outcomes there are: the length of every array that is indexed by {@link #ordinal()}.
     */
    public static final int COUNT = VALUES.length;

    private final String key;
    private final String label;

    Outcome(String key, String label) {
        this.key = key;
        this.label = label;
    }

    /** The outcome with this ordinal, 0 to {@link #COUNT} - 1. */
    public static Outcome of(int ordinal) {
        return VALUES[ordinal];
    }

    /** The name in JSON and CSV; it never changes. */
    public String key() {
        return key;
    }

    /** The name in text for people. */
    public String label() {
        return label;
    }
}
