package syntop.capture.filter;

import static syntop.capture.filter.Opcode.*;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random valid programs without backward jumps, biased to what happens: loads inside the frame. */
final class RandomPrograms {
    /** Every instruction there is. */
    static final int[] ALL_CODES = IntStream.range(0, 1 << 16).filter(Opcode::exists).toArray();

    private static final int[] EDGES = {
        0, 1, 2, 31, 32, 255, 0x7FFF_FFFF, 0x7FFF_FFFC, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_FFFC
    };

    private RandomPrograms() {}

    /**
     * A program of up to 60 instructions.
     *
     * @param frameLen frames of up to this length will be run through it
     */
    static BpfProgram next(SplittableRandom random, int frameLen) {
        int stores = random.nextInt(1, 5); // only what was stored is loaded: libpcap's starts unset
        int length = stores + random.nextInt(2, 56);
        int[] codes = new int[length];
        int[] jts = new int[length];
        int[] jfs = new int[length];
        int[] ks = new int[length];
        for (int pc = 0; pc < length; pc++) {
            boolean last = pc == length - 1;
            int code = last ? RET | A : ALL_CODES[random.nextInt(ALL_CODES.length)];
            // a return in the middle would end most programs after a few instructions
            boolean endsEarly = (code & CLASS_MASK) == RET && !last && random.nextInt(10) != 0;
            if (endsEarly) code = random.nextBoolean() ? LD | B | ABS : MISC | TAX;
            codes[pc] = pc < stores ? ST : code;
            int rest = length - 2 - pc; // instructions that may be skipped
            jts[pc] = rest > 0 ? random.nextInt(Math.min(rest + 1, 6)) : 0;
            jfs[pc] = rest > 0 ? random.nextInt(Math.min(rest + 1, 6)) : 0;
            ks[pc] = pc < stores ? pc : operand(random, code, frameLen, stores, jts[pc]);
        }
        return new BpfProgram(codes, jts, jfs, ks);
    }

    private static int operand(
            SplittableRandom random, int code, int frameLen, int stores, int skip) {
        boolean constant = (code & X) == 0;
        int operation = code & OPERATION_MASK;
        switch (code & CLASS_MASK) {
            case LD, LDX -> {
                if ((code & MODE_MASK) == MEM) return random.nextInt(stores);
                boolean load = (code & MODE_MASK) != IMM;
                if (load && random.nextInt(20) != 0) return random.nextInt(frameLen);
            }
            case ST, STX -> {
                return random.nextInt(stores);
            }
            case ALU -> {
                boolean shift = operation == LSH || operation == RSH;
                if (constant && shift) return random.nextInt(32);
                boolean divides = operation == DIV || operation == MOD;
                if (constant && divides) return number(random) | 1;
            }
            case JMP -> {
                if (operation == JA) return skip;
            }
            default -> {}
        }
        return number(random);
    }

    private static int number(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> random.nextInt(64);
            default -> random.nextInt();
        };
    }
}
