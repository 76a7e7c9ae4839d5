package syntop.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A terminal whose user follows a script; each look for a key lets time pass. */
final class FakeScreen implements Screen {
    private final FakeHost host;
    private final Deque<Runnable> script = new ArrayDeque<>();
    private final List<String> writes = new ArrayList<>();
    private VirtualTerminal terminal;
    private int columns;
    private int rows;
    private int key;
    private boolean closed;

    FakeScreen(FakeHost host, int columns, int rows) {
        this.host = host;
        resize(columns, rows);
    }

    private void resize(int newColumns, int newRows) {
        columns = newColumns;
        rows = newRows;
        terminal = new VirtualTerminal(newColumns, newRows);
    }

    /** The user presses a key. */
    FakeScreen press(char character) {
        return then(() -> key = character);
    }

    /** The user does nothing until as much time has passed. */
    FakeScreen passTenths(int tenths) {
        for (int i = 0; i < tenths; i++) {
            then(() -> {});
        }
        return this;
    }

    /** The user drags the window's corner. */
    FakeScreen drag(int newColumns, int newRows) {
        return then(() -> resize(newColumns, newRows));
    }

    /** Anything happens. */
    FakeScreen then(Runnable action) {
        script.add(action);
        return this;
    }

    /** What was written, write by write. */
    List<String> writes() {
        return writes;
    }

    /** What the screen shows. */
    String text() {
        return terminal.text();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public void write(String text) {
        writes.add(text);
        terminal.write(text);
    }

    @Override
    public int key(long nanos) {
        host.awaitFrames();
        if (script.isEmpty()) return END;
        key = NO_KEY;
        script.remove().run();
        if (key == NO_KEY) host.clock.pass(nanos);
        return key;
    }

    @Override
    public void close() {
        closed = true;
    }
}
