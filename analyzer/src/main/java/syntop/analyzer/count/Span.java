package syntop.analyzer.count;

import java.util.List;

/**
 * A stretch of time in equal parts.
 *
 * @param panes those of its parts that have SYNs, in any order
 * @param first number of the pane that the first part is
 * @param parts how many
 * @param paneNanos length of a part, ns
 */
record Span(List<Pane> panes, long first, int parts, long paneNanos) {
    /** None at all. */
    static final Span NONE = new Span(List.of(), 0, 0, 1);
}
