package syntop.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import syntop.analyzer.Analyzer;
import syntop.analyzer.Summary;
import syntop.analyzer.SummaryException;
import syntop.analyzer.count.CountOptions;
import syntop.capture.CaptureException;

/** Summaries in files. What goes wrong is told with the name of the file and the reason. */
final class Summaries {
    private static final int BUFFER = 1 << 16;

    private Summaries() {}

    /** Writes a file, under its name only once it is whole. */
    static void write(Path file, Analyzer analyzer) throws IOException {
        Path whole = file.toAbsolutePath();
        Path part =
                whole.resolveSibling(
                        "." + whole.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (DataOutputStream out =
                    new DataOutputStream(
                            new BufferedOutputStream(Files.newOutputStream(part), BUFFER))) {
                Summary.write(analyzer, out);
            }
            Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw new CaptureException(file + ": cannot be written, " + reason(e), e);
        } catch (IOException e) {
            throw new CaptureException(file + ": cannot be written, " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) return "no such folder";
        return e.getReason() == null ? "access is denied" : e.getReason();
    }

    /** Does something with the contents of a file. */
    private interface Reading<T> {
        T read(DataInputStream in) throws IOException;
    }

    private static <T> T read(String file, Reading<T> reading) throws IOException {
        try (DataInputStream in =
                new DataInputStream(
                        new BufferedInputStream(Files.newInputStream(Path.of(file)), BUFFER))) {
            return reading.read(in);
        } catch (NoSuchFileException e) {
            throw new CaptureException(file + ": no such file", e);
        } catch (SummaryException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new CaptureException(file + ": cannot be read, " + e.getMessage(), e);
        }
    }

    /** Reads a file to its end, and tells how it was counted. */
    static CountOptions check(String file, CountOptions memory) throws IOException {
        return read(file, in -> Summary.check(in, memory));
    }

    /** Adds a file that was checked. */
    static void add(String file, Analyzer analyzer) throws IOException {
        read(
                file,
                in -> {
                    Summary.add(in, analyzer);
                    return null;
                });
    }
}
