package syntop.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Raises old class files to version 52 (Java 8). The JVM's archives of loaded classes take no class
 * below version 50 (JDK-8261090), and picocli, two thirds of the classes that a short command
 * loads, is at 49 for the sake of Java 5, as is ASM; without the archive it costs 35 ms at each
 * start.
 *
 * <p>The code stays as it is; what changes is the version and the stack map frames that it demands
 * (JVMS 4.10.1).
 */
final class ClassUplift {
    /** The first version that class-data sharing takes, Java 6. */
    private static final int SHARED_FROM = Opcodes.V1_6;

    private static final String NOTE = "META-INF/CHANGES-syntop.txt";
    private static final String NOTE_TEXT =
            """
            This jar was modified for syntop: its class files were raised from version 49 (Java 5)
            to version 52 (Java 8), with stack map frames added. Nothing else was changed.
            """;

    private ClassUplift() {}

    /** The bytes of a jar as {@code jar}, with every class file at version 52 or above. */
    static byte[] upliftJar(Path jar) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        URL[] path = {jar.toUri().toURL()};
        try (ZipFile zip = new ZipFile(jar.toFile());
                URLClassLoader types = new URLClassLoader(path);
                ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry : entries(zip)) {
                byte[] content = read(zip, entry);
                if (isClass(entry) && version(content) < Opcodes.V1_8) {
                    content = uplift(content, types);
                }
                put(out, entry.getName(), content, entry);
            }
            put(out, NOTE, NOTE_TEXT.getBytes(StandardCharsets.UTF_8), entries(zip).get(0));
        }
        return bytes.toByteArray();
    }

    /**
     * Makes sure that a jar needs no uplift.
     *
     * @throws IOException if the jar has a class below version 50, or cannot be read
     */
    static void requireModern(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : entries(zip)) {
                if (isClass(entry) && version(read(zip, entry)) < SHARED_FROM) {
                    throw new IOException(
                            jar.getFileName()
                                    + ": "
                                    + entry.getName()
                                    + " is too old for class-data sharing; uplift this jar too,"
                                    + " and say so in NOTICE");
                }
            }
        }
    }

    /** One class at version 52; {@code types} knows the classes that its code speaks of. */
    static byte[] uplift(byte[] classFile, ClassLoader types) {
        ClassWriter writer =
                new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
                    @Override
                    protected ClassLoader getClassLoader() {
                        return types;
                    }
                };
        ClassVisitor raise =
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public void visit(
                            int version,
                            int access,
                            String name,
                            String signature,
                            String superName,
                            String[] interfaces) {
                        super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
                    }
                };
        new ClassReader(classFile).accept(raise, ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }

    private static List<? extends ZipEntry> entries(ZipFile zip) {
        return zip.stream().toList();
    }

    private static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static boolean isClass(ZipEntry entry) {
        return entry.getName().endsWith(".class");
    }

    /** Major version of a class file (JVMS 4.1). */
    private static int version(byte[] classFile) {
        return (classFile[6] & 0xFF) << 8 | classFile[7] & 0xFF;
    }

    private static void put(ZipOutputStream out, String name, byte[] content, ZipEntry like)
            throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(like.getTimeLocal()); // as it stands: no time zone of the build machine
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
