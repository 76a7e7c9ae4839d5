package syntop.cli.render;

/**
 * One line of a screen.
 *
 * @param text without escape sequences, no wider than the screen
 * @param bold whether it stands out
 */
public record ScreenLine(String text, boolean bold) {}
