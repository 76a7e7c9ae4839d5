package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Says what a classic BPF program means, one instruction after the other. {@link BpfCompiler} is
 * tested against it, and leaves to it what does not become a class.
 *
 * <p>Does what libpcap does with a file ({@code bpf_filter.c}), so that a filter picks the same
 * frames as in tcpdump: A, X and the memory start at 0; arithmetic is unsigned; a load from outside
 * the captured bytes and a division by X = 0 return 0; a shift by X of 32 or more gives 0; X + k of
 * an indirect load does not wrap around.
 */
final class BpfInterpreter implements PacketProgram {
    /**
     * Jumps backwards before a frame is rejected, as in libpcap 1.11. {@code protochain} takes one
     * for each extension header; without a limit a crafted frame could hold it in a circle.
     */
    static final int MAX_BACKWARD_JUMPS = 64;

    private final BpfProgram program;
    private final int[] memory;

    BpfInterpreter(BpfProgram program) {
        this.program = program;
        memory = new int[program.memorySlots()];
    }

    /** {@inheritDoc} Longer than a method should be: one case for each instruction. */
    @Override
    public int run(ByteBuffer buf, int off, int capLen, int wireLen) {
        Arrays.fill(memory, 0);
        int a = 0;
        int x = 0;
        int backwardJumps = 0;
        int pc = 0;
        while (true) {
            int code = program.code(pc);
            int k = program.k(pc);
            int next = pc + 1;
            switch (code) {
                case LD | W | ABS -> {
                    if (isOutside(0, k, 4, capLen)) return 0;
                    a = buf.getInt(off + k);
                }
                case LD | H | ABS -> {
                    if (isOutside(0, k, 2, capLen)) return 0;
                    a = buf.getShort(off + k) & 0xFFFF;
                }
                case LD | B | ABS -> {
                    if (isOutside(0, k, 1, capLen)) return 0;
                    a = buf.get(off + k) & 0xFF;
                }
                case LD | W | IND -> {
                    if (isOutside(x, k, 4, capLen)) return 0;
                    a = buf.getInt(off + x + k);
                }
                case LD | H | IND -> {
                    if (isOutside(x, k, 2, capLen)) return 0;
                    a = buf.getShort(off + x + k) & 0xFFFF;
                }
                case LD | B | IND -> {
                    if (isOutside(x, k, 1, capLen)) return 0;
                    a = buf.get(off + x + k) & 0xFF;
                }
                case LDX | B | MSH -> {
                    if (isOutside(0, k, 1, capLen)) return 0;
                    x = (buf.get(off + k) & 0x0F) << 2; // the header length of IPv4, in bytes
                }
                case LD | IMM -> a = k;
                case LDX | IMM -> x = k;
                case LD | LEN -> a = wireLen;
                case LDX | LEN -> x = wireLen;
                case LD | MEM -> a = memory[k];
                case LDX | MEM -> x = memory[k];
                case ST -> memory[k] = a;
                case STX -> memory[k] = x;
                case MISC | TAX -> x = a;
                case MISC | TXA -> a = x;
                case RET | K -> {
                    return k;
                }
                case RET | A -> {
                    return a;
                }
                case JMP | JA -> {
                    if (k < 0 && backwardJumps++ == MAX_BACKWARD_JUMPS) return 0;
                    next += k;
                }
                case ALU | DIV | X, ALU | MOD | X -> {
                    if (x == 0) return 0;
                    a = calculate(code & OPERATION_MASK, a, x);
                }
                default -> {
                    int operand = (code & X) == 0 ? k : x;
                    if ((code & CLASS_MASK) == ALU) {
                        a = calculate(code & OPERATION_MASK, a, operand);
                    } else {
                        boolean holds = holds(code & OPERATION_MASK, a, operand);
                        next += holds ? program.jt(pc) : program.jf(pc);
                    }
                }
            }
            pc = next;
        }
    }

    /** Whether a load of {@code size} bytes at x + k leaves the captured bytes; all unsigned. */
    private static boolean isOutside(int x, int k, int size, int capLen) {
        return Integer.toUnsignedLong(x) + Integer.toUnsignedLong(k) + size > capLen;
    }

    private static int calculate(int operation, int a, int operand) {
        return switch (operation) {
            case ADD -> a + operand;
            case SUB -> a - operand;
            case MUL -> a * operand;
            case DIV -> Integer.divideUnsigned(a, operand);
            case MOD -> Integer.remainderUnsigned(a, operand);
            case OR -> a | operand;
            case AND -> a & operand;
            case XOR -> a ^ operand;
            case LSH -> shiftLeft(a, operand);
            case RSH -> shiftRight(a, operand);
            default -> -a; // NEG, the only one left
        };
    }

    private static boolean holds(int condition, int a, int operand) {
        return switch (condition) {
            case JEQ -> a == operand;
            case JGT -> Integer.compareUnsigned(a, operand) > 0;
            case JGE -> Integer.compareUnsigned(a, operand) >= 0;
            default -> (a & operand) != 0; // JSET, the only one left
        };
    }

    /** Shift as BPF has it: Java would take the count modulo 32. Compiled programs call it too. */
    static int shiftLeft(int a, int count) {
        return (count & ~31) == 0 ? a << count : 0;
    }

    /** Unsigned shift as BPF has it. Compiled programs call it too. */
    static int shiftRight(int a, int count) {
        return (count & ~31) == 0 ? a >>> count : 0;
    }
}
