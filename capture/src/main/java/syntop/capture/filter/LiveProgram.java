package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.batch.Thinning;

/**
 * Writes the classic BPF program of a {@link LiveFilter}: the frames that {@link LiveExpression}
 * describes, without libpcap. One use for one program.
 *
 * <p>The part for IP is written out for each place where its header may be. That makes the program
 * four times as long and most loads absolute ones, which the kernel turns into plain memory
 * accesses; it calls a function for others.
 */
final class LiveProgram {
    /**
     * Bytes to copy of a plain SYN: up to 64 of link layer and tags, IPv4 with all options or IPv6,
     * TCP with all options.
     */
    static final int SYN_BYTES = 64 + 60 + 60;

    /** Bytes to copy of a packet whose TCP header may lie deeper. */
    static final int DEEP_BYTES = 2048;

    static final int VLAN_LEVELS = 2;

    // loads of Linux from places that no packet has, linux/filter.h
    private static final int SKF_AD_OFF = -0x1000;
    private static final int SKF_AD_PROTOCOL = SKF_AD_OFF;
    private static final int SKF_AD_PKTTYPE = SKF_AD_OFF + 4;
    private static final int SKF_AD_HATYPE = SKF_AD_OFF + 28;
    private static final int SKF_NET_OFF = -0x10_0000; // the network header, wherever it is

    private static final int PACKET_OUTGOING = 4;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;

    private static final int ETHERNET_TYPE = 12;
    private static final String ACCEPT = "accept";
    private static final String DEEP = "deep";
    private static final String REJECT = "reject";

    private final LiveFilter filter;
    private final HandshakeSample sample;
    private final int level;
    private final BpfAssembler out = new BpfAssembler();

    private LiveProgram(LiveFilter filter, HandshakeSample sample, int level) {
        this.filter = filter;
        this.sample = sample;
        this.level = level;
    }

    /** The program for frames that start with an Ethernet header, of a file too. */
    static BpfProgram forEthernet(LiveFilter filter) {
        return forEthernet(filter, null, Thinning.ALL);
    }

    /** As the other, at a level as of {@link Thinning}. */
    static BpfProgram forEthernet(LiveFilter filter, HandshakeSample sample, int level) {
        LiveProgram program = new LiveProgram(filter, sample, level);
        program.ethernet();
        return program.finish();
    }

    /** The program for Linux that lets all of the filter through. */
    static BpfProgram forKernel(LiveFilter filter, boolean anyLink) {
        return forKernel(filter, anyLink, null, Thinning.ALL);
    }

    /**
     * The program for Linux. What goes out over the loopback interface is rejected: it comes in
     * again.
     *
     * @param filter at other levels than {@link Thinning#ALL} one of handshakes
     * @param anyLink whether frames may have other headers than Ethernet's
     * @param sample decides on what is no SYN from level 1 on
     * @param level as of {@link Thinning}
     */
    static BpfProgram forKernel(
            LiveFilter filter, boolean anyLink, HandshakeSample sample, int level) {
        LiveProgram program = new LiveProgram(filter, sample, level);
        BpfAssembler out = program.out.add(LD | W | ABS, SKF_AD_HATYPE);
        if (anyLink) {
            out.when(JEQ, ARPHRD_ETHER, "ethernet").unless(JEQ, ARPHRD_LOOPBACK, "other link");
        } else {
            out.unless(JEQ, ARPHRD_LOOPBACK, "ethernet");
        }
        out.add(LD | W | ABS, SKF_AD_PKTTYPE).when(JEQ, PACKET_OUTGOING, REJECT);
        out.label("ethernet");
        program.ethernet();
        if (anyLink) {
            out.label("other link").add(LD | W | ABS, SKF_AD_PROTOCOL);
            program.network(SKF_NET_OFF, DEEP);
        }
        return program.finish();
    }

    private BpfProgram finish() {
        if (isSampled()) new SampleCode(out, sample, level, ACCEPT, REJECT).write();
        out.label(ACCEPT).add(RET | K, SYN_BYTES);
        out.label(DEEP).add(RET | K, DEEP_BYTES);
        out.label(REJECT).add(RET | K, 0);
        return out.assemble();
    }

