package syntop.analyzer;

/**
 * The sliding window that a snapshot is of.
 *
 * @param nanos its full length; it is shorter where capturing began or ended within it
 * @param busiest whether it is the one with most SYNs; else it is the latest
 * @param run what was captured in all
 * @param outside SYNs that count in no window, for want of a time that others bear out
 * @param restarts how often time went back by more than a window, so that windows started anew
 */
public record Window(long nanos, boolean busiest, Interval run, long outside, long restarts) {}
