package syntop.analyzer.handshake;

/**
 * A source with many targets. The figures but {@link #targets} are of those that were kept.
 *
 * @param hi its address, upper half
 * @param lo its address, lower half
 * @param targets different addresses and ports that it asked, estimated when not all were kept
 * @param hosts different addresses among them
 * @param ports different ports among them
 * @param mostPortsOfAHost ports that it asked on the address where it asked most
 * @param mostSystemPortsOfAHost the same of ports below 1024 alone
 * @param topPort the port that it asked on most addresses, connections that were not there left out
 * @param hostsOfTopPort on how many
 * @param succeeded share of the targets where a handshake was completed, 0 to 1
 * @param refused share of those that refused
 * @param open share of those that answered and were reset at once
 * @param triedAgain share of those that it asked again, for want of an answer
 * @param crafted share of those that it sent a FIN, nothing but a header or an acknowledgement of
 *     no connection to, without a SYN before
 * @param timesEach how often it asked each target, on average, as far as requests were looked at
 * @param ours whether it is a host that is watched
 * @param timeline its targets, each in the second when it first asked it
 */
public record Contacter(
        long hi,
        long lo,
        long targets,
        int hosts,
        int ports,
        int mostPortsOfAHost,
        int mostSystemPortsOfAHost,
        int topPort,
        int hostsOfTopPort,
        double succeeded,
        double refused,
        double open,
        double triedAgain,
        double crafted,
        double timesEach,
        boolean ours,
        Timeline timeline) {}
