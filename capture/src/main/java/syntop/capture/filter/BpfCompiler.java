package syntop.capture.filter;

import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SUPER;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.INVOKESPECIAL;
import static org.objectweb.asm.Opcodes.RETURN;
import static org.objectweb.asm.Opcodes.V17;

import java.lang.invoke.MethodHandles;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * Turns a BPF program into a class of its own, which the JIT compiles like any other: registers and
 * memory slots become local variables, jumps become jumps.
 *
 * <p>The class is hidden: it has no name to clash with, and goes with the last reference to its
 * instance. Any thread.
 */
final class BpfCompiler {
    /**
     * HotSpot leaves a method of more bytecode than this to its own interpreter for ever
     * (HugeMethodLimit in globals.hpp). That is slower than {@link BpfInterpreter}, which it does
     * compile: 4.3 against 2.5 microseconds for a list of 1,000 hosts. A class file could hold
     * 65,535 bytes.
     */
    static final int MAX_METHOD_BYTES = 8_000;

    /** Even the shortest instruction takes two bytes, so longer programs need not be tried. */
    private static final int MAX_INSTRUCTIONS = MAX_METHOD_BYTES / 2;

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final String CLASS_NAME = Type.getInternalName(BpfCompiler.class) + "Output";

    private BpfCompiler() {}

    /**
     * Compiles a program, or wraps it in an interpreter when it jumps backwards or is too large.
     */
    static PacketProgram compile(BpfProgram program) {
        if (program.loops() || program.length() > MAX_INSTRUCTIONS) {
            return new BpfInterpreter(program);
        }
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
        String[] interfaces = {Type.getInternalName(PacketProgram.class)};
        writer.visit(V17, ACC_FINAL | ACC_SUPER, CLASS_NAME, null, "java/lang/Object", interfaces);
        writeConstructor(writer);
        BpfMethodWriter run = new BpfMethodWriter(program, writer);
        run.write();
        byte[] classFile = writer.toByteArray();
        return run.bytes() > MAX_METHOD_BYTES ? new BpfInterpreter(program) : load(classFile);
    }

    private static void writeConstructor(ClassWriter writer) {
        MethodVisitor method = writer.visitMethod(ACC_PUBLIC, "<init>", "()V", null, null);
        method.visitCode();
        method.visitVarInsn(ALOAD, 0);
        method.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        method.visitInsn(RETURN);
        method.visitMaxs(0, 0); // computed by the ClassWriter
        method.visitEnd();
    }

    private static PacketProgram load(byte[] classFile) {
        try {
            Class<?> compiled = LOOKUP.defineHiddenClass(classFile, true).lookupClass();
            return (PacketProgram) compiled.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the class was written just above", e);
        }
    }
}
