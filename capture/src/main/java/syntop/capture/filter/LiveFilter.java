package syntop.capture.filter;

import com.sun.jna.Pointer;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.Prefix;

/**
 * Which frames the kernel is to let through: TCP segments with certain flags, to certain ports and
 * networks, whatever VLAN they are in. It lets more through where being exact would make it long:
 * first fragments, segments behind extension headers, MPLS, PPPoE or more than two VLAN tags,
 * networks of IPv6 that have a word in common with one of these, and every port or network when
 * there are many. It never lets less through than the decoder counts, which looks at all of it.
 *
 * <p>The same is said twice: as a program for the kernel, which needs no libpcap, and as a
 * pcap-filter expression. Immutable.
 *
 * @param flagMask the TCP flags that are looked at, 0 to 0xFF
 * @param flags what they have to be, within the mask
 * @param ports destination ports, 0 to 65535 each; empty: all
 * @param nets networks of the destination; empty: all
 * @param tunnels whether packets that may hold others are let through too
 * @param handshakes whether, in place of segments with these flags, all are let through that begin,
 *     answer, complete or end a connection: SYN, RST and FIN from and to the ports, and segments
 *     without payload to them, whatever the networks
 */
public record LiveFilter(
        int flagMask,
        int flags,
        List<Integer> ports,
        List<Prefix> nets,
        boolean tunnels,
        boolean handshakes) {
    /** What begins or ends a connection. */
    static final int ENDS = SegmentBatch.SYN | SegmentBatch.RST | SegmentBatch.FIN;

    /** More ports than these are not worth a test each: all are let through. */
    static final int MAX_PORTS = 32;

    /** More networks than these are not worth a test each: all are let through. */
    static final int MAX_NETS = 32;

    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;
    static final int MAX_8023_LENGTH = 1500; // IEEE 802.3, 3.2.6
    static final int TCP = 6;
    static final int UDP = 17;
    static final int TEREDO_PORT = 3544;

    /** What libpcap's {@code vlan} takes for a tag: 802.1Q, 802.1ad, and what was before it. */
    static final int[] VLAN_TYPES = {0x8100, 0x88A8, 0x9100};

    /** Types that IP may be behind: a tag of old, VN-Tag, MPLS, PPPoE, PPP, Ethernet. */
    static final int[] DEEP_TYPES = {0x9200, 0x8926, 0x8847, 0x8848, 0x8864, 0x880B, 0x6558};

    /** The authentication header. */
    static final int[] DEEP_PROTOCOLS_4 = {51};

    /** The extension headers that the decoder knows, RFC 8200, 4 and later ones. */
    static final int[] DEEP_PROTOCOLS_6 = {0, 43, 44, 51, 60, 135, 139, 140};

    /** IPv4, IPv6, GRE, MPLS. */
    static final int[] TUNNEL_PROTOCOLS = {4, 41, 47, 137};

    /** GTP-U, Teredo, VXLAN, Geneve, VXLAN of old Linux. */
    static final int[] TUNNEL_PORTS = {2152, TEREDO_PORT, 4789, 6081, 8472};

    /** Checks ranges. */
    public LiveFilter {
        if ((flagMask & ~0xFF) != 0 || (flags & ~flagMask) != 0) {
            throw new IllegalArgumentException(
                    "flags must lie within a mask of 0 to 0xFF, got " + flags + " in " + flagMask);
        }
        for (int port : ports) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port must be 0 to 65535, got " + port);
            }
        }
        ports = List.copyOf(ports);
        nets = List.copyOf(nets);
    }

    /** Lets SYNs through: SYN set, ACK clear, any other flags. */
    public LiveFilter(List<Integer> ports, List<Prefix> nets, boolean tunnels) {
        this(SegmentBatch.SYN | SegmentBatch.ACK, SegmentBatch.SYN, ports, nets, tunnels);
    }

    /** Lets segments with some flags through. */
    public LiveFilter(
            int flagMask, int flags, List<Integer> ports, List<Prefix> nets, boolean tunnels) {
        this(flagMask, flags, ports, nets, tunnels, false);
    }

    /** The same for whole handshakes. */
    public LiveFilter withHandshakes() {
        return new LiveFilter(flagMask, flags, ports, nets, tunnels, true);
    }

    /**
     * The program for the kernel, as array of struct sock_filter in the machine's byte order. It
     * has to {@linkplain #forRing fit}.
     *
     * @param anyLink for frames of any link type, else for Ethernet frames; each as they are, not
     *     cooked
     */
    public byte[] kernelProgram(boolean anyLink) {
        return LiveProgram.forKernel(this, anyLink).toBytes();
    }

    /**
     * As the other, thinned out: every SYN passes, and of the rest what is in a sample.
     *
     * @param anyLink as in {@link #kernelProgram(boolean)}
     * @param sample picks connections
     * @param level as of {@link Thinning}; of another filter than one {@linkplain #withHandshakes
     *     of handshakes} {@link Thinning#ALL}
     */
    public byte[] kernelProgram(boolean anyLink, HandshakeSample sample, int level) {
        if (level != Thinning.ALL && !handshakes) {
            throw new IllegalArgumentException("a filter of SYNs has nothing to thin out");
        }
        return LiveProgram.forKernel(this, anyLink, sample, level).toBytes();
    }

    /**
     * This filter, or a wider one if the kernel might find its program too long.
     *
     * @param anyLink as in {@link #kernelProgram(boolean)}
     */
    public LiveFilter forRing(boolean anyLink) {
        for (LiveFilter filter : wider()) {
            if (fits(LiveProgram.forKernel(filter, anyLink))) return filter;
        }
        return widest();
    }

    /**
     * This filter, or a wider one if the kernel might find too long what libpcap makes of its
     * expression.
     *
     * @param pcap an open pcap_t; it decides what code libpcap writes
     * @param linkType its LINKTYPE_ number
     * @throws CaptureException if libpcap cannot be loaded, or refuses the expression
     */
    public LiveFilter forLibpcap(Pointer pcap, int linkType) throws CaptureException {
        for (LiveFilter filter : wider()) {
            if (fits(filter.compiled(pcap, linkType))) return filter;
        }
        return widest();
    }

    private static boolean fits(BpfProgram program) {
        return KernelCost.bytes(program) <= KernelCost.MAX_BYTES;
    }

    private BpfProgram compiled(Pointer pcap, int linkType) throws CaptureException {
        try {
            return LibpcapCompiler.load().compileFor(pcap, expression(linkType));
        } catch (ExpressionException e) {
            throw new CaptureException("libpcap refuses the filter, " + e.getMessage(), e);
        }
    }

    /** This one, and that without networks, which mostly tell less apart than the ports do. */
    private List<LiveFilter> wider() {
        return List.of(
                this, new LiveFilter(flagMask, flags, ports, List.of(), tunnels, handshakes));
    }

    private LiveFilter widest() {
        return new LiveFilter(flagMask, flags, List.of(), List.of(), tunnels, handshakes);
    }

    /**
     * The program for the kernel as text, a line for each instruction, as {@code tcpdump -d} prints
     * them.
     *
     * @param anyLink as in {@link #kernelProgram(boolean)}
     */
    public List<String> listing(boolean anyLink) {
        return BpfListing.of(LiveProgram.forKernel(this, anyLink));
    }

    /** As {@link #listing(boolean)}, of what libpcap makes of the expression. */
    public List<String> listing(Pointer pcap, int linkType) throws CaptureException {
        return BpfListing.of(compiled(pcap, linkType));
    }

    /**
     * The filter in pcap-filter syntax, for libpcap and for people.
     *
     * @param linkType LINKTYPE_ number; what libpcap can be asked depends on it
     */
    public String expression(int linkType) {
        return new LiveExpression(this).text(linkType);
    }

    boolean takesAllPorts() {
        return ports.isEmpty() || ports.size() > MAX_PORTS;
    }

    boolean takesAll4() {
        return takesAllNets() || nets.stream().anyMatch(LiveFilter::holdsAll4);
    }

    boolean takesAll6() {
        return takesAllNets() || nets.stream().anyMatch(net -> net.bits() == 0);
    }

    private boolean takesAllNets() {
        return handshakes || nets.isEmpty() || nets.size() > MAX_NETS;
    }

    /** The networks that hold some IPv4 addresses, not all. */
    List<Prefix> nets4() {
        return nets.stream().filter(LiveFilter::isIn4).toList();
    }

    /** The networks that hold some IPv6 addresses. */
    List<Prefix> nets6() {
        return nets.stream().filter(net -> !isIn4(net)).toList();
    }

    private static boolean holdsAll4(Prefix net) {
        return net.bits() <= 96 && net.contains(0, SegmentBatch.V4_MAPPED);
    }

    private static boolean isIn4(Prefix net) {
        return net.bits() > 96 && net.hi() == 0 && net.lo() >>> 32 == 0xFFFF;
    }

    /**
     * The word of an IPv6 network that is looked at: the last that it holds whole, else the first.
     */
    static int toldBy(Prefix net) {
        return Math.max(0, net.bits() / 32 - 1);
    }

    /** The bits of a word that a network holds. */
    static int mask(Prefix net, int word) {
        return mask(Math.min(32, net.bits() - 32 * word));
    }

    /** The upper {@code bits} of a word set, 1 to 32. */
    static int mask(int bits) {
        return -1 << 32 - bits;
    }

    /** One of the four words of a network, 0 to 3. */
    static int word(Prefix net, int word) {
        long half = word < 2 ? net.hi() : net.lo();
        return (int) (word % 2 == 0 ? half >>> 32 : half);
    }
}
