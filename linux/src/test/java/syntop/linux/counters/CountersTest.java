package syntop.linux.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntop.linux.sys.SystemCallException;

class CountersTest {
    @TempDir Path interfaces;

    private void interfaceWith(String name, long missed, long fifo) throws Exception {
        Path statistics = Files.createDirectories(interfaces.resolve(name).resolve("statistics"));
        Files.writeString(statistics.resolve("rx_missed_errors"), missed + "\n");
        Files.writeString(statistics.resolve("rx_fifo_errors"), fifo + "\n");
        Files.writeString(statistics.resolve("rx_dropped"), "1000000\n");
    }

    @Test
    void dropsAreMissedAndFifoErrors() throws Exception {
        interfaceWith("eth0", 5, 7);
        interfaceWith("eth1", 100, 0);
        Files.writeString(interfaces.resolve("bonding_masters"), "bond0\n");
        InterfaceDrops drops = new InterfaceDrops(interfaces);
        assertEquals(12, drops.read("eth0"));
        assertEquals(112, drops.read(null));
        assertEquals(0, drops.read("eth7"));
    }

    @Test
    void softnetSumsProcessorsInHexadecimal() {
        List<String> lines =
                List.of(
                        "00001eb8 0000000a 00000001 00000000 00000000 00000000",
                        "ffffffff 00000001 00000010 00000000 00000000 00000000");
        assertEquals(new Softnet(0x1_0000_1EB7L, 11, 17), Softnet.parse(lines));
    }

    @Test
    void synCookiesAreReadAsTcpManualSays() {
        assertEquals(SynCookies.OFF, SynCookies.parse("0\n"));
        assertEquals(SynCookies.WHEN_FULL, SynCookies.parse("1\n"));
        assertEquals(SynCookies.ALWAYS, SynCookies.parse("2\n"));
    }

    /** As Linux 6.18 has them, shortened; IpExt and Ip are other groups. */
    @Test
    void tcpCountersAreFoundByName() {
        List<String> lines =
                List.of(
                        "TcpExt: SyncookiesSent SyncookiesRecv SyncookiesFailed ListenOverflows New",
                        "TcpExt: 48201 7 3 18446744073709551615 9",
                        "IpExt: ListenDrops",
                        "IpExt: 5",
                        "Tcp: MaxConn ActiveOpens PassiveOpens AttemptFails",
                        "Tcp: -1 10 2113 4",
                        "UdpLite: InErrors");
        TcpCounters counters = TcpCounters.parse(lines);
        assertEquals(48_201, counters.get(TcpCounters.Counter.SyncookiesSent));
        assertEquals(7, counters.get(TcpCounters.Counter.SyncookiesRecv));
        assertEquals(3, counters.get(TcpCounters.Counter.SyncookiesFailed));
        assertEquals(-1, counters.get(TcpCounters.Counter.ListenOverflows));
        assertEquals(0, counters.get(TcpCounters.Counter.ListenDrops));
        assertEquals(2_113, counters.get(TcpCounters.Counter.PassiveOpens));
        assertEquals(4, counters.get(TcpCounters.Counter.AttemptFails));
        TcpCounters earlier = TcpCounters.of(48_000, 8);
        assertEquals(201, counters.since(earlier, TcpCounters.Counter.SyncookiesSent));
        assertEquals(0, counters.since(earlier, TcpCounters.Counter.SyncookiesRecv));
    }

    @Test
    void thisSystemCanBeRead() throws Exception {
        assertTrue(TcpCounters.read().get(TcpCounters.Counter.PassiveOpens) >= 0);
        assertTrue(Softnet.read().processed() > 0);
        assertTrue(new InterfaceDrops().read(null) >= 0);
        Offloads loopback = Offloads.read("lo");
        assertEquals(false, loopback.vlanTags());
        assertThrows(SystemCallException.class, () -> Offloads.read("eth-of-nobody"));
        assertThrows(SystemCallException.class, () -> Offloads.read("a-name-of-sixteen-bytes"));
    }
}
