package syntop.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lays out what the launcher runs, from the class path that this program itself was given:
 *
 * <pre>
 * lib/*.jar          the class path; old jars in a form that class-data sharing takes
 * native/*.so        native parts of JNA, JLine and zstd-jni for this machine: nothing is unpacked
 *                    into a temporary directory at run time
 * index              line 1: a digest of the jars; line 2: their names in class path order
 * *.jsa              the launcher's archives of loaded classes; those of other jars are removed
 * </pre>
 *
 * <p>The index is written last and its time is that of the build's start, so a source that is newer
 * was not seen by this build. A file whose content has not changed is left alone, any other is
 * replaced by a rename: a running syntop keeps the jars that it has opened.
 */
public final class Layout {
    /** Jars of old class files, as NOTICE lists them. */
    private static final List<String> OLD_JARS = List.of("picocli-", "asm-");

    private static final String JLINE = "libjlinenative.so";

    private static final FileTime JAR_TIME = FileTime.from(Instant.parse("2026-11-21T00:00:00Z"));

    private final Path lib;
    private final Path natives;
    private final Path index;

    private Layout(Path dir) {
        lib = dir.resolve("lib");
        natives = dir.resolve("native");
        index = dir.resolve("index");
    }

    /**
     * Runs the step.
     *
     * @param args the directory to write, and when the build started, as ISO 8601 instant
     * @throws IOException if a jar cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) { // what is left is this module's own directory
                jars.add(path);
            }
        }
        new Layout(Path.of(args[0])).write(jars, FileTime.from(Instant.parse(args[1])));
    }

    private void write(List<Path> jars, FileTime buildStart) throws IOException {
        Files.createDirectories(lib);
        Files.createDirectories(natives);
        MessageDigest digest = sha256();
        List<String> names = new ArrayList<>();
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            byte[] content = Files.readAllBytes(jar);
            if (OLD_JARS.stream().anyMatch(name::startsWith)) {
                name = name.replace(".jar", "-java8.jar");
                content = ClassUplift.upliftJar(jar);
            } else {
                ClassUplift.requireModern(jar);
            }
            replace(lib.resolve(name), content);
            digest.update(content);
            names.add(name);
            extractNatives(jar);
        }
        String id = HexFormat.of().formatHex(digest.digest(), 0, 8);
        removeFrom(lib, name -> !names.contains(name));
        removeFrom(index.getParent(), name -> name.contains(".jsa") && !name.startsWith(id));
        String text = id + "\n" + String.join(":", names) + "\n";
        replace(index, text.getBytes(StandardCharsets.UTF_8));
        Files.setLastModifiedTime(index, buildStart);
    }

    private static void removeFrom(Path dir, Predicate<String> unwanted) throws IOException {
        try (var files =
                Files.newDirectoryStream(dir, f -> unwanted.test(f.getFileName().toString()))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Takes the shared objects for this machine out of a jar, if it has any. */
    private void extractNatives(Path jar) throws IOException {
        String arch = System.getProperty("os.arch");
        String jnaArch = arch.equals("amd64") ? "x86-64" : arch;
        String jlineArch =
                switch (arch) {
                    case "amd64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> arch;
                };
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toArray(ZipEntry[]::new)) {
                String name = entry.getName();
                if (name.equals("com/sun/jna/linux-" + jnaArch + "/libjnidispatch.so")) {
                    extract(zip, entry, "libjnidispatch.so");
                } else if (name.equals("org/jline/nativ/Linux/" + jlineArch + "/" + JLINE)) {
                    extract(zip, entry, JLINE);
                } else if (name.startsWith("linux/" + arch + "/libzstd-jni")) {
                    extract(zip, entry, "libzstd-jni.so");
                }
            }
        }
    }

    private void extract(ZipFile zip, ZipEntry entry, String name) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            replace(natives.resolve(name), in.readAllBytes());
        }
    }

    /**
     * Puts content into a file, in one step. The time is fixed: a class-data archive is valid for
     * one size and time of each jar, and the digest in the archive's name tells contents apart.
     */
    private static void replace(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) return;
        Path written = file.resolveSibling("." + file.getFileName() + ".new");
        Files.write(written, content);
        Files.setLastModifiedTime(written, JAR_TIME);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
