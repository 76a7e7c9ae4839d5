package syntop.linux.netlink;

/** Takes the entries of a dump. */
@FunctionalInterface
public interface NetlinkHandler {
    /**
     * Takes an entry. May be on a hot path.
     *
     * @param message the cursor, standing on it; valid during the call, not to be moved
     * @return false when the entry was malformed, and so does not count
     */
    boolean take(NetlinkMessages message);
}
