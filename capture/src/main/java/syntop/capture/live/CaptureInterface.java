package syntop.capture.live;

import java.util.List;
import syntop.capture.decode.Prefix;

/**
 * A network interface of this host, in the namespace of the calling thread.
 *
 * @param name such as eth0
 * @param index the kernel's number, positive
 * @param up whether it was brought up (IFF_UP); a source can be opened on no other
 * @param running whether it has a carrier too (IFF_RUNNING)
 * @param loopback whether it is the loopback interface
 * @param addresses its own addresses, each a prefix of 128 bits, IPv4 as IPv4-mapped
 */
public record CaptureInterface(
        String name,
        int index,
        boolean up,
        boolean running,
        boolean loopback,
        List<Prefix> addresses) {}
