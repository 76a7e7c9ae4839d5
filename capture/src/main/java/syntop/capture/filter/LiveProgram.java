package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import syntop.capture.decode.Prefix;

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
    private final BpfAssembler out = new BpfAssembler();

    private LiveProgram(LiveFilter filter) {
        this.filter = filter;
    }

    /** The program for frames that start with an Ethernet header, of a file too. */
    static BpfProgram forEthernet(LiveFilter filter) {
        LiveProgram program = new LiveProgram(filter);
        program.ethernet();
        return program.finish();
    }

    /**
     * The program for Linux. What goes out over the loopback interface is rejected: it comes in
     * again.
     *
     * @param anyLink whether frames may have other headers than Ethernet's
     */
    static BpfProgram forKernel(LiveFilter filter, boolean anyLink) {
        LiveProgram program = new LiveProgram(filter);
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
        nets4(at);
        out.add(LDX | B | MSH, at);
        if (!filter.handshakes()) {
            segment(IND, at);
            return;
        }
        handshake(IND, at, "4 at " + at);
        // total length less both headers
        out.add(LD | B | IND, at + 12).add(ALU | AND | K, 0xF0).add(ALU | RSH | K, 2);
        out.add(ALU | ADD | X, 0).add(MISC | TAX, 0).add(LD | H | ABS, at + 2);
        out.add(ALU | SUB | X, 0).choose(JEQ, 0, ACCEPT, REJECT);
    }

    private void ip6(int at) {
        out.label("ip6 at " + at).add(LD | B | ABS, at + 6);
        protocols(LiveFilter.DEEP_PROTOCOLS_6, "6 at " + at);
        if (filter.tunnels()) {
            out.label("udp6 at " + at).add(LD | H | ABS, at + 42);
            tunnelPorts(LD | H | ABS, at + 40);
        }
        out.label("tcp6 at " + at);
        nets6(at);
        if (!filter.handshakes()) {
            segment(ABS, at + 40);
            return;
        }
        handshake(ABS, at + 40, "6 at " + at);
        // payload length less the header of TCP
        out.add(LD | B | ABS, at + 52).add(ALU | AND | K, 0xF0).add(ALU | RSH | K, 2);
        out.add(MISC | TAX, 0).add(LD | H | ABS, at + 4);
        out.add(ALU | SUB | X, 0).choose(JEQ, 0, ACCEPT, REJECT);
    }

    /** Accepts what begins or ends a connection; goes on with the rest if it is to a port. */
    private void handshake(int mode, int at, String version) {
        out.add(LD | B | mode, at + 13);
        if (filter.takesAllPorts()) {
            out.when(JSET, LiveFilter.ENDS, ACCEPT);
            return;
        }
        out.unless(JSET, LiveFilter.ENDS, "to port" + version).add(LD | H | mode, at);
        for (int port : filter.ports()) {
            out.when(JEQ, port, ACCEPT);
        }
        out.add(LD | H | mode, at + 2);
        for (int port : filter.ports()) {
            out.when(JEQ, port, ACCEPT);
        }
        always(REJECT);
        out.label("to port" + version).add(LD | H | mode, at + 2);
        for (int port : filter.ports()) {
            out.when(JEQ, port, "empty" + version);
        }
        always(REJECT);
        out.label("empty" + version);
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

    /** Goes on if the destination is in one of the networks. */
    private void nets4(int at) {
        if (filter.takesAll4()) return;
        Map<Field, Set<Integer>> fields = new LinkedHashMap<>();
        for (Prefix net : filter.nets4()) {
            add(fields, at + 16, LiveFilter.mask(net.bits() - 96), (int) net.lo());
        }
        anyOf(fields, "net4 at " + at);
    }

    private void nets6(int at) {
        if (filter.takesAll6()) return;
        Map<Field, Set<Integer>> fields = new LinkedHashMap<>();
        for (Prefix net : filter.nets6()) {
            int word = LiveFilter.toldBy(net);
            int value = LiveFilter.word(net, word);
            add(fields, at + 24 + 4 * word, LiveFilter.mask(net, word), value);
        }
        anyOf(fields, "net6 at " + at);
    }

    /** Bits of a word of the packet. */
    private record Field(int at, int mask) {
        // what the compiler would make of these spins classes when it first runs: 10 ms of each
        // start
        @Override
        public boolean equals(Object other) {
            return other instanceof Field that && at == that.at && mask == that.mask;
        }

        @Override
        public int hashCode() {
            return 31 * at + mask;
        }
    }

    private static void add(Map<Field, Set<Integer>> fields, int at, int mask, int value) {
        fields.computeIfAbsent(new Field(at, mask), field -> new LinkedHashSet<>()).add(value);
    }

    /** Goes on at a label if one of the fields has one of its values. One load for each field. */
    private void anyOf(Map<Field, Set<Integer>> fields, String found) {
        fields.forEach(
                (field, values) -> {
                    out.add(LD | W | ABS, field.at);
                    if (field.mask != -1) out.add(ALU | AND | K, field.mask);
                    values.forEach(value -> out.when(JEQ, value, found));
                });
        always(REJECT);
        out.label(found);
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
