package syntop.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetlinkMessagesTest {
    private static final int ENTRY = 20;

    private static NetlinkMessages over(byte[] datagram) {
        NetlinkMessages messages = new NetlinkMessages(Message.direct(datagram));
        messages.over(datagram.length);
        return messages;
    }

    @Test
    void givesHeadersInOrder() {
        byte[] first = Message.of(ENTRY, 2, 7, 4711, new byte[] {1, 2, 3});
        byte[] second = Message.of(0xFFFF, 0xFFFF, -1, -2, new byte[0]);
        NetlinkMessages messages = over(Message.join(first, second));
        assertTrue(messages.next());
        assertEquals(ENTRY, messages.type());
        assertEquals(2, messages.flags());
        assertEquals(7, messages.sequence());
        assertEquals(4711, messages.port());
        assertEquals(16, messages.offset());
        assertEquals(3, messages.length());
        assertTrue(messages.next());
        assertEquals(0xFFFF, messages.type());
        assertEquals(0xFFFF, messages.flags());
        assertEquals(-1, messages.sequence());
        assertEquals(-2, messages.port());
        assertEquals(0, messages.length());
        assertFalse(messages.next());
        assertFalse(messages.isDamaged());
    }

    @Test
    void lastMessageNeedsNoPadding() {
        byte[] padded = Message.of(ENTRY, 0, 1, 1, new byte[] {1});
        NetlinkMessages messages = over(Arrays.copyOf(padded, 17));
        assertTrue(messages.next());
        assertEquals(1, messages.length());
        assertFalse(messages.next());
        assertFalse(messages.isDamaged());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 21, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void lengthThatDoesNotFitEndsTheWalk(int length) {
        byte[] datagram = Message.of(ENTRY, 0, 1, 1, new byte[4]);
        ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder()).putInt(0, length);
        NetlinkMessages messages = over(datagram);
        assertFalse(messages.next());
        assertTrue(messages.isDamaged());
        assertFalse(messages.next());
        messages.over(0);
        assertFalse(messages.next());
        assertFalse(messages.isDamaged());
    }

    @Test
    void datagramCannotBeLongerThanTheBuffer() {
        NetlinkMessages messages = over(new byte[16]);
        assertThrows(IndexOutOfBoundsException.class, () -> messages.over(17));
        assertThrows(IndexOutOfBoundsException.class, () -> messages.over(-1));
    }

    @Test
    void attributesNestAndUnknownOnesArePassedOver() {
        byte[] inner =
                Message.join(
                        Message.attribute(9, new byte[5]),
                        Message.attribute(1, (byte) 0x12, (byte) 0x34),
                        Message.attribute(2, new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) 0x88}));
        byte[] payload =
                Message.join(
                        new byte[] {7, 7, 0, 0},
                        Message.attribute(3 | Netlink.NLA_F_NESTED, inner),
                        Message.attribute(4 | 0x4000, (byte) 0xFE),
                        Message.attribute(5, Message.u32(-77)),
                        Message.attribute(6, "cubic\0?".getBytes(StandardCharsets.UTF_8)));
        byte[] datagram = Message.of(ENTRY, 0, 1, 1, payload);
        ByteBuffer buffer = Message.direct(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        Attributes nested = new Attributes(buffer);
        messages.over(datagram.length);
        assertTrue(messages.next());

        Attributes attributes = messages.attributes(2);
        assertTrue(attributes.next());
        assertEquals(3, attributes.type());
        nested.over(attributes);
        assertTrue(nested.next());
        assertEquals(9, nested.type());
        assertTrue(nested.next());
        assertEquals(0x1234, nested.getNetworkShort());
        assertTrue(nested.next());
        assertEquals(0x01020304, nested.getNetworkInt());
        assertEquals(0x0102030405060788L, nested.getNetworkLong());
        assertEquals(0x0102030405060788L, nested.getNetworkLong(0));
        assertFalse(nested.next());
        assertFalse(nested.isDamaged());

        assertTrue(attributes.next());
        assertEquals(4, attributes.type());
        assertEquals(0xFE, attributes.getByte());
        assertTrue(attributes.next());
        assertEquals(-77, attributes.getInt());
        assertTrue(attributes.next());
        assertEquals("cubic", attributes.getString());
        assertFalse(attributes.next());
        assertFalse(attributes.isDamaged());
    }

    @Test
    void valueThatIsTooShortIsZeroAndDamage() {
        byte[] datagram = Message.of(ENTRY, 0, 1, 1, Message.attribute(1, (byte) 1, (byte) 2));
        NetlinkMessages messages = over(datagram);
        assertTrue(messages.next());
        Attributes attributes = messages.attributes(0);
        assertTrue(attributes.next());
        assertEquals(1, attributes.getByte());
        assertFalse(attributes.isDamaged());
        assertEquals(0, attributes.getInt());
        assertTrue(attributes.isDamaged());
        assertEquals(0, attributes.getNetworkLong(0));
    }

    @Test
    void payloadShorterThanItsHeaderIsDamage() {
        NetlinkMessages messages = over(Message.of(ENTRY, 0, 1, 1, new byte[71]));
        assertTrue(messages.next());
        Attributes attributes = messages.attributes(72);
        assertFalse(attributes.next());
        assertTrue(attributes.isDamaged());
    }

    /** ip link show nosuch, of the kernel's "No such device": the request capped, no words. */
    @Test
    void readsErrors() {
        byte[] capped = Message.join(Message.u32(-19), new byte[16]);
        NetlinkMessages messages = over(Message.of(Netlink.NLMSG_ERROR, 0x100, 1, 1, capped));
        assertTrue(messages.next());
        assertEquals(19, messages.errno());
        assertNull(messages.explanation());

        byte[] words = Message.attribute(1, "no way\0".getBytes(StandardCharsets.UTF_8));
        byte[] explained = Message.join(capped, words);
        messages = over(Message.of(Netlink.NLMSG_ERROR, 0x300, 1, 1, explained));
        assertTrue(messages.next());
        assertEquals("no way", messages.explanation());

        byte[] request = Message.of(ENTRY, 1, 1, 1, new byte[8]);
        byte[] whole = Message.join(Message.u32(-22), request, words);
        messages = over(Message.of(Netlink.NLMSG_ERROR, 0x200, 1, 1, whole));
        assertTrue(messages.next());
        assertEquals(22, messages.errno());
        assertEquals("no way", messages.explanation());

        byte[] done = Message.join(Message.u32(-2), words);
        messages = over(Message.of(Netlink.NLMSG_DONE, 0x202, 1, 1, done));
        assertTrue(messages.next());
        assertEquals(2, messages.errno());
        assertEquals("no way", messages.explanation());

        messages = over(Message.of(Netlink.NLMSG_ERROR, 0, 1, 1, Message.u32(19)));
        assertTrue(messages.next());
        assertEquals(-1, messages.errno(), "not negated");
    }

    /** Every prefix is walked to an end, and one that cuts a message is told. */
    @Test
    void cutAtEveryLength() {
        byte[] whole = RecordedDump.datagram();
        int complete = 0;
        for (int bytes = 0; bytes <= whole.length; bytes++) {
            int found = walk(Arrays.copyOf(whole, bytes), "bytes=" + bytes);
            assertTrue(found >= complete);
            complete = found;
        }
        assertEquals(RecordedDump.MESSAGES, complete);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreWalkedToAnEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = RecordedDump.datagram();
        for (int step = 0; step < 20_000; step++) {
            byte[] datagram;
            if (random.nextBoolean()) {
                datagram = whole.clone();
                for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
                    datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
                }
            } else {
                datagram = new byte[random.nextInt(200)];
                random.nextBytes(datagram);
            }
            walk(datagram, "seed=" + seed + " step=" + step);
        }
    }

    /** Reads all that can be read; the buffer is no longer than the datagram. */
    private static int walk(byte[] datagram, String where) {
        ByteBuffer buffer = Message.direct(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        Attributes nested = new Attributes(buffer);
        messages.over(datagram.length);
        int found = 0;
        int last = 0;
        while (messages.next()) {
            found++;
            assertTrue(messages.offset() >= last + 16, where);
            assertTrue(messages.offset() + messages.length() <= datagram.length, where);
            last = messages.offset();
            int errno = messages.errno();
            assertTrue(errno >= -1, where);
            String unused = messages.explanation();
            for (Attributes outer = messages.attributes(72); outer.next(); ) {
                assertTrue(outer.offset() + outer.length() <= datagram.length, where);
                read(outer);
                nested.over(outer);
                while (nested.next()) read(nested);
            }
        }
        return found;
    }

    private static void read(Attributes attributes) {
        long unused =
                (long) attributes.getByte() + attributes.getInt() + attributes.getNetworkShort();
        unused += attributes.getNetworkInt() + attributes.getNetworkLong();
        unused += attributes.getNetworkLong(8) + attributes.type();
        assertTrue(attributes.getString().indexOf('\0') < 0);
    }
}
