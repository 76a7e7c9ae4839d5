package syntop.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import syntop.cli.render.Painter;

/**
 * The terminal of this process, in raw mode and with the alternate screen until closed.
 *
 * <p>Only JLine's device is used. Its {@code Terminal} sets the attributes back on a thread of its
 * own as soon as the JVM is told to end, after which a read that waits for a key never returns, and
 * the run with it; and its input waits by the clock of the day, which may be set.
 */
final class JlineScreen implements Screen {
    /** How long a read waits for a key: the shortest there is (see VTIME in termios). */
    private static final long READ_NANOS = 100_000_000;

    private final Pty pty;
    private final InputStream in = new FileInputStream(FileDescriptor.in);
    private final OutputStream out;
    private final Charset charset = Terminal.charset();
    private final Attributes found;
    private boolean closed;

    /**
     * Takes the terminal over.
     *
     * @throws IOException if it cannot be set up
     */
    JlineScreen() throws IOException {
        pty = new JniTerminalProvider().current(SystemStream.Output);
        out = pty.getSlaveOutput();
        found = pty.getAttr();
        pty.setAttr(raw(found));
        write(Painter.ENTER);
    }

    /** Keys come at once and are not echoed; Ctrl-C stays a signal, which ends the run. */
    private static Attributes raw(Attributes found) {
        Attributes raw = new Attributes(found);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, 0); // a read may end without a key
        raw.setControlChar(ControlChar.VTIME, 1); // after a tenth of a second
        raw.setControlChar(ControlChar.VSUSP, 0); // a stopped process would leave its screen behind
        return raw;
    }

    @Override
    public int columns() {
        return size().getColumns();
    }

    @Override
    public int rows() {
        return size().getRows();
    }

    private Size size() {
        try {
            return pty.getSize();
        } catch (IOException e) {
            return new Size(); // 0 by 0: it does not tell
        }
    }

    @Override
    public void write(String text) throws IOException {
        out.write(text.getBytes(charset));
        out.flush();
    }

    @Override
    public int key(long nanos) {
        long start = System.nanoTime();
        do {
            long asked = System.nanoTime();
            int key = read();
            if (key >= 0) return key;
            // a terminal that is there lets the time pass
            if (System.nanoTime() - asked < READ_NANOS / 2) return END;
        } while (System.nanoTime() - start < nanos - READ_NANOS / 2);
        return NO_KEY;
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) { // it was hung up
            return -1;
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            write(Painter.LEAVE);
        } catch (IOException e) {
            // the terminal is gone: there is nothing to leave
        }
        try {
            pty.setAttr(found);
        } catch (IOException e) {
            // the same
        }
    }
}