    /** Goes through the tags to the network header. */
    private void ethernet() {
        for (int level = 0; level <= VLAN_LEVELS; level++) {
            int typeAt = ETHERNET_TYPE + 4 * level;
            if (level > 0) out.label("vlan " + level);
            out.add(LD | H | ABS, typeAt);
            network(typeAt + 2, level == VLAN_LEVELS ? DEEP : "vlan " + (level + 1));
        }
    }

    /**
     * Looks at a packet of the type in A.
     *
     * @param at where its network header is
     * @param vlan where to go for a tag
     */
    private void network(int at, String vlan) {
        out.when(JEQ, LiveFilter.IPV4, "ip4 at " + at).when(JEQ, LiveFilter.IPV6, "ip6 at " + at);
        for (int type : LiveFilter.VLAN_TYPES) {
            out.when(JEQ, type, vlan);
        }
        for (int type : LiveFilter.DEEP_TYPES) {
            out.when(JEQ, type, DEEP);
        }
        // up to 1500 it is a length, an LLC header follows
        out.choose(JGT, LiveFilter.MAX_8023_LENGTH, REJECT, DEEP);
        ip4(at);
        ip6(at);
    }

    private void ip4(int at) {
        out.label("ip4 at " + at).add(LD | B | ABS, at + 9);
        protocols(LiveFilter.DEEP_PROTOCOLS_4, "4 at " + at);
        if (filter.tunnels()) {
            out.label("udp4 at " + at).add(LD | H | ABS, at + 6).when(JSET, 0x1FFF, REJECT);
            out.add(LDX | B | MSH, at); // X is the length of the IP header from here on
            out.add(LD | H | IND, at + 2);
            tunnelPorts(LD | H | IND, at);
        }
        out.label("tcp4 at " + at).add(LD | H | ABS, at + 6);
        // a later fragment has no flags, a first one may have too little of them to look at
        out.when(JSET, 0x1FFF, REJECT).when(JSET, 0x2000, DEEP);
        new NetworkCode(out, filter, REJECT).nets4(at);
        out.add(LDX | B | MSH, at);
        if (!filter.handshakes()) {
            segment(IND, at);
            return;
        }
        String version = "4 at " + at;
        handshake(IND, at, version);
        if (level == Thinning.SYNS) return;
        // total length less both headers
        out.add(LD | B | IND, at + 12).add(ALU | AND | K, 0xF0).add(ALU | RSH | K, 2);
        out.add(ALU | ADD | X, 0).add(MISC | TAX, 0).add(LD | H | ABS, at + 2);
        out.add(ALU | SUB | X, 0).choose(JEQ, 0, other(version), REJECT);
        if (!isSampled()) return;
        out.label(other(version)).add(LD | W | ABS, at + 12).add(MISC | TAX, 0);
        out.add(LD | W | ABS, at + 16).add(ALU | ADD | X, 0).add(ST, SampleCode.ADDRESSES);
        out.add(LDX | B | MSH, at).add(MISC | TXA, 0).add(ALU | ADD | K, at).add(MISC | TAX, 0);
        always(SampleCode.BEGIN);
    }

    private void ip6(int at) {
        out.label("ip6 at " + at).add(LD | B | ABS, at + 6);
        protocols(LiveFilter.DEEP_PROTOCOLS_6, "6 at " + at);
        if (filter.tunnels()) {
            out.label("udp6 at " + at).add(LD | H | ABS, at + 42);
            tunnelPorts(LD | H | ABS, at + 40);
        }
        out.label("tcp6 at " + at);
        new NetworkCode(out, filter, REJECT).nets6(at);
        if (!filter.handshakes()) {
            segment(ABS, at + 40);
            return;
        }
        String version = "6 at " + at;
        handshake(ABS, at + 40, version);
        if (level == Thinning.SYNS) return;
        // payload length less the header of TCP
        out.add(LD | B | ABS, at + 52).add(ALU | AND | K, 0xF0).add(ALU | RSH | K, 2);
        out.add(MISC | TAX, 0).add(LD | H | ABS, at + 4);
        out.add(ALU | SUB | X, 0).choose(JEQ, 0, other(version), REJECT);
        if (!isSampled()) return;
        out.label(other(version)).add(LD | W | ABS, at + 12);
        for (int word : new int[] {20, 28, 36}) {
            out.add(MISC | TAX, 0).add(LD | W | ABS, at + word).add(ALU | ADD | X, 0);
        }
        out.add(ST, SampleCode.ADDRESSES).add(LDX | IMM, at + 40);
        always(SampleCode.BEGIN);
    }

