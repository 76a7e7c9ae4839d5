package syntop.cli.conntrack;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import syntop.linux.sys.Errno;
import syntop.linux.sys.SystemCallException;

/** Why connection tracking does not tell, in words for the user. */
public final class Refusals {
    /** What to say where the table is empty. */
    public static final String NOTHING_TRACKED =
            "nothing is tracked here now; tracking begins with the first firewall rule that needs"
                    + " it (nft: ct state; iptables: -m conntrack; NAT); syntop sockets and syntop"
                    + " live need none";

    /** What to say where the kernel tells of no events. */
    public static final String NO_EVENTS =
            "the kernel tells of no events here: net.netfilter.nf_conntrack_events is 0; sysctl -w"
                    + " net.netfilter.nf_conntrack_events=1, for connections from then on";

    private static final String ABSENT =
            "connection tracking: this kernel has none, or its part for programs is not loaded"
                    + " (modprobe nf_conntrack_netlink); syntop sockets and syntop live need none";

    private static final String PERMISSION =
            "connection tracking: permission denied; run as root, or with CAP_NET_ADMIN alone:"
                    + " sudo setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups"
                    + " --inh-caps=+net_admin --ambient-caps=+net_admin ./syntop conntrack";

    private Refusals() {}

    /** What a failure means, with the next step. */
    public static IOException explain(IOException cause) {
        if (cause instanceof NoSuchFileException) return new IOException(ABSENT, cause);
        if (!(cause instanceof SystemCallException e)) return cause;
        if (e.isPermission()) return new IOException(PERMISSION, cause);
        return switch (e.errno()) {
            case Errno.EPROTONOSUPPORT, Errno.EINVAL, Errno.EOPNOTSUPP ->
                    new IOException(ABSENT, cause);
            default -> new IOException("connection tracking: " + e.getMessage(), cause);
        };
    }
}
