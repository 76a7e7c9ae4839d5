package syntop.capture.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A classic BPF program that has been checked: whoever runs it needs to check packet loads and
 * divisors in X, nothing else. Immutable.
 *
 * <p>The rules are those of the kernel ({@code bpf_check_classic} in net/core/filter.c) with the
 * two exceptions that libpcap makes for programs it runs itself: {@code JA} may go backwards,
 * because that is how libpcap compiles {@code protochain}, and a memory slot may be read before it
 * is written; it holds 0 then.
 *
 * <p>Memory: 16 bytes an instruction.
 */
final class BpfProgram {
    /** Slots of scratch memory, BPF_MEMWORDS. */
    static final int MEMORY_SLOTS = 16;

    /** Bytes of a struct bpf_insn: u16 code, u8 jt, u8 jf, u32 k. */
    static final int INSTRUCTION_BYTES = 8;

    /**
     * Most instructions of a program: a list of several hundred thousand addresses, 16 MiB here.
     */
    static final int MAX_LENGTH = 1 << 20;

    private final int[] codes;
    private final int[] jts;
    private final int[] jfs;
    private final int[] ks;
    private final boolean loops;
    private final int memorySlots;

    /**
     * Checks a program and keeps a copy of it; the four arrays are its columns.
     *
     * @param codes instruction codes, see {@link Opcode}
     * @param jts instructions to skip when a condition holds, 0 to 255
     * @param jfs instructions to skip when it does not, 0 to 255
     * @param ks operands, unsigned
     * @throws IllegalArgumentException if the program breaks a rule; the message is for the user
     */
    BpfProgram(int[] codes, int[] jts, int[] jfs, int[] ks) {
        this.codes = codes.clone();
        this.jts = jts.clone();
        this.jfs = jfs.clone();
        this.ks = ks.clone();
        int length = codes.length;
        if (length == 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "program must have 1 to " + MAX_LENGTH + " instructions, got " + length);
        }
        if (jts.length != length || jfs.length != length || ks.length != length) {
            throw new IllegalArgumentException("program must have columns of equal length");
        }
        boolean jumpsBack = false;
        int slots = 0;
        for (int pc = 0; pc < length; pc++) {
            String fault = faultAt(pc);
            if (fault != null) throw fault(pc, fault);
            jumpsBack |= codes[pc] == (Opcode.JMP | Opcode.JA) && ks[pc] < 0;
            if (usesMemory(codes[pc])) slots = Math.max(slots, ks[pc] + 1);
        }
        if ((codes[length - 1] & Opcode.CLASS_MASK) != Opcode.RET) {
            throw fault(length - 1, "is the last one and does not return");
        }
        loops = jumpsBack;
        memorySlots = slots;
    }

    /**
     * Reads an array of struct bpf_insn.
     *
     * @param instructions the array, in the byte order of the buffer, from its position to its
     *     limit
     * @throws IllegalArgumentException as the constructor
     */
    static BpfProgram read(ByteBuffer instructions) {
        int length = instructions.remaining() / INSTRUCTION_BYTES;
        int[] codes = new int[length];
        int[] jts = new int[length];
        int[] jfs = new int[length];
        int[] ks = new int[length];
        int at = instructions.position();
        for (int pc = 0; pc < length; pc++, at += INSTRUCTION_BYTES) {
            codes[pc] = instructions.getShort(at) & 0xFFFF;
            jts[pc] = instructions.get(at + 2) & 0xFF;
            jfs[pc] = instructions.get(at + 3) & 0xFF;
            ks[pc] = instructions.getInt(at + 4);
        }
        return new BpfProgram(codes, jts, jfs, ks);
    }

    /** The program as array of struct bpf_insn in the machine's byte order. */
    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(codes.length * INSTRUCTION_BYTES);
        bytes.order(ByteOrder.nativeOrder());
        for (int pc = 0; pc < codes.length; pc++) {
            bytes.putShort((short) codes[pc]).put((byte) jts[pc]).put((byte) jfs[pc]);
            bytes.putInt(ks[pc]);
        }
        return bytes.array();
    }

    /** What is wrong with an instruction, or null. */
    private String faultAt(int pc) {
        int code = codes[pc];
        if (!Opcode.exists(code)) return "has no meaning";
        int k = ks[pc];
        int operation = code & Opcode.OPERATION_MASK;
        if (usesMemory(code)) {
            if (k < 0 || k >= MEMORY_SLOTS) return "uses a memory slot that does not exist";
        } else if ((code & Opcode.CLASS_MASK) == Opcode.JMP) {
            return jumpFault(pc);
        } else if ((code & Opcode.CLASS_MASK) == Opcode.ALU && (code & Opcode.X) == 0) {
            boolean divides = operation == Opcode.DIV || operation == Opcode.MOD;
            if (divides && k == 0) return "divides by zero";
            boolean shifts = operation == Opcode.LSH || operation == Opcode.RSH;
            if (shifts && (k & ~31) != 0) return "shifts by more than 31 bits";
        }
        return null;
    }

    private String jumpFault(int pc) {
        if (codes[pc] == (Opcode.JMP | Opcode.JA)) {
            long target = pc + 1L + ks[pc];
            if (target == pc) return "jumps to itself";
            return target < 0 || target >= codes.length ? "jumps out of the program" : null;
        }
        if (((jts[pc] | jfs[pc]) & ~0xFF) != 0) return "skips more than 255 instructions";
        boolean inside = pc + 1 + Math.max(jts[pc], jfs[pc]) < codes.length;
        return inside ? null : "jumps out of the program";
    }

    private IllegalArgumentException fault(int pc, String fault) {
        return new IllegalArgumentException(
                "instruction="
                        + pc
                        + " with code=0x"
                        + Integer.toHexString(codes[pc])
                        + " and k="
                        + Integer.toUnsignedString(ks[pc])
                        + " "
                        + fault);
    }

    private static boolean usesMemory(int code) {
        return switch (code) {
            case Opcode.LD | Opcode.MEM, Opcode.LDX | Opcode.MEM, Opcode.ST, Opcode.STX -> true;
            default -> false;
        };
    }

    /** Number of instructions, at least 1. */
    int length() {
        return codes.length;
    }

    /** Code of an instruction, one that exists. */
    int code(int pc) {
        return codes[pc];
    }

    /** Instructions to skip when the condition holds; the target lies in the program. */
    int jt(int pc) {
        return jts[pc];
    }

    /** Instructions to skip when the condition does not hold; the target lies in the program. */
    int jf(int pc) {
        return jfs[pc];
    }

    /** Operand of an instruction; unsigned, but signed for {@code JA}. */
    int k(int pc) {
        return ks[pc];
    }

    /** Whether some jump goes backwards, so that a packet may loop. */
    boolean loops() {
        return loops;
    }

    /** Memory slots in use are below this; 0 to {@link #MEMORY_SLOTS}. */
    int memorySlots() {
        return memorySlots;
    }
}
