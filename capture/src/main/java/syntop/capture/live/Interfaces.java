package syntop.capture.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import syntop.capture.CaptureException;
import syntop.capture.batch.SegmentBatch;
import syntop.capture.decode.Prefix;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.SystemCallException;

/**
 * The network interfaces of this host, in the network namespace of the calling thread. Any thread;
 * every call asks the kernel anew.
 */
public final class Interfaces {
    // The thread's own, not the process's: they differ where a thread has entered a namespace.
    private static final Path ROUTES_4 = Path.of("/proc/thread-self/net/route");
    private static final Path ROUTES_6 = Path.of("/proc/thread-self/net/ipv6_route");

    private static final int RTF_UP = 0x1;
    private static final int RTF_REJECT = 0x200;
    private static final String ANY_4 = "00000000";
    private static final String ANY_6 = "0".repeat(32);

    private Interfaces() {}

    /** All interfaces, those without addresses too, in the kernel's order. */
    public static List<CaptureInterface> list() throws CaptureException {
        List<CaptureInterface> interfaces = new ArrayList<>();
        for (NetworkLink link : links()) {
            List<Prefix> addresses = new ArrayList<>();
            for (byte[] address : link.addresses()) {
                addresses.add(prefix(address));
            }
            interfaces.add(
                    new CaptureInterface(
                            link.name(),
                            link.index(),
                            link.is(NetworkLink.IFF_UP),
                            link.is(NetworkLink.IFF_RUNNING),
                            link.is(NetworkLink.IFF_LOOPBACK),
                            List.copyOf(addresses)));
        }
        return interfaces;
    }

    /** The interface of this name, or null. */
    public static CaptureInterface find(String name) throws CaptureException {
        return list().stream().filter(i -> i.name().equals(name)).findFirst().orElse(null);
    }

    /** All own addresses, those of the loopback interface too, as prefixes of 128 bits. */
    public static List<Prefix> localAddresses() throws CaptureException {
        return list().stream().flatMap(i -> i.addresses().stream()).distinct().toList();
    }

    /**
     * The interface that the default route leads to, that with the lowest metric, of IPv4 before
     * IPv6; or null when there is none.
     */
    public static String ofDefaultRoute() throws CaptureException {
        String name = defaultRoute4(lines(ROUTES_4));
        return name != null ? name : defaultRoute6(lines(ROUTES_6));
    }

    /** Fields: interface, destination, gateway, flags, use, count, metric, mask. */
    static String defaultRoute4(List<String> lines) {
        String best = null;
        long bestMetric = Long.MAX_VALUE;
        for (String line : lines) {
            String[] fields = line.trim().split("\\s+", -1);
            if (fields.length < 8 || !fields[1].equals(ANY_4) || !fields[7].equals(ANY_4)) continue;
            if (!isUsable(fields[3]) || Long.parseLong(fields[6]) >= bestMetric) continue;
            bestMetric = Long.parseLong(fields[6]);
            best = fields[0];
        }
        return best;
    }

    /**
     * Fields: destination, length, source, length, next hop, metric, references, use, flags,
     * interface.
     */
    static String defaultRoute6(List<String> lines) {
        String best = null;
        long bestMetric = Long.MAX_VALUE;
        for (String line : lines) {
            String[] fields = line.trim().split("\\s+", -1);
            if (fields.length < 10 || !fields[0].equals(ANY_6) || !fields[1].equals("00")) continue;
            if (!isUsable(fields[8]) || Long.parseLong(fields[5], 16) >= bestMetric) continue;
            bestMetric = Long.parseLong(fields[5], 16);
            best = fields[9];
        }
        return best;
    }

    private static boolean isUsable(String hexFlags) {
        return (Long.parseLong(hexFlags, 16) & (RTF_UP | RTF_REJECT)) == RTF_UP;
    }

    private static List<String> lines(Path file) throws CaptureException {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of(); // built without IPv6
        } catch (IOException e) {
            throw new CaptureException(file + ": cannot be read, " + e.getMessage(), e);
        }
    }

    /**
     * The interface to open.
     *
     * @return null for {@link LiveOptions#ANY}
     * @throws CaptureException if it is missing or down
     */
    static NetworkLink requireUp(String name) throws CaptureException {
        if (name.equals(LiveOptions.ANY)) return null;
        List<NetworkLink> links = links();
        for (NetworkLink link : links) {
            if (!link.name().equals(name)) continue;
            if (!link.is(NetworkLink.IFF_UP)) throw Refusals.down(name);
            return link;
        }
        throw Refusals.missing(name, links);
    }

    private static List<NetworkLink> links() throws CaptureException {
        try {
            return NetworkLink.list();
        } catch (SystemCallException e) {
            throw new CaptureException("cannot list the interfaces, " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new CaptureException("cannot load JNA's native library: " + e, e);
        }
    }

    private static Prefix prefix(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return address.length == 4
                ? new Prefix(0, SegmentBatch.V4_MAPPED | bytes.getInt() & 0xFFFF_FFFFL, 128)
                : new Prefix(bytes.getLong(), bytes.getLong(), 128);
    }
}
