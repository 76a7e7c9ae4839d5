package syntop.linux.conntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.linux.netlink.NetlinkMessages;

class FlowReaderTest {
    /** What {@code conntrack -L -o extended,id} said of the same table. */
    private static final String TABLE =
            """
            ipv6 icmpv6 58 src=0:0:0:0:0:0:0:1 dst=0:0:0:0:0:0:0:1 type=128 code=0 id=78 packets=1 bytes=48 src=0:0:0:0:0:0:0:1 dst=0:0:0:0:0:0:0:1 type=129 code=0 id=78 packets=1 bytes=48 mark=0 id=3252129371
            ipv4 icmp 1 src=127.0.0.1 dst=127.0.0.1 type=8 code=0 id=77 packets=1 bytes=28 src=127.0.0.1 dst=127.0.0.1 type=0 code=0 id=77 packets=1 bytes=28 mark=0 id=2849836577
            ipv6 udp 17 src=0:0:0:0:0:0:0:1 dst=0:0:0:0:0:0:0:1 sport=44039 dport=9999 packets=1 bytes=49 [UNREPLIED] src=0:0:0:0:0:0:0:1 dst=0:0:0:0:0:0:0:1 sport=9999 dport=44039 packets=0 bytes=0 mark=0 id=3726290175
            ipv4 unknown 50 src=127.0.0.1 dst=127.0.0.1 packets=1 bytes=28 [UNREPLIED] src=127.0.0.1 dst=127.0.0.1 packets=0 bytes=0 mark=0 id=773517313
            ipv4 tcp 6 ESTABLISHED src=127.0.0.1 dst=127.0.0.1 sport=57478 dport=8083 packets=2 bytes=112 src=127.0.0.1 dst=127.0.0.1 sport=8082 dport=57478 packets=1 bytes=60 [ASSURED] mark=0 id=516663733
            ipv4 udp 17 src=127.0.0.1 dst=127.0.0.1 sport=49817 dport=9999 packets=1 bytes=29 [UNREPLIED] src=127.0.0.1 dst=127.0.0.1 sport=9999 dport=49817 packets=0 bytes=0 mark=0 id=3049977142
            ipv4 tcp 6 ESTABLISHED src=127.0.0.1 dst=127.0.0.1 sport=35920 dport=8080 packets=2 bytes=112 src=127.0.0.1 dst=127.0.0.1 sport=8080 dport=35920 packets=1 bytes=60 [ASSURED] mark=0 id=520091760
            ipv6 tcp 6 ESTABLISHED src=0:0:0:0:0:0:0:1 dst=0:0:0:0:0:0:0:1 sport=58244 dport=8081 packets=2 bytes=152 src=0:0:0:0:0:0:0:1 dst=0:0:0:0:0:0:0:1 sport=8081 dport=58244 packets=1 bytes=80 [ASSURED] mark=0 id=701840083
            ipv4 sctp 132 src=127.0.0.1 dst=127.0.0.1 sport=1000 dport=2000 packets=1 bytes=52 [UNREPLIED] src=127.0.0.1 dst=127.0.0.1 sport=2000 dport=1000 packets=0 bytes=0 mark=0 id=934748469
            """;

    @Test
    void readsTheTableAsTheToolDoes() {
        assertEquals(TABLE, String.join("\n", Recorded.read(Recorded.datagram("flows"))) + "\n");
    }

