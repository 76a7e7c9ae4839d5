package syntop.cli.block;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import syntop.cli.block.Signature.Fixed;
import syntop.cli.render.Text;

/**
 * Rules of iptables and ip6tables that drop SYNs by what they look like, as programs in classic BPF
 * (Linux, Documentation/networking/filter.rst), which begin at the IP header. Beside each stands
 * the same in tcpdump's words, to see first what it meets.
 */
final class BpfSignature extends Iptables {
    private static final int LOAD = 0x20; // a word of the packet, from place k
    private static final int LOAD_FROM_X = 0x40; // from place X + k
    private static final int HALF = 0x08;
    private static final int BYTE = 0x10;
    private static final int HEADER_LENGTH_4 = 0xB1; // X = 4 * ([k] & 0xF)
    private static final int AND = 0x54;
    private static final int EQUAL = 0x15;
    private static final int GREATER = 0x25;
    private static final int GREATER_OR_EQUAL = 0x35;
    private static final int SET = 0x45; // any bit of k
    private static final int RETURN = 0x06;
    private static final int NO = -1; // a jump to the end, until that is known

    private static final int TCP = 6;
    private static final int HEADER_6 = 40; // bytes

    private record Instruction(int code, int whenTrue, int whenFalse, long k) {}

    @Override
    String chain() {
        return "SYNTOP-SIGNATURE"; // beside what is blocked by address
    }

    @Override
    String loading() {
        return "sh FILE, as root; tcpdump -nr CAPTURE 'EXPRESSION' shows what it meets";
    }

    @Override
    List<Boolean> families(Proposal proposal) {
        return List.of(true, false); // a signature is that of both
    }

    @Override
    void rules(Proposal proposal, PrintWriter out) {
        for (boolean v4 : families(proposal)) {
            List<String> lines = new ArrayList<>();
            lines.add(untilThen(proposal));
            for (Signature signature : proposal.signatures()) {
                String syns = Text.counted(signature.syns(), "SYN", "SYNs");
                lines.add("# " + signature.text() + ", " + syns);
                lines.add("# " + expression(signature, v4));
                String bytecode = " -m bpf --bytecode \"" + bytecode(signature, v4) + '"';
                lines.add(rule(limit(proposal) + bytecode + " -j DROP"));
            }
            chain(tool(v4), lines, out);
        }
    }

    /** The match as tcpdump takes it. */
    static String expression(Signature signature, boolean v4) {
        List<String> all = new ArrayList<>();
        all.add(v4 ? "tcp" : "ip6[6] = 6");
        String hops = v4 ? "ip[8]" : "ip6[7]";
        if (signature.leastTtl() > 0) all.add(hops + " >= " + signature.leastTtl());
        all.add(hops + " <= " + signature.ttlClass());
        all.add(bytes(13, 1, v4) + " & 0x12 = 2");
        all.add(bytes(14, 2, v4) + " = " + signature.window());
        int words = signature.headerWords();
        if (words > 0) all.add(bytes(12, 1, v4) + " & 0xf0 = 0x" + Integer.toHexString(words << 4));
        for (Fixed fixed : loadable(signature)) {
            String value = "0x" + Long.toHexString(fixed.value());
            all.add(bytes(fixed.off(), fixed.length(), v4) + " = " + value);
        }
        return String.join(" and ", all);
    }

    private static String bytes(int off, int length, boolean v4) {
        String from = v4 ? "tcp[" + off : "ip6[" + (HEADER_6 + off);
        return from + (length == 1 ? "]" : ":" + length + "]");
    }

    /** The match as a number of instructions and each of them: code, jumps, operand. */
    static String bytecode(Signature signature, boolean v4) {
        List<Instruction> all = new ArrayList<>();
        all.add(new Instruction(LOAD | BYTE, 0, 0, v4 ? 9 : 6)); // protocol, next header
        all.add(new Instruction(EQUAL, 0, NO, TCP));
        if (v4) {
            all.add(new Instruction(LOAD | HALF, 0, 0, 6));
            all.add(new Instruction(SET, NO, 0, 0x1FFF)); // no TCP header in a later fragment
        }
        all.add(new Instruction(LOAD | BYTE, 0, 0, v4 ? 8 : 7)); // TTL, hop limit
        all.add(new Instruction(GREATER_OR_EQUAL, 0, NO, signature.leastTtl()));
        all.add(new Instruction(GREATER, NO, 0, signature.ttlClass()));
        if (v4) all.add(new Instruction(HEADER_LENGTH_4, 0, 0, 0));
        compare(13, 1, 0x12, 0x02, v4, all); // SYN and not ACK
        compare(14, 2, 0, signature.window(), v4, all);
        int words = signature.headerWords();
        if (words > 0) compare(12, 1, 0xF0, words << 4, v4, all);
        for (Fixed fixed : loadable(signature)) {
            compare(fixed.off(), fixed.length(), 0, fixed.value(), v4, all);
        }
        all.add(new Instruction(RETURN, 0, 0, 1));
        all.add(new Instruction(RETURN, 0, 0, 0));
        StringBuilder text = new StringBuilder().append(all.size());
        for (int i = 0; i < all.size(); i++) {
            Instruction each = all.get(i);
            int end = all.size() - 2 - i; // instructions between here and the last one
            text.append(',').append(each.code);
            text.append(' ').append(each.whenTrue == NO ? end : 0);
            text.append(' ').append(each.whenFalse == NO ? end : 0);
            text.append(' ').append(each.k);
        }
        return text.toString();
    }

    /** Compares bytes of the TCP header. */
    private static void compare(
            int off, int length, int mask, long value, boolean v4, List<Instruction> all) {
        int size = length == 1 ? BYTE : length == 2 ? HALF : 0;
        all.add(
                v4
                        ? new Instruction(LOAD_FROM_X | size, 0, 0, off)
                        : new Instruction(LOAD | size, 0, 0, HEADER_6 + off));
        if (mask != 0) all.add(new Instruction(AND, 0, 0, mask));
        all.add(new Instruction(EQUAL, 0, NO, value));
    }

    /** The fixed bytes in pieces that can be loaded: three are two and one. */
    private static List<Fixed> loadable(Signature signature) {
        List<Fixed> pieces = new ArrayList<>();
        for (Fixed fixed : signature.fixed()) {
            if (fixed.length() == 3) {
                pieces.add(new Fixed(fixed.off(), 2, fixed.value() >> 8));
                pieces.add(new Fixed(fixed.off() + 2, 1, fixed.value() & 0xFF));
            } else {
                pieces.add(fixed);
            }
        }
        return pieces;
    }
}
