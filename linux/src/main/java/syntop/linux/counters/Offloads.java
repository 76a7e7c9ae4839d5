package syntop.linux.counters;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import syntop.linux.sys.Errno;
import syntop.linux.sys.Libc;
import syntop.linux.sys.SystemCall;
import syntop.linux.sys.SystemCallException;

/**
 * What an interface does to received packets before a capture sees them, as {@code ethtool -k}
 * tells. None of it hides a SYN: a SYN is never merged with another packet, and a VLAN tag that was
 * taken out is put back.
 *
 * @param genericReceive GRO: the kernel merges segments
 * @param largeReceive LRO: the device merges segments
 * @param vlanTags the device takes VLAN tags out of frames
 */
public record Offloads(boolean genericReceive, boolean largeReceive, boolean vlanTags) {
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_GGRO = 0x2B;
    private static final int ETHTOOL_GFLAGS = 0x25;
    private static final int ETH_FLAG_RXVLAN = 1 << 8;
    private static final int ETH_FLAG_LRO = 1 << 15;

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int IFNAMSIZ = 16;
    private static final int IFREQ_BYTES = 40;

    /**
     * Asks an interface; what it does not know counts as off. Needs no permission.
     *
     * @param name at most 15 bytes
     */
    public static Offloads read(String name) throws SystemCallException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= IFNAMSIZ) throw new SystemCallException(name, Errno.ENODEV);
        int fd = SystemCall.check("socket", Libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        try (Memory request = new Memory(IFREQ_BYTES);
                Memory value = new Memory(8)) {
            request.clear();
            request.write(0, bytes, 0, bytes.length);
            request.setPointer(IFNAMSIZ, value);
            int gro = ask(fd, request, value, ETHTOOL_GGRO);
            int flags = ask(fd, request, value, ETHTOOL_GFLAGS);
            return new Offloads(
                    gro != 0, (flags & ETH_FLAG_LRO) != 0, (flags & ETH_FLAG_RXVLAN) != 0);
        } finally {
            int unused = Libc.close(fd);
        }
    }

    /** Struct ethtool_value: command, then data. */
    private static int ask(int fd, Memory request, Memory value, int command)
            throws SystemCallException {
        value.setInt(0, command);
        value.setInt(4, 0);
        try {
            SystemCall.check("ioctl", Libc.ioctl(fd, SIOCETHTOOL, request));
        } catch (SystemCallException e) {
            if (e.errno() == Errno.EOPNOTSUPP) return 0;
            throw e;
        }
        return value.getInt(4);
    }
}
