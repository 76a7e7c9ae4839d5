package syntop.cli.baseline;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import syntop.analyzer.baseline.Baseline;
import syntop.capture.CaptureException;

/**
 * A baseline on the disk. It is written under another name in the same folder, brought to the disk,
 * and renamed: whatever happens meanwhile, under its name there is the old one or the new one,
 * whole. What goes wrong is told with the name of the file and the reason.
 */
public final class BaselineFile implements AutoCloseable {
    private static final long MOST_BYTES = 16 << 20;
    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final FileChannel lock;

    private BaselineFile(Path file, FileChannel lock) {
        this.file = file;
        this.lock = lock;
    }

    /**
     * Reads a baseline.
     *
     * @throws CaptureException when it cannot be read, or is none, or damaged, or newer
     */
    public static Baseline read(Path file) throws CaptureException {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new CaptureException(file + ": is no file");
            }
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new CaptureException(
                        file + ": is no baseline, it has " + bytes + " bytes, limit=" + MOST_BYTES);
            }
            if (bytes == 0) throw new CaptureException(file + ": is empty, no baseline");
            try (BufferedReader in = reader(file)) {
                return BaselineReader.read(in, MOST_BYTES);
            }
        } catch (CaptureException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new CaptureException(file + ": no such file", e);
        } catch (CharacterCodingException e) {
            throw new CaptureException(file + ": is no baseline, it is no text", e);
        } catch (FileSystemException e) {
            throw new CaptureException(file + ": cannot be read, " + reason(e), e);
        } catch (IOException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        }
    }

    /** A decoder that refuses what is no UTF-8. */
    private static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
    }

    /** Makes the folder of a file, for its owner alone, if it is not there. */
    public static void makeFolder(Path file) throws CaptureException {
        Path folder = file.toAbsolutePath().getParent();
        try {
            FileAttribute<?> owner =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            if (!Files.isDirectory(folder)) Files.createDirectories(folder, owner);
        } catch (IOException e) {
            throw unwritten(folder, e);
        }
    }

    /**
     * Keeps others from recording into a file, so that it can be written; the lock goes with the
     * process.
     *
     * @throws CaptureException when another run has it
     */
    public static BaselineFile lock(Path file) throws CaptureException {
        try {
            Path name = beside(real(file), ".lock");
            FileChannel channel =
                    FileChannel.open(
                            name,
                            Set.of(
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    LinkOption.NOFOLLOW_LINKS),
                            PosixFilePermissions.asFileAttribute(OWNER));
            FileLock lock = tryLock(channel);
            if (lock != null) return new BaselineFile(file, channel);
            channel.close();
        } catch (IOException e) {
            throw unwritten(file, e);
        }
        throw new CaptureException(file + ": another syntop is recording into it");
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    /** The file itself where the name is a symbolic link. */
    private static Path real(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        return Files.exists(whole) ? whole.toRealPath() : whole;
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling("." + file.getFileName() + ending);
    }

    /**
     * Writes a baseline in place of what the file holds.
     *
     * @throws CaptureException when that fails; the file is then as it was
     */
    public void write(Baseline baseline) throws CaptureException {
        try {
            Path whole = real(file);
            Path part = beside(whole, ".part");
            Files.deleteIfExists(part); // of a run that was killed
            try {
                writePart(part, whole, baseline);
                Files.move(
                        part,
                        whole,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            try (FileChannel folder = FileChannel.open(whole.getParent())) {
                folder.force(true); // else the new name may be lost with the power
            }
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    /** Lets others record into it. */
    @Override
    public void close() throws CaptureException {
        try {
            lock.close();
        } catch (IOException e) {
            throw new CaptureException(file + ": its lock is not given back, " + e.getMessage(), e);
        }
    }

    private static void writePart(Path part, Path whole, Baseline baseline) throws IOException {
        Set<StandardOpenOption> fresh =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel =
                FileChannel.open(part, fresh, PosixFilePermissions.asFileAttribute(OWNER))) {
            // who may read the old one may read the new one
            if (Files.exists(whole)) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(whole));
            }
            Writer out =
                    new OutputStreamWriter(
                            Channels.newOutputStream(channel), StandardCharsets.UTF_8);
            BaselineWriter.write(baseline, out);
            out.flush();
            channel.force(true);
        }
    }

    private static CaptureException unwritten(Path file, IOException e) {
        String why = e instanceof FileSystemException system ? reason(system) : e.getMessage();
        boolean there = Files.isRegularFile(file);
        return new CaptureException(
                file + ": cannot be written, " + why + (there ? "; it is as it was" : ""), e);
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) return "no such folder";
        return e.getReason() == null ? "access is denied" : e.getReason();
    }
}
