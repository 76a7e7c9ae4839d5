package syntop.cli;

import java.io.IOException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.TerminalBuilder;
import syntop.cli.render.Painter;

/** The terminal of this process, in raw mode and with the alternate screen until closed. */
final class JlineScreen implements Screen {
    private final org.jline.terminal.Terminal terminal;
    private final Attributes found;
    private boolean closed;

    /**
     * Takes the terminal over.
     *
     * @throws IOException if it cannot be set up
     */
    JlineScreen() throws IOException {
        // no native signals: Ctrl-C stays with the JVM, which ends the run
        terminal =
                TerminalBuilder.builder()
                        .system(true)
                        .dumb(false)
                        .nativeSignals(false)
                        .encoding(Terminal.charset())
                        .build();
        found = terminal.enterRawMode();
        Attributes raw = terminal.getAttributes();
        // a stopped process would leave its screen behind
        raw.setControlChar(Attributes.ControlChar.VSUSP, 0);
        terminal.setAttributes(raw);
        write(Painter.ENTER);
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
        return terminal.getSize();
    }

    @Override
    public void write(String text) {
        terminal.writer().write(text);
        terminal.writer().flush();
    }

    @Override
    public int key(long nanos) throws IOException {
        return terminal.reader().read(Math.max(1, nanos / 1_000_000));
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        write(Painter.LEAVE);
        terminal.setAttributes(found);
        try {
            terminal.close();
        } catch (IOException e) {
            // it is as it was found; nothing is written to it through this any more
        }
    }
}
