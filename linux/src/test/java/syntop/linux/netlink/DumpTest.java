package syntop.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import syntop.linux.sys.Errno;
import syntop.linux.sys.SystemCallException;

class DumpTest {
    private static final int ENTRY = 20;
    private static final byte[] SUCCESS = Message.u32(0);

    private final List<Integer> taken = new ArrayList<>();

    private DumpResult dump(byte[]... messages) throws SystemCallException {
        Dump dump = new Dump("tcp sockets", 1, 4711, this::take);
        byte[] datagram = Message.join(messages);
        NetlinkMessages cursor = new NetlinkMessages(Message.direct(datagram));
        cursor.over(datagram.length);
        dump.take(cursor);
        return dump.result();
    }

    /** Entries of 9 bytes are malformed. */
    private boolean take(NetlinkMessages message) {
        taken.add(message.length());
        return message.length() != 9;
    }

    private static byte[] entry(int bytes) {
        return Message.of(ENTRY, 2, 1, 4711, new byte[bytes]);
    }

    private static byte[] done(int flags) {
        return Message.of(Netlink.NLMSG_DONE, flags, 1, 4711, SUCCESS);
    }

    @Test
    void takesEntriesUntilTheEnd() throws Exception {
        assertEquals(new DumpResult(2, 0, false, true), dump(entry(4), entry(8), done(2)));
        assertEquals(List.of(4, 8), taken);
        assertEquals(new DumpResult(1, 0, false, false), dump(entry(4)));
        taken.clear();
        dump(RecordedDump.datagram());
        assertEquals(List.of(492, 508), taken);
    }

    @Test
    void countsWhatItCannotRead() throws Exception {
        assertEquals(new DumpResult(1, 1, false, true), dump(entry(9), entry(1), done(2)));
        byte[] overrun = Message.of(Netlink.NLMSG_OVERRUN, 0, 1, 4711, new byte[0]);
        byte[] noop = Message.of(Netlink.NLMSG_NOOP, 0, 1, 4711, new byte[0]);
        assertEquals(new DumpResult(0, 1, false, true), dump(overrun, noop, done(2)));
        byte[] cut = Arrays.copyOf(entry(8), 20);
        assertEquals(new DumpResult(1, 1, false, false), dump(entry(1), cut));
        byte[] odd = Message.of(Netlink.NLMSG_DONE, 2, 1, 4711, Message.u32(5));
        assertEquals(new DumpResult(0, 1, false, true), dump(odd));
    }

    @Test
    void passesOverAnswersToOthers() throws Exception {
        byte[] before = Message.of(ENTRY, 2, 0, 4711, new byte[4]);
        byte[] others = Message.of(Netlink.NLMSG_DONE, 2, 1, 4712, SUCCESS);
        assertEquals(new DumpResult(1, 0, false, true), dump(before, others, entry(8), done(2)));
        assertEquals(List.of(8), taken);
    }

    @Test
    void tellsThatTheTableChanged() throws Exception {
        assertEquals(new DumpResult(1, 0, true, true), dump(entry(4), done(0x12)));
    }

    @Test
    void errorOfTheKernelEndsIt() {
        byte[] words = Message.attribute(1, "family unknown\0".getBytes(StandardCharsets.UTF_8));
        byte[] payload = Message.join(Message.u32(-Errno.EPERM), new byte[16], words);
        byte[] error = Message.of(Netlink.NLMSG_ERROR, 0x300, 1, 4711, payload);
        SystemCallException e =
                assertThrows(SystemCallException.class, () -> dump(entry(4), error));
        assertEquals(Errno.EPERM, e.errno());
        assertEquals("tcp sockets: permission denied (family unknown)", e.getMessage());
    }
}
