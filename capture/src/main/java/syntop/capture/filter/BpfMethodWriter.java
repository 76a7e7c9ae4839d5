package syntop.capture.filter;

import static org.objectweb.asm.Opcodes.*;

import java.util.Arrays;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Writes {@link PacketProgram#run} for one BPF program without backward jumps.
 *
 * <p>As every jump goes forward, one pass in program order sees all ways to an instruction before
 * the instruction itself. The pass carries along how many bytes are known to be captured, the least
 * over all ways: a load below that needs no check. Instructions that no way leads to are left out.
 */
final class BpfMethodWriter {
    private static final String BUFFER = "java/nio/ByteBuffer";
    private static final String INTERPRETER = Type.getInternalName(BpfInterpreter.class);
    private static final String INTEGER = "java/lang/Integer";
    private static final String BINARY = "(II)I";

    // local variables: this and the parameters, the registers, the memory slots in use
    private static final int BUF = 1;
    private static final int OFF = 2;
    private static final int CAP_LEN = 3;
    private static final int WIRE_LEN = 4;
    private static final int A = 5;
    private static final int X = 6;
    private static final int MEMORY = 7;

    private static final int UNREACHED = Integer.MAX_VALUE;

    private final BpfProgram program;
    private final MethodVisitor method;
    private final Label[] labels;
    private final int[] captured; // bytes known to be captured before each instruction
    private final Label reject = new Label();
    private final Label end = new Label();
    private boolean rejects;

    BpfMethodWriter(BpfProgram program, ClassVisitor owner) {
        this.program = program;
        String descriptor = "(L" + BUFFER + ";III)I";
        method = owner.visitMethod(ACC_PUBLIC, "run", descriptor, null, null);
        labels = new Label[program.length()];
        Arrays.setAll(labels, pc -> new Label());
        captured = new int[program.length()];
        Arrays.fill(captured, UNREACHED);
        captured[0] = 0;
    }

    /** Writes the whole method. Once. */
    void write() {
        method.visitCode();
        for (int local = A; local < MEMORY + program.memorySlots(); local++) {
            method.visitInsn(ICONST_0);
            method.visitVarInsn(ISTORE, local);
        }
        for (int pc = 0; pc < program.length(); pc++) {
            if (captured[pc] == UNREACHED) continue;
            method.visitLabel(labels[pc]);
            writeInstruction(pc);
        }
        if (rejects) {
            method.visitLabel(reject);
            method.visitInsn(ICONST_0);
            method.visitInsn(IRETURN);
        }
        method.visitLabel(end);
        method.visitMaxs(0, 0); // computed by the ClassWriter
        method.visitEnd();
    }

    /** Size of the method; known once the ClassWriter has made its bytes. */
    int bytes() {
        return end.getOffset();
    }

    private void writeInstruction(int pc) {
        int code = program.code(pc);
        int k = program.k(pc);
        switch (code & Opcode.CLASS_MASK) {
            case Opcode.RET -> {
                pushOperand(code == (Opcode.RET | Opcode.A), A, k);
                method.visitInsn(IRETURN);
            }
            case Opcode.JMP -> writeJump(pc);
            case Opcode.LD -> writeLoad(pc, A);
            case Opcode.LDX -> writeLoad(pc, X);
            default -> {
                writeCalculation(code, k);
                reach(pc + 1, captured[pc]);
            }
        }
    }

    /** ST, STX, MISC and ALU: what neither jumps nor looks at the packet. */
    private void writeCalculation(int code, int k) {
        switch (code & Opcode.CLASS_MASK) {
            case Opcode.ST -> move(A, MEMORY + k);
            case Opcode.STX -> move(X, MEMORY + k);
            case Opcode.MISC -> {
                if (code == (Opcode.MISC | Opcode.TAX)) move(A, X);
                else move(X, A);
            }
            default -> writeAlu(code, k);
        }
    }

    private void writeAlu(int code, int k) {
        int operation = code & Opcode.OPERATION_MASK;
        boolean fromX = (code & Opcode.X) != 0;
        if (fromX && (operation == Opcode.DIV || operation == Opcode.MOD)) {
            method.visitVarInsn(ILOAD, X);
            rejectIf(IFEQ);
        }
        method.visitVarInsn(ILOAD, A);
        if (operation != Opcode.NEG) pushOperand(fromX, X, k);
        switch (operation) {
            case Opcode.ADD -> method.visitInsn(IADD);
            case Opcode.SUB -> method.visitInsn(ISUB);
            case Opcode.MUL -> method.visitInsn(IMUL);
            case Opcode.OR -> method.visitInsn(IOR);
            case Opcode.AND -> method.visitInsn(IAND);
            case Opcode.XOR -> method.visitInsn(IXOR);
            case Opcode.NEG -> method.visitInsn(INEG);
            case Opcode.DIV -> callStatic(INTEGER, "divideUnsigned");
            case Opcode.MOD -> callStatic(INTEGER, "remainderUnsigned");
            case Opcode.LSH -> callStatic(INTERPRETER, "shiftLeft");
            default -> callStatic(INTERPRETER, "shiftRight"); // RSH, the only one left
        }
        method.visitVarInsn(ISTORE, A);
    }

    private void writeJump(int pc) {
        int code = program.code(pc);
        if (code == (Opcode.JMP | Opcode.JA)) {
            jump(pc, pc + 1 + program.k(pc));
            return;
        }
        int yes = pc + 1 + program.jt(pc);
        int no = pc + 1 + program.jf(pc);
        int operation = code & Opcode.OPERATION_MASK;
        boolean fromX = (code & Opcode.X) != 0;
        boolean unsignedOrder = operation == Opcode.JGT || operation == Opcode.JGE;
        method.visitVarInsn(ILOAD, A);
        if (unsignedOrder) flipSign();
        pushOperand(fromX, X, program.k(pc));
        if (unsignedOrder) flipSign();
        if (operation == Opcode.JSET) method.visitInsn(IAND);
        int branch =
                switch (operation) {
                    case Opcode.JEQ -> IF_ICMPEQ;
                    case Opcode.JGT -> IF_ICMPGT;
                    case Opcode.JGE -> IF_ICMPGE;
                    default -> IFNE; // JSET, the only one left
                };
        method.visitJumpInsn(branch, labels[yes]);
        reach(yes, captured[pc]);
        jump(pc, no);
    }

    /** Puts signed comparison in the place of unsigned: both sides are moved by 2^31. */
    private void flipSign() {
        push(Integer.MIN_VALUE);
        method.visitInsn(IXOR);
    }

    private void writeLoad(int pc, int register) {
        int code = program.code(pc);
        int k = program.k(pc);
        int known = captured[pc];
        switch (code & Opcode.MODE_MASK) {
            case Opcode.IMM -> push(k);
            case Opcode.LEN -> method.visitVarInsn(ILOAD, WIRE_LEN);
            case Opcode.MEM -> method.visitVarInsn(ILOAD, MEMORY + k);
            default -> {
                long needed = Integer.toUnsignedLong(k) + size(code);
                if (needed > Integer.MAX_VALUE) { // no capture is that long
                    method.visitJumpInsn(GOTO, reject);
                    rejects = true;
                    return;
                }
                writePacketLoad(code, k, (int) needed, known);
                known = Math.max(known, (int) needed);
            }
        }
        method.visitVarInsn(ISTORE, register);
        reach(pc + 1, known);
    }

    /** Checks and reads packet bytes; leaves their value on the stack. */
    private void writePacketLoad(int code, int k, int needed, int known) {
        boolean indirect = (code & Opcode.MODE_MASK) == Opcode.IND;
        if (indirect) {
            // outside if X, unsigned, is greater than capLen - needed, which may be negative
            method.visitVarInsn(ILOAD, X);
            rejectIf(IFLT);
            method.visitVarInsn(ILOAD, X);
            method.visitVarInsn(ILOAD, CAP_LEN);
            push(needed);
            method.visitInsn(ISUB);
            rejectIf(IF_ICMPGT);
        } else if (needed > known) {
            method.visitVarInsn(ILOAD, CAP_LEN);
            push(needed);
            rejectIf(IF_ICMPLT);
        }
        method.visitVarInsn(ALOAD, BUF);
        method.visitVarInsn(ILOAD, OFF);
        if (indirect) {
            method.visitVarInsn(ILOAD, X);
            method.visitInsn(IADD);
        }
        push(k);
        method.visitInsn(IADD);
        read(code);
    }

    private void read(int code) {
        switch (size(code)) {
            case 4 -> method.visitMethodInsn(INVOKEVIRTUAL, BUFFER, "getInt", "(I)I", false);
            case 2 -> {
                method.visitMethodInsn(INVOKEVIRTUAL, BUFFER, "getShort", "(I)S", false);
                push(0xFFFF);
                method.visitInsn(IAND);
            }
            default -> {
                boolean headerLength = code == (Opcode.LDX | Opcode.B | Opcode.MSH);
                method.visitMethodInsn(INVOKEVIRTUAL, BUFFER, "get", "(I)B", false);
                push(headerLength ? 0x0F : 0xFF);
                method.visitInsn(IAND);
                if (headerLength) {
                    method.visitInsn(ICONST_2);
                    method.visitInsn(ISHL);
                }
            }
        }
    }

    /** Bytes of a packet load. */
    private static int size(int code) {
        return switch (code & Opcode.SIZE_MASK) {
            case Opcode.W -> 4;
            case Opcode.H -> 2;
            default -> 1;
        };
    }

    private void jump(int pc, int target) {
        reach(target, captured[pc]);
        if (target != pc + 1) method.visitJumpInsn(GOTO, labels[target]);
    }

    private void reach(int target, int known) {
        captured[target] = Math.min(captured[target], known);
    }

    private void rejectIf(int branch) {
        method.visitJumpInsn(branch, reject);
        rejects = true;
    }

    private void move(int from, int to) {
        method.visitVarInsn(ILOAD, from);
        method.visitVarInsn(ISTORE, to);
    }

    private void pushOperand(boolean fromRegister, int register, int k) {
        if (fromRegister) method.visitVarInsn(ILOAD, register);
        else push(k);
    }

    private void callStatic(String owner, String name) {
        method.visitMethodInsn(INVOKESTATIC, owner, name, BINARY, false);
    }

    private void push(int value) {
        if (value >= -1 && value <= 5) method.visitInsn(ICONST_0 + value);
        else if (value == (byte) value) method.visitIntInsn(BIPUSH, value);
        else if (value == (short) value) method.visitIntInsn(SIPUSH, value);
        else method.visitLdcInsn(value);
    }
}
