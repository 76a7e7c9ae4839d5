package syntop.linux.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SystemCallTest {
    @Test
    void failureTellsTheCallAndTheReason() {
        SystemCallException e =
                assertThrows(
                        SystemCallException.class,
                        () -> SystemCall.check("socket", Libc.socket(-1, 0, 0)));
        assertEquals("socket: the kernel cannot do this", e.getMessage());
        assertEquals(Errno.EAFNOSUPPORT, e.errno());
        assertFalse(e.isPermission());
        assertTrue(new SystemCallException("bind", Errno.EPERM).isPermission());
        assertTrue(new SystemCallException("bind", Errno.EACCES).isPermission());
        assertEquals("errno=4711", Errno.describe(4711));
    }

    @Test
    void listsLoopbackWithItsAddress() throws Exception {
        NetworkLink loopback = NetworkLink.find("lo");
        assertEquals(NetworkLink.ARPHRD_LOOPBACK, loopback.hardwareType());
        assertTrue(loopback.is(NetworkLink.IFF_LOOPBACK));
        assertTrue(loopback.index() > 0);
        List<String> addresses =
                loopback.addresses().stream().map(HexFormat.of()::formatHex).toList();
        assertTrue(addresses.contains("7f000001"), addresses::toString);
        assertNull(NetworkLink.find("eth7"));
    }

    /** The timeout is a guard: a wait that is not woken would last for an hour. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void waitEndsWhenWoken() throws Exception {
        int never = SystemCall.check("eventfd", Libc.eventfd(0, 0));
        try (WakeUp wakeUp = new WakeUp();
                Poll poll = new Poll(never, wakeUp)) {
            Thread other = new Thread(wakeUp::signal);
            other.start();
            assertEquals(0, poll.await((int) TimeUnit.HOURS.toMillis(1)));
            assertEquals(0, poll.await((int) TimeUnit.HOURS.toMillis(1))); // and for good
            assertEquals(0, poll.awaitUndisturbed(0));
            other.join();
        } finally {
            assertEquals(0, Libc.close(never));
        }
    }

    @Test
    void wakingAfterTheEndDoesNothing() throws Exception {
        WakeUp wakeUp = new WakeUp();
        wakeUp.close();
        wakeUp.signal();
        wakeUp.close();
        // the number is free again, and nobody has written to who got it
        int reused = SystemCall.check("eventfd", Libc.eventfd(0, 0));
        try (WakeUp never = new WakeUp();
                Poll poll = new Poll(reused, never)) {
            wakeUp.signal();
            assertEquals(0, poll.await(0));
        } finally {
            assertEquals(0, Libc.close(reused));
        }
    }
}
