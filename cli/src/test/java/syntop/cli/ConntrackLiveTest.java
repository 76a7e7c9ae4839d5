package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands on a real table after a flood, beside conntrack(8) and its pipes. */
@Tag("live")
@Timeout(240)
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"ip", "nft", "conntrack", "hping3", "setpriv"})
class ConntrackLiveTest {
    private static final int FLOOD = 2_000;

    private final String namespace = "syntop-tracked-" + ProcessHandle.current().pid();

    @BeforeEach
    void setUp() throws Exception {
        run("ip", "netns", "add", namespace);
        String setup =
                """
                ip link set lo up
                ip addr add 198.18.0.2/32 dev lo
                ip addr add fd18::2/128 dev lo nodad
                ip link add d0 type veth peer name d1
                ip link set d0 arp off up
                ip link set d1 up
                ip route add default dev d0
                for each in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >$each; done
                for each in tcp_timeout_syn_sent udp_timeout; do
                    echo 600 >/proc/sys/net/netfilter/nf_conntrack_$each
                done
                nft 'table inet filter { chain out {
                    type filter hook output priority 0; ct state new counter; }; }'
                nft 'table inet nat { chain out {
                    type nat hook output priority -100; udp dport 8080 redirect to :80; }; }'
                """;
        inside("sh", "-ec", setup);
    }

    @AfterEach
    void tearDown() throws Exception {
        run("ip", "netns", "del", namespace);
    }

    private String inside(String... command) throws Exception {
        return run(namespaced(command).toArray(new String[0]));
    }

    private List<String> namespaced(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return all;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + out);
        return out;
    }

    /** Requests from anywhere and from one, datagrams, one that is redirected and one over IPv6. */
    private void flood() throws Exception {
        String hping = "hping3 -q --faster -I d0 ";
        String commands =
                hping
                        + "-S -p 443 --rand-source -c "
                        + FLOOD
                        + " 203.0.113.9; "
                        + hping
                        + "-S -p 443 -a 198.51.100.24 -c 300 203.0.113.9; "
                        + hping
                        + "-2 -p 53 -a 198.51.100.25 -c 200 203.0.113.9; "
                        + hping
                        + "-1 -a 198.51.100.26 -c 1 203.0.113.9; "
                        + "bash -c 'echo >/dev/udp/198.18.0.2/8080; echo >/dev/udp/::1/9';"
                        + "true";
        inside("sh", "-c", commands);
    }

    private String syntop(String... args) throws Exception {
        return inside(command(args));
    }

    private static String[] command(String... args) {
        List<String> options = List.of("-XX:TieredStopAtLevel=1");
        return ChildJvm.command(options, args).command().toArray(new String[0]);
    }

    /** Lines of conntrack for each value that its pipe cuts out. */
    private Map<String, Long> pipe(String filter, String awk) throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        String command = "conntrack -L %s | awk '%s' | sort | uniq -c".formatted(filter, awk);
        for (String line : inside("sh", "-c", command).lines().toList()) {
            String[] fields = line.trim().split("\\s+");
            counts.put(fields[1], Long.parseLong(fields[0]));
        }
        return counts;
    }

    private Map<String, Long> ours(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("conntrack", "list", "--json", "-n", "0"));
        all.addAll(List.of(args));
        String out = syntop(all.toArray(new String[0]));
        Map<String, Object> json = new CliRun(0, out, "").result().json();
        Map<String, Long> counts = new TreeMap<>();
        for (Object row : (List<?>) json.get("rows")) {
            Map<?, ?> fields = (Map<?, ?>) row;
            String key = String.valueOf(fields.get(json.get("by")));
            assertNull(counts.put(key, (Long) fields.get("entries")));
        }
        return counts;
    }

    @Test
    void equalsThePipesOfConntrack() throws Exception {
        flood();
        String first = "{ match($0, /%s=[^ ]+/); print substr($0, RSTART + %d, RLENGTH - %d) }";
        String source = first.formatted("src", 4, 4);
        String port = first.formatted("dport", 6, 6);
        Map<String, Long> theirs = pipe("", source);
        assertTrue(theirs.size() > FLOOD / 2, () -> theirs.size() + " sources");
        assertEquals(theirs, ours());
        assertEquals(
                pipe("-p tcp --state SYN_SENT", source), ours("-p", "tcp", "--state", "syn-sent"));
        assertEquals(pipe("-p udp", port), ours("-p", "udp", "--by", "port"));
        assertEquals(pipe("-p tcp --dport 443", source), ours("-p", "tcp", "--dport", "443"));
        assertEquals(pipe("-s 198.51.100.24", source), ours("--src", "198.51.100.24"));
        assertEquals(pipe("-p icmp", source), ours("-p", "icmp"));

        long entries = Long.parseLong(inside("conntrack", "-C").trim());
        assertEquals(
                entries + 1, syntop("conntrack", "list", "--raw", "-o", "csv").lines().count());
        String count = syntop("conntrack", "count", "-d", "0s", "--json");
        assertTrue(count.contains("\"entries\":" + entries + ","), count);
        String translated = syntop("conntrack", "list", "--raw", "-p", "udp", "--dport", "8080");
        assertTrue(translated.contains("replies: 127.0.0.1:80 > 198.18.0.2:"), translated);
    }

    @Test
    void statisticsAreTheSumsOfConntrack() throws Exception {
        flood();
        Map<String, Object> ours =
                new CliRun(0, syntop("conntrack", "stats", "--json"), "").result().json();
        Map<String, Long> theirs = new TreeMap<>();
        Matcher m = Pattern.compile("(\\w+)=(\\d+)").matcher(inside("conntrack", "-S"));
        while (m.find()) theirs.merge(m.group(1), Long.parseLong(m.group(2)), Long::sum);
        theirs.remove("cpu");
        assertEquals(theirs, ours.get("total"));
    }

    @Test
    void eventsOfAFloodAreAllThere() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("conntrack", "events", "--json"));
        arguments.addAll(List.of("-e", "new", "--src", "198.51.100.24", "-c", "300"));
        Process listener =
                new ProcessBuilder(namespaced(command(arguments.toArray(new String[0]))))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(listener.getInputStream(), StandardCharsets.UTF_8))) {
            while (!inside("cat", "/proc/net/netlink").matches("(?s).* 12 +\\d+ +0*1 .*")) {
                assertTrue(listener.isAlive());
            }
            flood();
            List<String> lines = out.lines().toList();
            assertEquals(300, lines.size());
            assertTrue(lines.stream().allMatch(line -> line.startsWith("{\"event\":\"new\"")));
        }
        assertEquals(0, listener.waitFor());
    }

    @Test
    void withoutTheCapabilityItIsNamed() throws Exception {
        List<String> command = namespaced("setpriv", "--reuid=65534", "--regid=65534");
        command.add("--clear-groups");
        // the classes may lie where only root can read
        command.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
        for (String name : new String[] {"list", "events", "stats"}) {
            List<String> all = new ArrayList<>(command);
            all.addAll(List.of(command("conntrack", name)));
            Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(1, process.waitFor());
            assertTrue(out.contains("permission denied; run as root, or with CAP_NET_ADMIN"), out);
        }
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(command("conntrack", "count", "-d", "0s")));
        assertTrue(run(all.toArray(new String[0])).startsWith("0 of "));
    }
}
