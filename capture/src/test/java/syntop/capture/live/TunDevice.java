package syntop.capture.live;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import syntop.linux.sys.Libc;
import syntop.linux.sys.SystemCall;

/** The far end of a tun interface, tuntap.rst of the kernel; opened in the namespace it is in. */
final class TunDevice implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454CA;
    private static final short IFF_TUN_NO_PI = 0x1001;

    private final int fd;

    TunDevice(String name) throws Exception {
        fd = SystemCall.check("open", NamespaceCalls.open("/dev/net/tun", O_RDWR));
        try (Memory request = new Memory(40)) {
            request.clear();
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            request.write(0, bytes, 0, bytes.length);
            request.setShort(16, IFF_TUN_NO_PI);
            SystemCall.check("TUNSETIFF", Libc.ioctl(fd, TUNSETIFF, request));
        }
    }

    /** Lets a packet come in by the interface. */
    void receive(byte[] packet) throws Exception {
        SystemCall.check("write", Libc.write(fd, packet, packet.length));
    }

    @Override
    public void close() {
        int unused = Libc.close(fd);
    }
}
