package syntop.linux.sockets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.linux.netlink.Netlink;
import syntop.linux.netlink.NetlinkMessages;
import syntop.linux.netlink.RecordedDump;

class SocketReaderTest {
    private static final long V4_MAPPED = 0xFFFF_0000_0000L;
    private static final int LOOPBACK = 0x7F00_0001;

    private final SocketTable table = new SocketTable();
    private final List<Listener> listeners = new ArrayList<>();

    /** Reads the messages of a datagram; how many were malformed. */
    private int read(byte[] datagram) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length).put(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        SocketReader reader = new SocketReader(buffer, table, listeners);
        messages.over(datagram.length);
        int malformed = 0;
        while (messages.next()) {
            if (messages.type() == Netlink.NLMSG_DONE) continue;
            if (!reader.take(messages)) malformed++;
        }
        return malformed;
    }

    @Test
    void readsWhatTheKernelSent() {
        assertEquals(0, read(RecordedDump.datagram()));
        assertEquals(1, table.size());
        assertEquals(TcpState.ESTABLISHED, table.state(0));
        assertEquals(0, table.localHi(0));
        assertEquals(V4_MAPPED | LOOPBACK, table.localLo(0));
        assertEquals(8080, table.localPort(0));
        assertEquals(V4_MAPPED | LOOPBACK, table.remoteLo(0));
        assertTrue(table.remotePort(0) > 1024);
        assertEquals(0, table.inode(0), "nobody has accepted it");
        Listener listener = listeners.get(0);
        assertEquals(8080, listener.port());
        assertTrue(listener.dual());
        assertTrue(listener.isWildcard());
        assertEquals(1, listener.queued());
        assertEquals(5, listener.limit());
        assertEquals(0, listener.dropped());
        assertTrue(listener.takes(table.localHi(0), table.localLo(0), 8080));
        assertFalse(listener.takes(table.localHi(0), table.localLo(0), 8081));
    }

    /** A message that is too short, of another family, or in no known state. */
    @Test
    void refusesWhatIsNoSocket() {
        byte[] whole = RecordedDump.datagram();
        int length = ByteBuffer.wrap(whole).order(ByteOrder.nativeOrder()).getInt(0);
        byte[] message = Arrays.copyOf(whole, length);
        for (int bytes = 16; bytes < 16 + SocketReader.MESSAGE_BYTES; bytes++) {
            byte[] cut = Arrays.copyOf(message, bytes);
            ByteBuffer.wrap(cut).order(ByteOrder.nativeOrder()).putInt(0, bytes);
            assertEquals(1, read(cut), "bytes=" + bytes);
        }
        message[16] = 1; // AF_UNIX
        assertEquals(1, read(message));
        message[16] = 10;
        message[17] = 13;
        assertEquals(1, read(message));
        assertEquals(0, table.size());
        assertEquals(List.of(), listeners);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreReadOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = RecordedDump.datagram();
        for (int step = 0; step < 20_000; step++) {
            byte[] datagram = whole.clone();
            for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
                datagram[random.nextInt(datagram.length)] = (byte) random.nextInt();
            }
            int malformed = read(Arrays.copyOf(datagram, random.nextInt(datagram.length + 1)));
            assertTrue(malformed <= RecordedDump.MESSAGES, "seed=" + seed + " step=" + step);
        }
    }

    @Test
    void tableKeepsItsRowsWhenItGrows() {
        for (int i = 0; i < 10_000; i++) {
            table.append(
                    TcpState.of(i % TcpState.COUNT), i, ~i, 65_535, -i, 7L * i, i, 3 * i, -1 - i);
        }
        for (int i = 0; i < 10_000; i++) {
            assertEquals(TcpState.of(i % TcpState.COUNT), table.state(i));
            assertEquals(i, table.localHi(i));
            assertEquals(~i, table.localLo(i));
            assertEquals(65_535, table.localPort(i));
            assertEquals(-i, table.remoteHi(i));
            assertEquals(7L * i, table.remoteLo(i));
            assertEquals(i, table.remotePort(i));
            assertEquals(3 * i, table.uid(i));
            assertEquals(-1 - i, table.inode(i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "syn-recv,SYN_RECV",
        "SYN_RECV,SYN_RECV",
        "fin-wait-1,FIN_WAIT_1",
        "FIN_WAIT1,FIN_WAIT_1",
        "ESTABLISHED,ESTABLISHED",
        "estab,",
        "-,"
    })
    void statesHaveTheNamesOfSsAndNetstat(String name, TcpState state) {
        assertEquals(state, TcpState.named(name));
    }

    @Test
    void listenerTakesWhatIsSentToItsAddress() {
        long any4 = V4_MAPPED;
        long host4 = V4_MAPPED | 0xC000_0207L;
        Listener v4 = new Listener(0, any4, 80, false, 0, 1, 0, 33, 1);
        assertTrue(v4.takes(0, host4, 80));
        assertFalse(v4.takes(0x2001_0DB8L << 32, 1, 80));
        Listener v6 = new Listener(0, 0, 80, false, 0, 1, 0, 33, 1);
        assertFalse(v6.takes(0, host4, 80));
        assertTrue(v6.takes(0x2001_0DB8L << 32, 1, 80));
        Listener dual = new Listener(0, 0, 80, true, 0, 1, 0, 33, 1);
        assertTrue(dual.takes(0, host4, 80));
        Listener one = new Listener(0, host4, 80, false, 0, 1, 0, 33, 1);
        assertTrue(one.takes(0, host4, 80));
        assertFalse(one.takes(0, host4 + 1, 80));
    }
}
