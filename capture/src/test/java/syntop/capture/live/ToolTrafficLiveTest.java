package syntop.capture.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import syntop.capture.file.FileReport;
import syntop.capture.file.FileSource;
import syntop.capture.filter.LiveFilter;

/** Traffic of real tools gives the same counts live, by both backends, and from tcpdump's file. */
@Tag("live")
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD) // a hang must end the test
@EnabledIf("syntop.capture.live.TestNetwork#isPossibleOrRequired")
class ToolTrafficLiveTest {
    private static final byte[] MARKER_ADDRESS = {(byte) 198, 18, (byte) 235, 96};

    @TempDir Path dir;
    private TestNetwork network;

    /** What sends SYNs from the client to the server. */
    enum Tool {
        HPING3_RANDOM_SOURCES(2000, "hping3 -q -S -p 80 --rand-source -i u50 -c 2000 198.18.0.2"),
        NMAP_SYN_SCAN(500, "nmap -sS -n -Pn --max-retries 0 -p 1-500 198.18.0.2"),
        NMAP_CONNECT_SCAN(500, "nmap -sT -n -Pn --max-retries 0 -p 1-500 198.18.0.2"),
        NMAP_IPV6_SYN_SCAN(300, "nmap -6 -sS -n -Pn --max-retries 0 -p 1-300 fd18::2"),
        CURL_IPV4(1, "curl -s --max-time 10 http://198.18.0.2:8080/"),
        CURL_IPV6(1, "curl -s --max-time 10 http://[fd18::2]:8080/");

        final int leastSyns;
        final String command;

        Tool(int leastSyns, String command) {
            this.leastSyns = leastSyns;
            this.command = command;
        }
    }

    @BeforeEach
    void connect() throws Exception {
        network = new TestNetwork();
        network.addIpv6();
    }

    @AfterEach
    void disconnect() throws Exception {
        network.remove();
    }

    @ParameterizedTest
    @EnumSource
    void countsAreThoseOfTcpdumpsFile(Tool tool) throws Exception {
        Tally ring = new Tally();
        Tally libpcap = new Tally();
        Path file = dir.resolve(tool + ".pcap");
        try (ServerSocketChannel web = webServer();
                Tcpdump tcpdump = new Tcpdump(network.server, "eth0", MARKER_ADDRESS);
                Capture first = open(Backend.RING).start(ring);
                Capture second = open(Backend.LIBPCAP).start(libpcap)) {
            Thread answering = new Thread(() -> answerAll(web)); // until the channel is closed
            answering.setDaemon(true);
            answering.start();
            runTool(tool);
            sendMarker();
            tcpdump.save(file); // each has seen the marker, so all before it
            ring.awaitMarker();
            libpcap.awaitMarker();
            assertEquals(0, first.stop().droppedByKernel());
            assertEquals(0, second.stop().droppedByKernel());
        }
        Tally replayed = new Tally();
        List<FileReport> reports = new FileSource(List.of(file.toString())).read(replayed);
        assertNull(reports.get(0).error());
        assertTrue(replayed.total() > tool.leastSyns, () -> tool + " " + replayed.total());
        assertEquals(replayed.syns, ring.syns);
        assertEquals(replayed.syns, libpcap.syns);
    }

    private Capture open(Backend backend) throws Exception {
        LiveFilter filter = new LiveFilter(List.of(), List.of(), false);
        int bytes = LiveOptions.DEFAULT_BUFFER_BYTES;
        return new Capture(network.server, new LiveOptions("eth0", filter, backend, bytes, true));
    }

    private void runTool(Tool tool) throws Exception {
        // hping3 ends with 1 when nothing answered, and nothing can answer forged sources
        String mostStatus = tool == Tool.HPING3_RANDOM_SOURCES ? "1" : "0";
        String line = tool.command + "; [ $? -le " + mostStatus + " ]";
        TestNetwork.runIn(network.client, "sh", "-c", line);
    }

    private void sendMarker() throws Exception {
        TestNetwork.callIn(
                network.client,
                () -> {
                    try (FrameSender sender = new FrameSender("eth0")) {
                        sender.send(Syns.ipv4(Syns.MARKER));
                    }
                    return null;
                });
    }

    /** On port 8080 of the server, for IPv4 and IPv6. */
    private ServerSocketChannel webServer() throws Exception {
        return TestNetwork.callIn(
                network.server,
                () -> ServerSocketChannel.open().bind(new InetSocketAddress("::", 8080)));
    }

    private static void answerAll(ServerSocketChannel web) {
        byte[] answer = "HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        try {
            while (true) {
                try (var connection = web.accept()) {
                    connection.read(ByteBuffer.allocate(4096)); // else closing would reset it
                    connection.write(ByteBuffer.wrap(answer));
                }
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }
}
