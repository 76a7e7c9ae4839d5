package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command on real sockets of a namespace under a flood, beside ss(8) and its pipes. */
@Tag("live")
@Timeout(180)
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"ip", "ss", "hping3", "setpriv"})
class SocketsLiveTest {
    private static final String SERVER = "198.18.0.2";
    private static final int PORT = 8443;
    private static final int BACKLOG = 50;
    private static final int FLOOD = 200;

    private final String namespace = "syntop-sockets-" + ProcessHandle.current().pid();
    private Process holder;

    @BeforeEach
    void setUp() throws Exception {
        run("ip", "netns", "add", namespace);
        String setup =
                """
                ip link set lo up
                ip link add d0 type veth peer name d1
                ip link set d0 arp off up
                ip link set d1 up
                ip addr add 198.18.0.2/24 dev d0
                ip addr add fd18::2/64 dev d0 nodad
                ip route add default dev d0
                for each in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >$each; done
                echo 1 >/proc/sys/net/ipv4/tcp_syncookies
                """;
        inside("sh", "-ec", setup);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace, java));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SocketHolder.class.getName(), "" + PORT, "" + BACKLOG));
        // the second one leaves three that wait to be accepted
        command.addAll(List.of("127.0.0.9", SERVER, "7", "7", "127.0.0.10", SERVER, "5", "2"));
        command.addAll(List.of("fd18::2", "fd18::2", "4", "4"));
        holder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals('r', holder.getInputStream().read());
        flood();
    }

    @AfterEach
    void tearDown() throws Exception {
        if (holder != null) {
            holder.getOutputStream().close();
            holder.waitFor();
        }
        run("ip", "netns", "del", namespace);
    }

    /** From one source, to which the answers get lost: half-open ones, then cookies. */
    private void flood() throws Exception {
        String command = "hping3 -q -S -p %d -i u300 -c %d -a 10.1.2.3 %s; true";
        inside("sh", "-c", command.formatted(PORT, FLOOD, SERVER));
    }

    private String inside(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return run(all.toArray(new String[0]));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + out);
        return out;
    }

    /** What the command prints, as root or as one who may look into no process. */
    private String syntop(boolean root, String... args) throws Exception {
        List<String> all = new ArrayList<>();
        if (!root) {
            all.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
            // the classes may lie where only root can read: nothing but this looks past that
            all.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        }
        all.addAll(ChildJvm.command(List.of("-XX:TieredStopAtLevel=1"), args).command());
        return inside(all.toArray(new String[0]));
    }

    /** Number of lines of ss for each value of a field, which its command line cuts out. */
    private Map<String, Long> ss(String pipe) throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        String out = inside("sh", "-c", "ss -tanH | " + pipe + " | sort | uniq -c");
        for (String line : out.lines().toList()) {
            String[] fields = line.trim().split("\\s+");
            counts.put(fields[1], Long.parseLong(fields[0]));
        }
        return counts;
    }

    private static Map<String, Long> counts(Object rows, String key, String count) {
        Map<String, Long> counts = new TreeMap<>();
        for (Object row : (List<?>) rows) {
            Map<?, ?> fields = (Map<?, ?>) row;
            assertNull(counts.put(fields.get(key).toString(), (Long) fields.get(count)));
        }
        return counts;
    }

    @Test
    void equalsThePipesOfSsUnderAFlood() throws Exception {
        Map<String, Long> theirStates = new TreeMap<>();
        ss("awk '{ print $1 }'")
                .forEach(
                        (state, count) ->
                                theirStates.put(
                                        state.equals("ESTAB")
                                                ? "established"
                                                : state.toLowerCase(Locale.ROOT),
                                        count));
        // the other end without its port, brackets and the prefix of mapped addresses
        String source =
                "sub(/:[0-9]+$/, \"\", $5); gsub(/[][]/, \"\", $5); sub(/^::ffff:/, \"\", $5);"
                        + " print $5";
        Map<String, Long> theirSources = ss("awk '$1 != \"LISTEN\" { " + source + " }'");
        Map<String, Long> theirHalfOpen = ss("awk '$1 == \"SYN-RECV\" { " + source + " }'");
        String[] queue = inside("ss", "-tlnH").trim().split("\\s+");

        String out = syntop(true, "sockets", "--json", "-n", "0");
        Map<String, Object> ours = new CliRun(0, out, "").result().json();
        assertEquals(theirStates, ours.get("states"), out);
        assertEquals(theirSources, counts(ours.get("rows"), "source", "total"), out);
        Map<?, ?> synRecv = (Map<?, ?>) ours.get("synRecv");
        assertEquals(theirHalfOpen, counts(synRecv.get("rows"), "source", "total"), out);

        assertTrue(theirHalfOpen.get("10.1.2.3") > BACKLOG / 2, theirHalfOpen::toString);
        Map<?, ?> listener = (Map<?, ?>) ((List<?>) ours.get("listeners")).get(0);
        assertEquals("*:" + PORT, listener.get("address"));
        assertEquals(queue[1], listener.get("backlog").toString());
        assertEquals("3", queue[1]);
        assertEquals(queue[2], listener.get("backlogLimit").toString());
        assertEquals(theirHalfOpen.get("10.1.2.3"), listener.get("synRecv"));
        Map<?, ?> program = (Map<?, ?>) listener.get("program");
        assertEquals(holder.pid(), program.get("pid"));
        assertEquals("java", program.get("name"));
        assertEquals("root", program.get("user"));
        Map<?, ?> cookies = (Map<?, ?>) ((Map<?, ?>) ours.get("counters")).get("SyncookiesSent");
        assertEquals(FLOOD - theirHalfOpen.get("10.1.2.3"), cookies.get("total"), out);
    }

    @Test
    void withoutRootOnlyTheUsersOfProgramsAreTold() throws Exception {
        String out = syntop(false, "sockets", "-p", "" + PORT);
        assertTrue(out.contains("  - root\n"), out);
        String notes = out.replaceAll("\\s+", " "); // lines are wrapped
        assertTrue(notes.contains("not seen, only their users: "), out);
        assertTrue(notes.contains("a queue of half-open requests is full"), out);
        assertNotEquals(out, syntop(true, "sockets", "-p", "" + PORT));
    }
}
