package syntop.analyzer.baseline;

/** Tells what is usual at any time. Any thread. */
@FunctionalInterface
public interface Expectation {
    /** What is usual then; a second since 1970-01-01 UTC. */
    Usual at(long second);
}
