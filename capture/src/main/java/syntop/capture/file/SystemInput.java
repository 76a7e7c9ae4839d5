package syntop.capture.file;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import syntop.capture.CaptureException;

/** The files of the system, and standard input. */
final class SystemInput implements Input {
    /** What the JVM makes of bytes in a name that are not text: which they were is lost. */
    private static final char UNDECODED = '\ufffd';

    @Override
    public ReadableByteChannel open(String name) throws CaptureException {
        if (name.equals(STANDARD_INPUT)) {
            // not System.in: its buffer waits, and cannot be closed under a blocked read
            return new FileInputStream(FileDescriptor.in).getChannel();
        }
        try {
            Path path = Path.of(name);
            if (Files.isDirectory(path))
                throw new CaptureException("is a directory; name the capture files in it");
            // not regular, and there: a device opens at once, a named pipe when it likes
            return Files.exists(path) && !Files.isRegularFile(path)
                    ? new NamedPipe(path)
                    : FileChannel.open(path);
        } catch (InvalidPathException e) {
            throw new CaptureException("not a file name, " + e.getReason(), e);
        } catch (IOException e) {
            if (e instanceof NoSuchFileException && name.indexOf(UNDECODED) >= 0)
                throw new CaptureException(
                        "no such file; one whose name is not valid UTF-8 cannot be opened, give it on"
                                + " standard input: syntop replay - <FILE",
                        e);
            throw cannotOpen(e);
        }
    }

    /** The exception for the user, for what the system says. */
    static CaptureException cannotOpen(IOException e) {
        if (e instanceof CaptureException known) return known;
        if (e instanceof NoSuchFileException) return new CaptureException("no such file", e);
        if (e instanceof AccessDeniedException)
            return new CaptureException("permission denied; make it readable for this user", e);
        String reason = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return new CaptureException("cannot be opened, " + reason, e);
    }

    @Override
    public long size(String name) {
        if (name.equals(STANDARD_INPUT)) return UNKNOWN_SIZE;
        try {
            Path path = Path.of(name);
            if (!Files.exists(path) || Files.isDirectory(path)) return 0;
            return Files.isRegularFile(path) ? Files.size(path) : UNKNOWN_SIZE;
        } catch (IOException | InvalidPathException e) {
            return 0; // open() will say why
        }
    }
}
