package syntop.analyzer.verdict;

/**
 * One thing that was measured.
 *
 * @param name in JSON and in {@code syntop explain verdict}; it never changes
 * @param value as {@code text} says it; NaN: could not be measured
 * @param raised whether it points away from normal traffic
 * @param text the value in words
 */
public record Signal(String name, double value, boolean raised, String text) {}
