package syntop.capture.filter;

/**
 * The instructions of classic BPF. Names and values as in {@code linux/bpf_common.h} and {@code
 * pcap/bpf.h}; described in McCanne and Jacobson, "The BSD Packet Filter", 1993, section 3.3. MOD
 * and XOR are later additions of Linux that libpcap shares.
 */
final class Opcode {
    // instruction classes, the low three bits
    static final int LD = 0x00;
    static final int LDX = 0x01;
    static final int ST = 0x02;
    static final int STX = 0x03;
    static final int ALU = 0x04;
    static final int JMP = 0x05;
    static final int RET = 0x06;
    static final int MISC = 0x07;
    static final int CLASS_MASK = 0x07;

    // sizes and modes of loads
    static final int W = 0x00;
    static final int H = 0x08;
    static final int B = 0x10;
    static final int SIZE_MASK = 0x18;
    static final int IMM = 0x00;
    static final int ABS = 0x20;
    static final int IND = 0x40;
    static final int MEM = 0x60;
    static final int LEN = 0x80;
    static final int MSH = 0xA0;
    static final int MODE_MASK = 0xE0;

    // operations of ALU and JMP, and where their operand comes from
    static final int ADD = 0x00;
    static final int SUB = 0x10;
    static final int MUL = 0x20;
    static final int DIV = 0x30;
    static final int OR = 0x40;
    static final int AND = 0x50;
    static final int LSH = 0x60;
    static final int RSH = 0x70;
    static final int NEG = 0x80;
    static final int MOD = 0x90;
    static final int XOR = 0xA0;
    static final int JA = 0x00;
    static final int JEQ = 0x10;
    static final int JGT = 0x20;
    static final int JGE = 0x30;
    static final int JSET = 0x40;
    static final int OPERATION_MASK = 0xF0;
    static final int K = 0x00;
    static final int X = 0x08;

    // what RET gives back, and the two moves of MISC
    static final int A = 0x10;
    static final int TAX = 0x00;
    static final int TXA = 0x80;

    private Opcode() {}

    /** Whether there is an instruction with this code; an unused bit that is set makes it none. */
    static boolean exists(int code) {
        return switch (code & CLASS_MASK) {
            case LD ->
                    switch (code & ~SIZE_MASK) {
                        case LD | ABS, LD | IND -> (code & SIZE_MASK) != SIZE_MASK;
                        default -> code == (LD | IMM) || code == (LD | MEM) || code == (LD | LEN);
                    };
            case LDX ->
                    code == (LDX | IMM)
                            || code == (LDX | MEM)
                            || code == (LDX | LEN)
                            || code == (LDX | B | MSH);
            case ST -> code == ST;
            case STX -> code == STX;
            case ALU -> code == (ALU | NEG) || isBinary(code, ALU, XOR) && (code & 0xF0) != NEG;
            case JMP -> code == (JMP | JA) || isBinary(code, JMP, JSET) && (code & 0xF0) != JA;
            case RET -> code == (RET | K) || code == (RET | A);
            default -> code == (MISC | TAX) || code == (MISC | TXA);
        };
    }

    private static boolean isBinary(int code, int instructionClass, int lastOperation) {
        int operation = code & OPERATION_MASK;
        return (code & ~X) == (instructionClass | operation) && operation <= lastOperation;
    }
}
