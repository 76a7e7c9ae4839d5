package syntop.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import syntop.linux.sys.Errno;
import syntop.linux.sys.Libc;
import syntop.linux.sys.SystemCall;
import syntop.linux.sys.SystemCallException;

/** Against this machine's kernel; needs no permission. The timeout is a guard against a hang. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NetlinkSocketTest {
    private static final int NETLINK_ROUTE = 0;
    private static final int NETLINK_USERSOCK = 2;
    private static final int RTM_GETLINK = 18;
    private static final int IFINFOMSG_BYTES = 16;
    private static final int IFLA_IFNAME = 3;

    /** A system call that this test alone needs. */
    private static final class Sendto {
        static {
            Native.register(Sendto.class, NativeLibrary.getProcess());
        }

        static native long sendto(
                int fd, byte[] bytes, long count, int flags, byte[] address, int addressBytes);
    }

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(NetlinkSocket.DATAGRAM_BYTES);
    private int loopbacks;

    private static NetlinkRequest links(int flags) {
        return new NetlinkRequest(RTM_GETLINK, flags).putBytes(new byte[IFINFOMSG_BYTES]);
    }

    private boolean countLoopback(NetlinkMessages message) {
        Attributes attributes = message.attributes(IFINFOMSG_BYTES);
        while (attributes.next()) {
            if (attributes.type() == IFLA_IFNAME && attributes.getString().equals("lo")) {
                loopbacks++;
            }
        }
        return !attributes.isDamaged();
    }

    @Test
    void dumpsInterfaces() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NETLINK_ROUTE)) {
            for (int round = 1; round < 3; round++) {
                NetlinkRequest request = links(Netlink.NLM_F_DUMP);
                DumpResult result = socket.dump("links", request, buffer, this::countLoopback);
                assertTrue(result.complete());
                assertTrue(result.entries() > 0);
                assertEquals(0, result.malformed());
                assertEquals(round, loopbacks);
            }
        }
    }

    /** NLA_F_NESTED is not asked for here, an attribute is: the name in place of an index. */
    @Test
    void attributesOfARequestArriveAndErrorsComeBackInWords() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NETLINK_ROUTE)) {
            NetlinkRequest request = links(Netlink.NLM_F_ACK);
            int name = request.beginAttribute(IFLA_IFNAME);
            request.putBytes(new byte[] {'l', 'o', 0}).endAttribute(name);
            DumpResult result = socket.dump("link", request, buffer, this::countLoopback);
            assertEquals(1, result.entries());
            assertEquals(1, loopbacks);

            NetlinkRequest nobody = links(0);
            int start = nobody.beginAttribute(IFLA_IFNAME);
            nobody.putBytes(new byte[] {'e', 't', 'h', '7', '?', 0}).endAttribute(start);
            SystemCallException e =
                    assertThrows(
                            SystemCallException.class,
                            () -> socket.dump("link", nobody, buffer, m -> true));
            assertEquals(Errno.ENODEV, e.errno());
        }
    }

    @Test
    void protocolThatIsNotThereIsToldAsSuch() {
        SystemCallException e =
                assertThrows(SystemCallException.class, () -> new NetlinkSocket(31));
        assertEquals(Errno.EPROTONOSUPPORT, e.errno());
        assertEquals("netlink socket: the kernel cannot do this", e.getMessage());
    }

    /** Unread acknowledgements fill the smallest buffer there is; then all is well again. */
    @Test
    void overrunIsCountedAndNotFatal() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NETLINK_ROUTE)) {
            assertTrue(socket.receiveBuffer(0) < 10_000);
            for (int i = 0; i < 200; i++) socket.send(links(Netlink.NLM_F_ACK));
            assertTrue(socket.await(0));
            int datagrams = 0;
            while (socket.receive(buffer) != 0) datagrams++;
            assertTrue(datagrams < 200, () -> "no overrun");
            assertTrue(socket.overruns() > 0);
            assertTrue(socket.receiveBuffer(1 << 20) >= 1 << 20);
            DumpResult result =
                    socket.dump("links", links(Netlink.NLM_F_DUMP), buffer, this::countLoopback);
            assertEquals(0, result.malformed());
            assertEquals(1, loopbacks);
        }
    }

    @Test
    void datagramThatIsLongerThanTheBufferIsCounted() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NETLINK_ROUTE)) {
            socket.send(links(Netlink.NLM_F_DUMP));
            ByteBuffer small = ByteBuffer.allocateDirect(64);
            assertEquals(
                    Message.of(Netlink.NLMSG_DONE, 0, 1, 1, new byte[4]).length,
                    socket.receive(small));
            assertTrue(socket.truncated() > 0);
            assertEquals(0, socket.receive(small));
        }
    }

    @Test
    void messageOfAnotherProcessIsPassedOver() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NETLINK_USERSOCK)) {
            int other = SystemCall.check("socket", Libc.socket(16, 3, NETLINK_USERSOCK));
            byte[] address = Message.u32(16, socket.port(), 0); // struct sockaddr_nl
            byte[] message = Message.of(Netlink.NLMSG_DONE, 0, 1, 1, new byte[4]);
            long sent = Sendto.sendto(other, message, message.length, 0, address, address.length);
            assertEquals(message.length, SystemCall.check("sendto", sent));
            assertEquals(0, Libc.close(other));
            assertTrue(socket.await(0));
            assertEquals(0, socket.receive(buffer));
            assertEquals(1, socket.foreign());
        }
    }

    @Test
    void wakeEndsAWaitForGood() throws Exception {
        try (NetlinkSocket socket = new NetlinkSocket(NETLINK_ROUTE)) {
            Thread other = new Thread(socket::wake);
            other.start();
            assertFalse(socket.await((int) TimeUnit.HOURS.toMillis(1)));
            other.join();
            DumpResult result = socket.dump("links", links(Netlink.NLM_F_DUMP), buffer, m -> true);
            assertEquals(new DumpResult(0, 0, false, false), result);
        }
    }
}