    private boolean isSampled() {
        return level != Thinning.ALL && level != Thinning.SYNS;
    }

    /** Where segments go that are no SYNs and that the whole filter lets through. */
    private String other(String version) {
        return isSampled() ? "other" + version : ACCEPT;
    }

    /** Accepts what begins or ends a connection; goes on with the rest if it is to a port. */
    private void handshake(int mode, int at, String version) {
        out.add(LD | B | mode, at + 13);
        if (level == Thinning.ALL) {
            ends(mode, at, version, ACCEPT);
            return;
        }
        // every SYN, whatever becomes of the rest
        String rest = level == Thinning.SYNS ? REJECT : "rest" + version;
        out.when(JSET, SegmentBatch.ACK, rest).unless(JSET, SegmentBatch.SYN, rest);
        if (filter.takesAllPorts()) always(ACCEPT);
        else ports(mode, at, ACCEPT);
        if (!isSampled()) return;
        out.label(rest);
        ends(mode, at, version, other(version));
    }

    /** With the flags in A: what begins or ends a connection passes. */
    private void ends(int mode, int at, String version, String passes) {
        if (filter.takesAllPorts()) {
            out.when(JSET, LiveFilter.ENDS, passes);
            return;
        }
        out.unless(JSET, LiveFilter.ENDS, "to port" + version);
        ports(mode, at, passes);
        out.label("to port" + version).add(LD | H | mode, at + 2);
        for (int port : filter.ports()) {
            out.when(JEQ, port, "empty" + version);
        }
        always(REJECT);
        out.label("empty" + version);
    }

    /** A segment from or to one of the ports passes, no other. */
    private void ports(int mode, int at, String passes) {
        for (int end : new int[] {at, at + 2}) {
            out.add(LD | H | mode, end);
            for (int port : filter.ports()) {
                out.when(JEQ, port, passes);
            }
        }
        always(REJECT);
    }

    private void protocols(int[] deep, String version) {
        for (int protocol : deep) {
            out.when(JEQ, protocol, DEEP);
        }
        if (filter.tunnels()) {
            for (int protocol : LiveFilter.TUNNEL_PROTOCOLS) {
                out.when(JEQ, protocol, DEEP);
            }
            out.when(JEQ, LiveFilter.UDP, "udp" + version);
        }
        out.choose(JEQ, LiveFilter.TCP, "tcp" + version, REJECT);
    }

    /** Looks at the destination port in A, then loads the source port. */
    private void tunnelPorts(int load, int at) {
        for (int port : LiveFilter.TUNNEL_PORTS) {
            out.when(JEQ, port, DEEP);
        }
        out.add(load, at).choose(JEQ, LiveFilter.TEREDO_PORT, DEEP, REJECT);
    }

    /** Looks at flags and port of a TCP header, loaded in this mode. */
    private void segment(int mode, int at) {
        out.add(LD | B | mode, at + 13).add(ALU | AND | K, filter.flagMask());
        if (filter.takesAllPorts()) {
            out.choose(JEQ, filter.flags(), ACCEPT, REJECT);
            return;
        }
        out.unless(JEQ, filter.flags(), REJECT).add(LD | H | mode, at + 2);
        for (int port : filter.ports()) {
            out.when(JEQ, port, ACCEPT);
        }
        always(REJECT);
    }

    private void always(String label) {
        out.choose(JGE, 0, label, label); // any A is at least 0
    }
}
