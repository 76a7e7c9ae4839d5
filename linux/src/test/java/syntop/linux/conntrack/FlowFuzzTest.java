package syntop.linux.conntrack;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import syntop.linux.netlink.NetlinkMessages;

/**
 * Datagrams of any bytes. The build reads the inputs beside this class once each; to look for
 * others:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl linux test -Dtest=FlowFuzzTest</pre>
 */
class FlowFuzzTest {
    private static final int LONGEST = 1 << 16;
    private static final ByteBuffer BUFFER = ByteBuffer.allocateDirect(LONGEST);
    private static final NetlinkMessages MESSAGES = new NetlinkMessages(BUFFER);
    private static final FlowReader READER = new FlowReader(BUFFER, FlowReaderTest::check);

    @FuzzTest(maxDuration = "2m")
    void readsAnyBytes(byte[] datagram) {
        int length = Math.min(datagram.length, LONGEST);
        BUFFER.clear().put(datagram, 0, length);
        MESSAGES.over(length);
        while (MESSAGES.next()) {
            READER.take(MESSAGES);
            ConntrackStatistics.read(MESSAGES, BUFFER);
            int errno = MESSAGES.errno();
            if (errno < -1) throw new AssertionError("errno " + errno);
        }
    }
}
