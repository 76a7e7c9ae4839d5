package syntop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class ClassUpliftTest {
    @TempDir Path dir;

    @Test
    void upliftedClassPassesTheVerifierAndRuns() throws Exception {
        byte[] raised = ClassUplift.uplift(oldClass(), getClass().getClassLoader());
        assertEquals(52, raised[7]);
        Class<?> loaded =
                new ClassLoader() {
                    Class<?> define() {
                        return defineClass("Old", raised, 0, raised.length);
                    }
                }.define();
        assertEquals(7, loaded.getMethod("max", int.class, int.class).invoke(null, 3, 7));
    }

    @Test
    void jarKeepsItsEntriesAndSaysThatItWasChanged() throws IOException {
        byte[] raised = ClassUplift.upliftJar(jar("Old.class", oldClass()));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(raised))) {
            assertEquals("other.txt", zip.getNextEntry().getName());
            assertEquals("x", new String(zip.readAllBytes(), UTF_8));
            assertEquals("Old.class", zip.getNextEntry().getName());
            assertEquals(52, zip.readAllBytes()[7]);
            assertEquals("META-INF/CHANGES-syntop.txt", zip.getNextEntry().getName());
        }
    }

    @Test
    void sameJarGivesTheSameBytes() throws IOException {
        Path jar = jar("Old.class", oldClass());
        assertArrayEquals(ClassUplift.upliftJar(jar), ClassUplift.upliftJar(jar));
    }

    @Test
    void oldClassInAJarThatNobodyListedIsAnError() throws IOException {
        Path jar = jar("Old.class", oldClass());
        IOException e = assertThrows(IOException.class, () -> ClassUplift.requireModern(jar));
        assertTrue(e.getMessage().contains("Old.class"), e.getMessage());
    }

    @Test
    void modernClassNeedsNoUplift() throws IOException {
        byte[] modern = ClassUplift.uplift(oldClass(), getClass().getClassLoader());
        ClassUplift.requireModern(jar("New.class", modern));
    }

    /** A jar with a text file and one more entry. */
    private Path jar(String name, byte[] content) throws IOException {
        Path jar = Files.createTempFile(dir, "test", ".jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("other.txt"));
            out.write('x');
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
        }
        return jar;
    }

    /** A Java 5 class with a branch, which from version 51 on needs a stack map frame. */
    private static byte[] oldClass() {
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        out.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, "Old", null, "java/lang/Object", null);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        MethodVisitor max = out.visitMethod(access, "max", "(II)I", null, null);
        max.visitCode();
        max.visitVarInsn(Opcodes.ILOAD, 0);
        max.visitVarInsn(Opcodes.ILOAD, 1);
        Label second = new Label();
        max.visitJumpInsn(Opcodes.IF_ICMPLT, second);
        max.visitVarInsn(Opcodes.ILOAD, 0);
        max.visitInsn(Opcodes.IRETURN);
        max.visitLabel(second);
        max.visitVarInsn(Opcodes.ILOAD, 1);
        max.visitInsn(Opcodes.IRETURN);
        max.visitMaxs(0, 0);
        max.visitEnd();
        out.visitEnd();
        return out.toByteArray();
    }
}
