package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import java.util.ArrayList;
import java.util.List;

/** Prints programs as {@code tcpdump -d} does, which is as {@code bpf_image} of libpcap does. */
final class BpfListing {
    /** From here on, Linux answers loads with what it knows of the packet: SKF_AD_OFF. */
    private static final int ANCILLARY = -0x1000;

    private BpfListing() {}

    /** A line for each instruction. */
    static List<String> of(BpfProgram program) {
        List<String> lines = new ArrayList<>();
        for (int pc = 0; pc < program.length(); pc++) {
            lines.add(line(program, pc));
        }
        return lines;
    }

    private static String line(BpfProgram program, int pc) {
        int code = program.code(pc);
        String operand = operand(code, program.k(pc), pc);
        String name = name(code);
        if ((code & CLASS_MASK) != JMP || code == (JMP | JA)) {
            return "(%03d) %-8s %s".formatted(pc, name, operand);
        }
        int jt = pc + 1 + program.jt(pc);
        int jf = pc + 1 + program.jf(pc);
        return "(%03d) %-8s %-16s jt %d\tjf %d".formatted(pc, name, operand, jt, jf);
    }

    private static String name(int code) {
        return switch (code & CLASS_MASK) {
            case LD -> "ld" + size(code);
            case LDX -> "ldx" + size(code);
            case ST -> "st";
            case STX -> "stx";
            case RET -> "ret";
            case MISC -> (code & ~CLASS_MASK) == TXA ? "txa" : "tax";
            case JMP ->
                    switch (code & OPERATION_MASK) {
                        case JEQ -> "jeq";
                        case JGT -> "jgt";
                        case JGE -> "jge";
                        case JSET -> "jset";
                        default -> "ja";
                    };
            default ->
                    switch (code & OPERATION_MASK) {
                        case ADD -> "add";
                        case SUB -> "sub";
                        case MUL -> "mul";
                        case DIV -> "div";
                        case OR -> "or";
                        case AND -> "and";
                        case LSH -> "lsh";
                        case RSH -> "rsh";
                        case MOD -> "mod";
                        case XOR -> "xor";
                        default -> "neg";
                    };
        };
    }

    private static String size(int code) {
        return switch (code & SIZE_MASK) {
            case H -> "h";
            case B -> "b";
            default -> "";
        };
    }

    private static String operand(int code, int k, int pc) {
        return switch (code & CLASS_MASK) {
            case LD, LDX -> loaded(code & MODE_MASK, k);
            case ST, STX -> "M[" + k + "]";
            case RET -> code == (RET | A) ? "" : "#" + k;
            case MISC -> "";
            case JMP -> code == (JMP | JA) ? "" + (pc + 1 + k) : operand(code, hex(k));
            default ->
                    switch (code & OPERATION_MASK) {
                        case NEG -> "";
                        case AND, OR, XOR -> operand(code, hex(k));
                        default -> operand(code, "#" + k);
                    };
        };
    }

    private static String operand(int code, String constant) {
        return (code & X) == 0 ? constant : "x";
    }

    private static String loaded(int mode, int k) {
        return switch (mode) {
            case ABS -> "[" + (k >= ANCILLARY && k < 0 ? ancillary(k - ANCILLARY) : k) + "]";
            case IND -> "[x + " + k + "]";
            case MEM -> "M[" + k + "]";
            case LEN -> "#pktlen";
            case MSH -> "4*([" + k + "]&0xf)";
            default -> hex(k);
        };
    }

    private static String ancillary(int what) {
        return switch (what) {
            case 0 -> "proto";
            case 4 -> "type";
            case 28 -> "hatype";
            default -> "" + (what + ANCILLARY);
        };
    }

    private static String hex(int k) {
        return "#0x" + Integer.toHexString(k);
    }
}