    @Test
    void tellsTranslationAndState() {
        List<String> seen = new ArrayList<>();
        each(
                Recorded.datagram("flows"),
                flow -> {
                    String state = flow.protocol() + " " + flow.state().key();
                    seen.add(flow.isTranslated() ? state + " translated" : state);
                });
        assertEquals(
                List.of(
                        "58 replied",
                        "1 replied",
                        "17 unreplied",
                        "50 unreplied",
                        "6 established translated",
                        "17 unreplied",
                        "6 established",
                        "6 established",
                        "132 unreplied"),
                seen);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, SYN_SENT",
        "9, 0, SYN_SENT2",
        "10, 0, UNREPLIED",
        "-1, 2, REPLIED",
        "-1, 6, ASSURED",
        "3, 16390, OFFLOADED"
    })
    void stateIsThatOfTcpWhereItIsTold(int tcpState, int status, FlowState state) {
        assertEquals(state, FlowState.of(tcpState, status));
    }

    private static int each(byte[] datagram, FlowHandler handler) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(1, datagram.length)).put(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        FlowReader reader = new FlowReader(buffer, handler);
        messages.over(datagram.length);
        int taken = 0;
        while (messages.next()) {
            if (reader.take(messages)) taken++;
        }
        return taken;
    }

    /** What may be told of any connection. */
    static void check(Flow flow) {
        assertTrue(flow.family() == Flow.IPV4 || flow.family() == Flow.IPV6);
        for (Tuple tuple : new Tuple[] {flow.original(), flow.reply()}) {
            within(tuple.protocol(), 0, 255);
            within(tuple.sourcePort(), -1, 65535);
            within(tuple.destinationPort(), -1, 65535);
            within(tuple.icmpId(), -1, 65535);
            within(tuple.icmpType(), -1, 255);
            within(tuple.icmpCode(), -1, 255);
        }
        within(flow.timeoutSeconds(), -1, 0xFFFF_FFFFL);
        within(flow.mark(), 0, 0xFFFF_FFFFL);
        within(flow.id(), -1, 0xFFFF_FFFFL);
        within(flow.zone(), 0, 65535);
        within(flow.originalPackets(), -1, Long.MAX_VALUE);
        within(flow.replyBytes(), -1, Long.MAX_VALUE);
        assertFalse(flow.state().key().isEmpty());
    }

    private static void within(long value, long least, long most) {
        assertTrue(value >= least && value <= most, () -> "got " + value);
    }

    @Test
    void readsNothingPastTheEndOfWhatWasCutShort() {
        byte[] datagram = Recorded.datagram("flows");
        int whole = each(datagram, FlowReaderTest::check);
        for (int length = 0; length < datagram.length; length++) {
            int taken = each(Arrays.copyOf(datagram, length), FlowReaderTest::check);
            assertTrue(taken <= whole);
        }
    }

    /** Cuts within a message whose own length is made to fit. */
    @Test
    void refusesAMessageThatIsTooShort() {
        byte[] first = Recorded.datagram("flows");
        ByteBuffer view = ByteBuffer.wrap(first).order(java.nio.ByteOrder.nativeOrder());
        int length = view.getInt(0);
        int refused = 0;
        for (int cut = 16; cut < length; cut++) {
            view.putInt(0, cut);
            if (each(Arrays.copyOf(first, cut), FlowReaderTest::check) == 0) refused++;
        }
        // what stands behind both tuples may be missing
        assertTrue(refused > length / 2, "refused " + refused);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void takesAnyBytes(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] flows = Recorded.datagram("flows");
        for (int step = 0; step < 20_000; step++) {
            byte[] damaged = flows.clone();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            each(damaged, FlowReaderTest::check);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            each(noise, FlowReaderTest::check);
        }
    }

    @Test
    void allocatesNothingForAConnection() {
        byte[] datagram = Recorded.datagram("flows");
        ByteBuffer buffer = ByteBuffer.allocateDirect(datagram.length).put(datagram);
        NetlinkMessages messages = new NetlinkMessages(buffer);
        FlowReader reader = new FlowReader(buffer, flow -> {});
        var threads =
                (com.sun.management.ThreadMXBean)
                        java.lang.management.ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = 0; round < 110_000; round++) {
            if (round == 10_000) before = threads.getCurrentThreadAllocatedBytes();
            messages.over(datagram.length);
            while (messages.next()) reader.take(messages);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 10_000, () -> allocated + " bytes"); // for 900,000 connections
    }
}
