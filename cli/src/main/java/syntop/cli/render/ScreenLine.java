package syntop.cli.render;

/**
 * One line of a screen.
 *
 * @param text without escape sequences, no wider than the screen
 * @param bold whether it stands out
 */
public record ScreenLine(String text, boolean bold) {
    // What the compiler would make of these spins classes when it first runs, before the first
    // counts
    // are drawn.
    @Override
    public boolean equals(Object other) {
        return other instanceof ScreenLine that && bold == that.bold && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return 31 * text.hashCode() + Boolean.hashCode(bold);
    }
}
