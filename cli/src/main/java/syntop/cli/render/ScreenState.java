package syntop.cli.render;

/**
 * What the user has set in the live view.
 *
 * @param rows rows to show; 0: as many as fit
 * @param paused whether the screen stands still
 * @param help whether the keys are explained instead of the table
 * @param notice what happened last and still stands, or null; from outside, so to be escaped
 */
public record ScreenState(int rows, boolean paused, boolean help, String notice) {}
