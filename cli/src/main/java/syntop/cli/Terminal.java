package syntop.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the standard streams lead to. */
final class Terminal {
    /** Descriptor of standard output. */
    static final int OUT = 1;

    private Terminal() {}

    /** Whether standard input is a terminal. */
    static boolean isIn() {
        return isTerminal(0);
    }

    /** Whether standard output is a terminal. */
    static boolean isOut() {
        return isTerminal(OUT);
    }

    /** Whether standard error is a terminal. */
    static boolean isErr() {
        return isTerminal(2);
    }

    // System.console() is null as soon as one of input and output is redirected, and says nothing
    // of standard error. Where there is no /proc, nothing counts as a terminal: no colour, no
    // progress.
    private static boolean isTerminal(int descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * The encoding of the user's locale: as the launcher says, which may start the JVM in another
     * locale; else the JVM's own. That of JDK 17's System.out may be a third.
     */
    static Charset charset() {
        String name = System.getProperty("syntop.encoding");
        if (name == null) name = System.getProperty("native.encoding", "UTF-8");
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.US_ASCII;
        }
    }

    /** Whether the encoding of the user's locale has block characters. */
    static boolean unicode() {
        return charset().newEncoder().canEncode('\u2581');
    }

    /** Standard output. */
    static WatchedStream out() {
        return new WatchedStream(new FileOutputStream(FileDescriptor.out));
    }

    /** Standard error. */
    static WatchedStream err() {
        return new WatchedStream(new FileOutputStream(FileDescriptor.err));
    }

    /** A writer in the encoding of the locale, buffered. */
    static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, charset()));
    }
}
