package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

/**
 * How long the kernel makes a program. It translates classic BPF into its own instructions
 * (bpf_convert_filter in net/core/filter.c), counts them against net.core.optmem_max, and refuses
 * what is longer: 20 KiB before Linux 6.7, 128 KiB from there on.
 */
final class KernelCost {
    /** Longest program in use, in bytes of the kernel: leaves room for what else a socket has. */
    static final int MAX_BYTES = 18 << 10;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int SKF_AD_OFF = -0x1000;

    /** Struct bpf_prog, and the instructions before the first. */
    private static final int HEADER_BYTES = 160;

    // A load from the packet looks whether it lies in the linear part, else calls a function.
    private static final int LOAD = 14;
    private static final int LOAD_INDIRECT = 9;
    private static final int LOAD_HEADER_LENGTH = 19;
    private static final int LOAD_BESIDE = 4; // of what is not in the packet, SKF_AD_OFF
    private static final int JUMP_TWO_WAYS = 2;
    private static final int OTHER = 2; // most are 1; RET and some loads of Linux are 2

    private KernelCost() {}

    /** Bytes, at most. */
    static int bytes(BpfProgram program) {
        int instructions = 0;
        for (int pc = 0; pc < program.length(); pc++) {
            instructions += instructions(program, pc);
        }
        return HEADER_BYTES + instructions * INSTRUCTION_BYTES;
    }

    private static int instructions(BpfProgram program, int pc) {
        int code = program.code(pc);
        boolean negative = program.k(pc) < 0; // does not fit into an instruction as it is
        return switch (code & CLASS_MASK) {
            case LD ->
                    switch (code & MODE_MASK) {
                        case ABS -> {
                            if (!negative) yield LOAD;
                            yield program.k(pc) >= SKF_AD_OFF ? LOAD_BESIDE : LOAD_INDIRECT;
                        }
                        case IND -> LOAD_INDIRECT;
                        default -> OTHER;
                    };
            case LDX -> (code & MODE_MASK) == MSH ? LOAD_HEADER_LENGTH : OTHER;
            case JMP -> {
                if (code == (JMP | JA)) yield 1;
                boolean twoWays = program.jt(pc) != 0 && program.jf(pc) != 0;
                yield (twoWays ? JUMP_TWO_WAYS : 1) + (negative ? 1 : 0);
            }
            default -> OTHER;
        };
    }
}
