package syntop.capture.live;

import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import syntop.linux.sys.Libc;
import syntop.linux.sys.NetworkLink;
import syntop.linux.sys.SystemCall;

/** Sends whole frames from an interface of the namespace that the making thread is in. */
final class FrameSender implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int ENOBUFS = 105;

    private final int fd;

    FrameSender(String interfaceName) throws Exception {
        fd = SystemCall.check("socket", Libc.socket(AF_PACKET, SOCK_RAW, 0));
        ByteBuffer address = ByteBuffer.allocate(20).order(ByteOrder.nativeOrder());
        address.putShort((short) AF_PACKET).putShort((short) 0);
        address.putInt(NetworkLink.find(interfaceName).index());
        SystemCall.check("bind", Libc.bind(fd, address.array(), 20));
    }

    void send(byte[] frame) {
        while (NamespaceCalls.send(fd, frame, frame.length, 0) != frame.length) {
            int errno = Native.getLastError();
            if (errno != ENOBUFS) throw new IllegalStateException("send: errno=" + errno);
        }
    }

    @Override
    public void close() {
        int unused = Libc.close(fd);
    }
}
