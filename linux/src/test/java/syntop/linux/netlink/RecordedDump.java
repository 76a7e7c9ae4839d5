package syntop.linux.netlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * An answer of Linux 6.18 on amd64 to a sock_diag request for TCP over IPv6 with all extensions,
 * sequence number 1, port 4711: a listener on port 8080, a connection to it from 127.0.0.1 that was
 * not accepted, and the end. The client's half is of the family IPv4, and so not in it.
 */
public final class RecordedDump {
    /** How many messages there are. */
    public static final int MESSAGES = 3;

    private RecordedDump() {}

    /** The two datagrams of the answer, as one. */
    public static byte[] datagram() {
        try (InputStream in = RecordedDump.class.getResourceAsStream("tcp-ipv6-dump.hex")) {
            String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return HexFormat.of().parseHex(hex.replace("\n", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
