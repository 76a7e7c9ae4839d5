package syntop.cli.block;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import syntop.capture.decode.Prefix;
import syntop.cli.values.Prefixes;

class SurroundingsTest {
    @TempDir Path root;

    private Surroundings surroundings() {
        return new Surroundings(root, 30);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static List<String> texts(List<Prefix> prefixes) {
        return prefixes.stream().map(Prefixes::text).toList();
    }

    /** An address as the kernel prints it: as a number in the machine's order. */
    private static String hex(String address) {
        int word = (int) Prefixes.parse(address).lo();
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return "%08X".formatted(little ? Integer.reverseBytes(word) : word);
    }

    @Test
    void gatewaysOfEveryRouteCount() throws IOException {
        write(
                "proc/thread-self/net/route",
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
                        + "eth0\t00000000\t%s\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
                                .formatted(hex("192.0.2.1"))
                        + "eth0\t%s\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
                                .formatted(hex("192.0.2.0"))
                        + "eth0\t%s\t%s\t0007\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n"
                                .formatted(hex("198.51.100.1"), hex("192.0.2.254")));
        write(
                "proc/thread-self/net/ipv6_route",
                "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
                        + " fe800000000000000000000000000001 00000400 00000001 00000000 00000003"
                        + "     eth0\n"
                        + "20010db8000000000000000000000000 40 00000000000000000000000000000000 00"
                        + " 00000000000000000000000000000000 00000100 00000001 00000000 00000001"
                        + "     eth0\n"
                        + "short line\n");
        assertEquals(
                List.of("192.0.2.1", "192.0.2.254", "fe80::1"), texts(surroundings().gateways()));
    }

    @Test
    void nameServersOfBothFilesCount() throws IOException {
        write(
                "etc/resolv.conf",
                """
                # generated
                nameserver 127.0.0.53
                search example.org
                nameserver
                nameserver fe80::53%eth0
                nameserver not-an-address
                """);
        write(
                "run/systemd/resolve/resolv.conf",
                "nameserver 192.0.2.53\nnameserver 2001:db8::53\n");
        assertEquals(
                List.of("127.0.0.53", "fe80::53", "192.0.2.53", "2001:db8::53"),
                texts(surroundings().nameServers()));
    }

    @Test
    void sshPeersOfAncestorsCount() throws IOException {
        // sudo has cleared the environment of its child
        write("proc/30/environ", "PATH=/usr/bin\0SUDO_USER=me\0");
        write("proc/30/status", "Name:\tjava\nPPid:\t20\n");
        write("proc/20/environ", "SSH_CLIENT=203.0.113.9 50000 22\0HOME=/root\0");
        write("proc/20/status", "Name:\tbash\nPPid:\t10\n");
        write("proc/10/environ", "SSH_CONNECTION=2001:db8::9 50001 2001:db8::1 22\0");
        write("proc/10/status", "Name:\tsshd\nPPid:\t1\n");
        assertEquals(List.of("203.0.113.9", "2001:db8::9"), texts(surroundings().sshPeers()));
    }

    @Test
    void whoLooksAtAMultiplexerCounts() throws IOException {
        write("proc/30/environ", "SSH_CLIENT=203.0.113.9 50000 22\0TMUX=/tmp/tmux-0/default,1,0\0");
        write("proc/30/comm", "bash\n");
        write("proc/77/environ", "SSH_CLIENT=203.0.113.10 50000 22\0");
        write("proc/77/comm", "tmux: client\n");
        write("proc/78/environ", "SSH_CLIENT=203.0.113.11 50000 22\0");
        write("proc/78/comm", "sshd\n");
        assertEquals(List.of("203.0.113.9", "203.0.113.10"), texts(surroundings().sshPeers()));
    }

    @Test
    void aCycleOfParentsEnds() throws IOException {
        write("proc/30/environ", "SSH_CLIENT=203.0.113.9 50000 22\0");
        write("proc/30/status", "PPid:\t30\n");
        assertEquals(List.of("203.0.113.9"), texts(surroundings().sshPeers()));
    }

    @Test
    void withoutFilesThereIsNothing() throws IOException {
        assertEquals(List.of(), surroundings().gateways());
        assertEquals(List.of(), surroundings().nameServers());
        assertEquals(List.of(), surroundings().sshPeers());
    }
}
