package syntop.linux.sockets;

/**
 * A socket that waits for connections.
 *
 * @param addressHi upper half of the address that it is bound to, IPv4 as IPv4-mapped
 * @param addressLo lower half; an address of zeros stands for all of its family
 * @param port 1..65535
 * @param dual whether it is one of IPv6 that takes IPv4 too, when bound to all addresses
 * @param queued connections that wait to be accepted
 * @param limit how many may wait (the backlog); as many again may be half-open
 * @param dropped requests and connections lost because a queue was full, or memory short, since it
 *     listens
 * @param uid number of the user that opened it, 32 bits unsigned
 * @param inode number of the file that it is to programs, 32 bits unsigned
 */
public record Listener(
        long addressHi,
        long addressLo,
        int port,
        boolean dual,
        long queued,
        long limit,
        long dropped,
        int uid,
        int inode) {
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;

    /** Whether it is bound to all addresses of a family. */
    public boolean isWildcard() {
        return addressHi == 0 && (addressLo == 0 || addressLo == V4_MAPPED);
    }

    /** Whether a connection to this address and port would be its own. */
    public boolean takes(long hi, long lo, int toPort) {
        if (toPort != port) return false;
        if (hi == addressHi && lo == addressLo) return true;
        if (!isWildcard()) return false;
        boolean v4 = hi == 0 && lo >>> 32 == V4_MAPPED >>> 32;
        return v4 ? addressLo == V4_MAPPED || dual : addressLo == 0;
    }
}
