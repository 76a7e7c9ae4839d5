package syntop.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.cli.VirtualTerminal;

class PainterTest {
    private static final int COLUMNS = 20;
    private static final int ROWS = 6;

    private final Painter painter = new Painter(true);
    private final VirtualTerminal terminal = new VirtualTerminal(COLUMNS, ROWS);

    private static List<ScreenLine> screen(String... texts) {
        List<ScreenLine> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(new ScreenLine(text, false));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theTerminalShowsTheLastScreenWhateverWasThereBefore(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int step = 0; step < 500; step++) {
            String[] texts = new String[random.nextInt(ROWS + 1)];
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                // few different lines, so that many stay; from empty to full width
                String text = "abcde".substring(random.nextInt(5)).repeat(4);
                if (random.nextInt(4) == 0) text = "";
                if (i < texts.length) texts[i] = text;
                expected.add(i < texts.length ? text : "");
            }
            terminal.write(painter.paint(screen(texts), COLUMNS, ROWS));
            assertEquals(expected, terminal.lines(), "seed=" + seed + " step=" + step);
        }
    }

    @Test
    void anUnchangedScreenSendsNothing() {
        assertFalse(painter.paint(screen("a", "b"), COLUMNS, ROWS).isEmpty());
        assertEquals("", painter.paint(screen("a", "b"), COLUMNS, ROWS));
    }

    @Test
    void onlyTheLineThatChangedIsSent() {
        String unused = painter.paint(screen("one", "two", "three"), COLUMNS, ROWS);
        assertEquals(
                "\u001b[2;1H2\u001b[K", painter.paint(screen("one", "2", "three"), COLUMNS, ROWS));
        assertFalse(unused.isEmpty());
    }

    @Test
    void anotherSizeSendsEverythingAnew() {
        String first = painter.paint(screen("a", "b"), COLUMNS, ROWS);
        assertEquals(first, painter.paint(screen("a", "b"), COLUMNS, ROWS - 1));
    }

    @Test
    void boldIsLeftOutWithoutColour() {
        List<ScreenLine> lines = List.of(new ScreenLine("head", true));
        assertTrue(painter.paint(lines, COLUMNS, ROWS).contains("\u001b[1mhead\u001b[0m"));
        assertFalse(new Painter(false).paint(lines, COLUMNS, ROWS).contains("\u001b[1m"));
    }
}
