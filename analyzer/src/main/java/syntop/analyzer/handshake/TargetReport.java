package syntop.analyzer.handshake;

/**
 * What is known of the requests to one target, or to all.
 *
 * @param hi address of the target, upper half
 * @param lo lower half
 * @param port its port; -1 stands for all targets
 * @param counts what became of the requests
 * @param profile what they have in common
 * @param timeline when they came
 * @param serverTimes from SYN to SYN-ACK
 * @param clientTimes from SYN-ACK to its acknowledgement
 */
public record TargetReport(
        long hi,
        long lo,
        int port,
        Counts counts,
        Profile profile,
        Timeline timeline,
        Percentiles serverTimes,
        Percentiles clientTimes) {
    /** Whether this is about all targets together. */
    public boolean isAll() {
        return port < 0;
    }
}
