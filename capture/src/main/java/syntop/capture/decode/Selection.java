package syntop.capture.decode;

import java.util.List;

/**
 * Which SYNs are asked for: destination ports and destination networks. Immutable; built at start.
 *
 * <p>Memory: 8 KiB for the ports, 32 bytes a network.
 */
public final class Selection {
    /** Every port, every network. */
    public static final Selection ALL = new Selection(List.of(), List.of());

    private final long[] ports; // one bit a port; null: all
    private final Prefix[] nets; // null: all

    /**
     * Builds a selection.
     *
     * @param ports destination ports, 0 to 65535 each; empty: all
     * @param nets networks of the destination; empty: all
     */
    public Selection(List<Integer> ports, List<Prefix> nets) {
        this.ports = ports.isEmpty() ? null : new long[65536 / 64];
        for (int port : ports) {
            if (port < 0 || port > 65535)
                throw new IllegalArgumentException("port must be 0 to 65535, got " + port);
            this.ports[port >> 6] |= 1L << port;
        }
        this.nets = nets.isEmpty() ? null : nets.toArray(new Prefix[0]);
    }

    /** Whether SYNs to this port are asked for. Hot path. */
    boolean port(int port) {
        return ports == null || (ports[port >> 6] >>> port & 1) != 0;
    }

    /** Whether SYNs to this address are asked for. Hot path. */
    boolean net(long hi, long lo) {
        return nets == null || inNets(hi, lo);
    }

    private boolean inNets(long hi, long lo) {
        for (Prefix net : nets) {
            if (net.contains(hi, lo)) return true;
        }
        return false;
    }
}
