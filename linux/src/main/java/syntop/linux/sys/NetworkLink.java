package syntop.linux.sys;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network interface as the kernel describes it.
 *
 * @param name such as eth0
 * @param index the kernel's number, positive
 * @param flags IFF_ bits
 * @param hardwareType ARPHRD_ number
 * @param addresses its own, 4 or 16 bytes each in network order
 */
public record NetworkLink(
        String name, int index, int flags, int hardwareType, List<byte[]> addresses) {
    /** Brought up. */
    public static final int IFF_UP = 0x1;

    /** The loopback interface. */
    public static final int IFF_LOOPBACK = 0x8;

    /** Has a carrier. */
    public static final int IFF_RUNNING = 0x40;

    /** Ethernet, and what looks like it: veth, bridges, bonds, managed Wi-Fi. */
    public static final int ARPHRD_ETHER = 1;

    /** Loopback: Ethernet frames without addresses. */
    public static final int ARPHRD_LOOPBACK = 772;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_PACKET = 17;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCGIFINDEX = 0x8933;
    private static final int IFNAMSIZ = 16;
    private static final int IFREQ_BYTES = 40;

    // struct ifaddrs of getifaddrs(3): next, name, flags with padding, address, five more
    private static final int NAME = Native.POINTER_SIZE;
    private static final int FLAGS = 2 * Native.POINTER_SIZE;
    private static final int ADDRESS = 3 * Native.POINTER_SIZE;

    // struct sockaddr_ll of packet(7)
    private static final int SLL_IFINDEX = 4;
    private static final int SLL_HATYPE = 8;

    /** Whether a bit of {@code IFF_} is set. */
    public boolean is(int flag) {
        return (flags & flag) != 0;
    }

    /**
     * All interfaces in the network namespace of the calling thread, in the kernel's order, those
     * without any address too.
     */
    public static List<NetworkLink> list() throws SystemCallException {
        try (Memory list = new Memory(Native.POINTER_SIZE)) {
            SystemCall.check("getifaddrs", Libc.getifaddrs(list));
            Pointer first = list.getPointer(0);
            try {
                return read(first);
            } finally {
                if (first != null) Libc.freeifaddrs(first);
            }
        }
    }

    /** The interface of this name, or null. */
    public static NetworkLink find(String name) throws SystemCallException {
        for (NetworkLink link : list()) {
            if (link.name.equals(name)) return link;
        }
        return null;
    }

    /**
     * Every interface has an entry, those come first; then one for each address. The first ones
     * have an address of AF_PACKET, or none where the link layer knows no addresses (tun).
     */
    private static List<NetworkLink> read(Pointer first) throws SystemCallException {
        Map<String, NetworkLink> links = new LinkedHashMap<>();
        for (Pointer entry = first; entry != null; entry = entry.getPointer(0)) {
            Pointer address = entry.getPointer(ADDRESS);
            String name = entry.getPointer(NAME).getString(0);
            NetworkLink link = links.get(name);
            int family = address == null ? AF_PACKET : address.getShort(0);
            if (family == AF_PACKET && link == null) {
                int flags = entry.getInt(FLAGS);
                int index = address == null ? ask(name, SIOCGIFINDEX) : address.getInt(SLL_IFINDEX);
                int type = address == null ? ask(name, SIOCGIFHWADDR) : address.getInt(SLL_HATYPE);
                int hardware = type & 0xFFFF; // a short, in both structs
                links.put(name, new NetworkLink(name, index, flags, hardware, new ArrayList<>()));
            } else if (link != null && family == AF_INET) {
                link.addresses.add(address.getByteArray(4, 4)); // sockaddr_in: family, port
            } else if (link != null && family == AF_INET6) {
                link.addresses.add(address.getByteArray(8, 16)); // and flow information
            }
        }
        return List.copyOf(links.values());
    }

    /** Asks for a field of struct ifreq, netdevice(7); 0 when the interface is gone by now. */
    private static int ask(String name, long request) throws SystemCallException {
        int fd = SystemCall.check("socket", Libc.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        try (Memory ifreq = new Memory(IFREQ_BYTES)) {
            ifreq.clear();
            ifreq.setString(0, name); // getifaddrs gives at most 15 bytes
            return Libc.ioctl(fd, request, ifreq) == 0 ? ifreq.getInt(IFNAMSIZ) : 0;
        } finally {
            int unused = Libc.close(fd);
        }
    }
}
