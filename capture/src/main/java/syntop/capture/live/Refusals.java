package syntop.capture.live;

import java.util.ArrayList;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.linux.sys.Errno;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.SystemCallException;

/** Why an interface cannot be captured, in words for the user; the same for both sources. */
final class Refusals {
    private Refusals() {}

    static CaptureException permission(String name, Throwable cause) {
        return new CaptureException(
                name
                        + ": cannot capture, permission denied; run as root, or with CAP_NET_RAW"
                        + " alone: sudo setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups"
                        + " --inh-caps=+net_raw --ambient-caps=+net_raw ./syntop",
                cause);
    }

    static CaptureException conntrack(SystemCallException cause) {
        if (cause.isPermission()) {
            return new CaptureException(
                    "conntrack: permission denied; run as root, or with CAP_NET_ADMIN alone: sudo"
                            + " setpriv --reuid=$(id -u) --regid=$(id -g) --init-groups"
                            + " --inh-caps=+net_admin --ambient-caps=+net_admin ./syntop",
                    cause);
        }
        String reason =
                cause.errno() == Errno.EPROTONOSUPPORT
                        ? "this kernel tracks no connections; --backend ring needs none of it"
                        : cause.getMessage();
        return new CaptureException("conntrack: " + reason, cause);
    }

    static CaptureException missing(String name, List<NetworkLink> links) {
        List<String> names = new ArrayList<>();
        for (NetworkLink link : links) {
            names.add(link.name());
        }
        String there =
                names.isEmpty() ? "there are none" : "there are: " + String.join(", ", names);
        return new CaptureException(name + ": no such interface; " + there);
    }

    static CaptureException down(String name) {
        return new CaptureException(
                name + ": cannot capture, the interface is down; ip link set " + name + " up");
    }

    /** After an error said that it is down: whether it was removed. */
    static InterfaceDownException wentDown(NetworkLink link) throws SystemCallException {
        boolean removed =
                NetworkLink.list().stream().noneMatch(other -> other.index() == link.index());
        return new InterfaceDownException(
                link.name()
                        + (removed ? ": the interface was removed" : ": the interface went down"));
    }
}
