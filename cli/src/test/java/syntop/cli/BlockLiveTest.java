package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules on a server in a namespace, loaded as they say and undone as they say: an offender and
 * a bystander of each family connect before, meanwhile and after.
 */
@Tag("live")
@Timeout(240)
@ExtendWith(NeedsRootAndTools.class)
@NeedsTools({"ip", "nft", "ipset", "iptables", "ip6tables", "hping3", "tcpdump", "fail2ban-client"})
class BlockLiveTest {
    private static final int PORT = 8443;
    private static final int OTHER_PORT = 8444;
    private static final String SERVER_4 = "198.18.0.2";
    private static final String SERVER_6 = "fd18::2";
    private static final List<String> OFFENDERS = List.of("198.18.0.66", "fd18:66::1");
    private static final List<String> BYSTANDERS = List.of("198.18.0.11", "fd18:11::1");

    private final String name = "syntop-block-" + ProcessHandle.current().pid();
    private final String server = name + "-server";
    private final String client = name + "-client";
    private final List<Process> processes = new ArrayList<>();
    @TempDir Path folder;
    private BufferedReader answers;
    private OutputStream questions;

    @BeforeEach
    void setUp() throws Exception {
        run("ip", "netns", "add", server);
        run("ip", "netns", "add", client);
        run(
                "sh",
                "-ec",
                "ip link add eth0 netns " + client + " type veth peer eth0 netns " + server);
        String common = "ip link set lo up; ip link set eth0 up; ";
        String addresses = "";
        for (String each : List.of("198.18.0.66/24", "198.18.0.11/24", "fd18::1/64")) {
            addresses += "ip addr add " + each + " dev eth0 nodad; ";
        }
        for (String each : List.of("fd18:66::1/128", "fd18:11::1/128")) {
            addresses += "ip addr add " + each + " dev eth0 nodad; ";
        }
        inside(client, "sh", "-ec", common + addresses.replace("24 dev eth0 nodad", "24 dev eth0"));
        String back =
                "ip -6 route add fd18:66::/48 via fd18::1; ip -6 route add fd18:11::/48 via fd18::1";
        inside(
                server,
                "sh",
                "-ec",
                common
                        + "ip addr add 198.18.0.2/24 dev eth0; ip addr add fd18::2/64 dev eth0 nodad; "
                        + back);
        for (int port : new int[] {PORT, OTHER_PORT}) {
            Process holder = java(server, SocketHolder.class, "" + port, "100");
            assertEquals('r', holder.getInputStream().read());
        }
        Process knocker = java(client, Knocker.class);
        answers = knocker.inputReader(StandardCharsets.US_ASCII);
        questions = knocker.getOutputStream();
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Process process : processes) {
            process.getOutputStream().close();
            process.waitFor();
        }
        run("ip", "netns", "del", client);
        run("ip", "netns", "del", server);
    }

    private Process java(String namespace, Class<?> program, String... args) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace, java));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process;
    }

    private static String inside(String namespace, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return run(all.toArray(new String[0]));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> List.of(command) + ": " + out);
        return out;
    }

    /** Whether a source gets a connection; it waits long only where it expects one. */
    private boolean connects(String source, int port, boolean expected) throws IOException {
        String to = source.indexOf(':') < 0 ? SERVER_4 : SERVER_6;
        int millis = expected ? 20_000 : 700;
        String question = source + ' ' + to + ' ' + port + ' ' + millis + '\n';
        questions.write(question.getBytes(StandardCharsets.US_ASCII));
        questions.flush();
        String answer = answers.readLine();
        return answer.equals("open");
    }

    private void assertOffendersConnect(boolean expected, String when) throws IOException {
        for (String each : OFFENDERS) {
            assertEquals(expected, connects(each, PORT, expected), each + " " + when);
        }
    }

    private void assertBystandersConnect(String when) throws IOException {
        for (String each : BYSTANDERS) {
            assertTrue(connects(each, PORT, true), each + " " + when);
        }
    }

    private Path result() throws IOException {
        String row =
                """
                {"source": "%s", "syn": %d, "req": %d, "completed": %d, "halfOpen": %d,
                 "refused": 0, "unanswered": 0, "aborted": 0}""";
        List<String> rows = new ArrayList<>();
        for (String each : OFFENDERS) rows.add(row.formatted(each, 300, 300, 0, 300));
        for (String each : BYSTANDERS) rows.add(row.formatted(each, 50, 50, 50, 0));
        String json =
                """
                {"schema": "syntop/1", "command": "sample", "by": "source",
                 "totals": {"syn": 700, "req": 700, "sources": 4},
                 "verdict": {"class": "flood", "confidence": 0.9},
                 "handshakes": {"completed": 100, "halfOpen": 600, "refused": 0, "unanswered": 0,
                                "aborted": 0}, "rows": [%s]}"""
                        .formatted(String.join(",", rows));
        return Files.writeString(folder.resolve("result.json"), json);
    }

    private Path rules(String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("block"));
        args.addAll(List.of(options));
        Run run = Run.of(args.toArray(new String[0]));
        assertEquals(0, run.status(), run.err());
        Files.writeString(folder.resolve("aside"), run.err());
        return Files.writeString(folder.resolve("rules"), run.out());
    }

    /** The commands to undo, as they stand in the rules. */
    private static String undo(Path rules) throws IOException {
        StringBuilder commands = new StringBuilder();
        for (String line : Files.readAllLines(rules)) {
            if (line.startsWith("# undo: ")) commands.append(line.substring(8)).append('\n');
        }
        return commands.toString();
    }

    /** Everything that rules could leave behind. */
    private String state() throws Exception {
        String all =
                "nft list tables | grep -v ' raw$' || :; iptables-save -t raw | grep -e -A || :;"
                        + " ip6tables-save -t raw | grep -e -A || :; ipset list -n;"
                        + " ip -4 route; ip -6 route show type blackhole";
        return inside(server, "sh", "-ec", all);
    }

    private void assertBlocksAndIsUndone(Path rules, String... load) throws Exception {
        assertOffendersConnect(true, "before");
        assertBystandersConnect("before");
        String before = state();
        inside(server, load);
        assertOffendersConnect(false, "under the rules");
        assertBystandersConnect("under the rules");
        String once = state();
        inside(server, load);
        assertEquals(once, state(), "loaded twice");
        assertOffendersConnect(false, "under the rules once more");
        inside(server, "sh", "-ec", undo(rules));
        assertEquals(before, state());
        assertOffendersConnect(true, "after");
        assertBystandersConnect("after");
    }

    @Test
    void nftables() throws Exception {
        Path rules = rules(result().toString());
        String file = rules.toString();
        inside(server, "nft", "-c", "-f", file);
        assertEquals("", inside(server, "nft", "list", "ruleset"), "a check changes nothing");
        assertBlocksAndIsUndone(rules, "nft", "-f", file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipset", "iptables", "route"})
    void scripts(String format) throws Exception {
        Path rules = rules("--as", format, result().toString());
        assertBlocksAndIsUndone(rules, "sh", rules.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "ipset", "iptables"})
    void otherPortsStayOpen(String format) throws Exception {
        Path rules = rules("--as", format, "-p", "" + PORT, result().toString());
        String load = format.equals("nftables") ? "nft -f " : "sh ";
        inside(server, "sh", "-ec", load + rules);
        assertOffendersConnect(false, "on the port");
        for (String each : OFFENDERS) assertTrue(connects(each, OTHER_PORT, true), each);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "ipset"})
    void entriesEndByThemselves(String format) throws Exception {
        Path rules = rules("--as", format, "--for", "1s", result().toString());
        inside(server, "sh", "-ec", (format.equals("nftables") ? "nft -f " : "sh ") + rules);
        for (String each : OFFENDERS) {
            // the request is sent again until it is let through
            assertTrue(connects(each, PORT, true), each);
        }
    }

    @Test
    void iptablesRulesStopAtATime() throws Exception {
        FakeHost host = new FakeHost(); // whose time has passed long ago
        Run run = host.run("block", "--as", "iptables", result().toString());
        assertEquals(0, run.status(), run.err());
        Path rules = Files.writeString(folder.resolve("rules"), run.out());
        inside(server, "sh", rules.toString());
        assertTrue(state().contains("198.18.0.66"), "the rules are there");
        assertOffendersConnect(true, "after the end");
    }

    @Test
    void setsReplaceThoseOfAnEarlierProposal() throws Exception {
        Path first = rules("--as", "ipset", "--for", "2h", result().toString());
        inside(server, "sh", first.toString());
        Path result = result();
        Files.writeString(result, Files.readString(result).replace("198.18.0.66", "198.18.0.77"));
        Path second = rules("--as", "ipset", "-p", "" + PORT, result.toString());
        inside(server, "sh", second.toString());
        assertTrue(connects("198.18.0.66", PORT, true));
        String set = inside(server, "ipset", "list", "syntop4");
        assertTrue(set.contains("198.18.0.77 timeout "), set);
    }

    @Test
    void fail2ban() throws Exception {
        Path rules = rules("--as", "fail2ban", result().toString());
        Path etc = Files.createDirectory(folder.resolve("etc"));
        Files.writeString(etc.resolve("jail.conf"), "[DEFAULT]\n");
        Files.writeString(
                etc.resolve("fail2ban.conf"),
                """
                [Definition]
                loglevel = INFO
                logtarget = %1$s/log
                syslogsocket = auto
                dbfile = %1$s/database
                dbpurgeage = 86400
                dbmaxmatches = 10
                allowipv6 = auto
                """
                        .formatted(folder));
        // the commands are meant for the one of the system: here they reach that of the test
        Path bin = Files.createDirectory(folder.resolve("bin"));
        String options = " -c %s -s %s/socket -p %s/pid ".formatted(etc, folder, folder);
        Path wrapper = bin.resolve("fail2ban-client");
        Files.writeString(
                wrapper, "#!/bin/sh\nexec /usr/bin/fail2ban-client" + options + "\"$@\"\n");
        assertTrue(wrapper.toFile().setExecutable(true));
        String path = "PATH=" + bin + ":$PATH; ";
        inside(server, "sh", "-ec", path + "fail2ban-client start");
        try {
            String banned =
                    "until nft list set inet syntop_fail2ban sources6 | grep -q fd18:66; do"
                            + " sleep 0.1; done";
            String load = path + "sh " + rules + "; timeout 60 sh -c '" + banned + "' 2>/dev/null";
            Path undo = Files.writeString(folder.resolve("undo"), undo(rules));
            String before = state();
            for (int round = 0; round < 2; round++) {
                inside(server, "sh", "-ec", load);
                assertOffendersConnect(false, "under the rules");
                assertBystandersConnect("under the rules");
            }
            inside(server, "sh", "-ec", path + "sh " + undo);
            assertEquals(before, state());
            assertOffendersConnect(true, "after");
        } finally {
            inside(server, "sh", "-ec", path + "fail2ban-client stop");
        }
    }

    /** Whether SYNs as hping3 makes them are answered. */
    private boolean answersHping() throws Exception {
        String hping = "hping3 -S -c 2 -i u100000 -p " + PORT + ' ' + SERVER_4 + " 2>&1; true";
        return inside(client, "sh", "-c", hping).contains("flags=SA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "bpf"})
    void signaturesOfAToolAreDroppedAndClientsConnect(String format) throws Exception {
        String capture = "../testdata/synflood-random-sources.pcap";
        Path rules = rules("--by", "signature", "--as", format, capture);
        String before = state();
        assertTrue(answersHping());
        inside(server, "sh", "-ec", (format.equals("nftables") ? "nft -f " : "sh ") + rules);
        assertFalse(answersHping());
        assertOffendersConnect(true, "as they send other SYNs");
        assertBystandersConnect("as they send other SYNs");
        inside(server, "sh", "-ec", undo(rules));
        assertEquals(before, state());
        assertTrue(answersHping());
    }

    /** With options, and of both families: those that this machine sends itself. */
    @ParameterizedTest
    @ValueSource(strings = {"nftables", "bpf"})
    void signaturesWithOptionsAreDropped(String format) throws Exception {
        Path capture = folder.resolve("a.pcap");
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", server, "tcpdump"));
        // until it has the SYNs of both families
        String syns = "tcp[13] = 2 or (ip6[6] = 6 and ip6[53] = 2)";
        command.addAll(List.of("-i", "eth0", "-c", "4", "-w", capture.toString(), syns));
        Process tcpdump = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader said = tcpdump.inputReader(StandardCharsets.UTF_8);
        while (!said.readLine().startsWith("tcpdump: listening")) {}
        assertOffendersConnect(true, "before");
        assertBystandersConnect("before");
        assertEquals(0, tcpdump.waitFor());

        String file = capture.toString();
        String[] options = {"--force", "--by", "signature", "--as", format, "--cover", "100%"};
        List<String> args = new ArrayList<>(List.of(options));
        args.add(file);
        Path rules = rules(args.toArray(new String[0]));
        assertTrue(Files.readString(rules).contains("WARNING: forced"), "said in the rules");
        inside(server, "sh", "-ec", (format.equals("nftables") ? "nft -f " : "sh ") + rules);
        assertOffendersConnect(false, "under the rules");
        assertTrue(answersHping(), "as it sends other SYNs");
        inside(server, "sh", "-ec", undo(rules));
        assertOffendersConnect(true, "after");
    }

    /** What stands beside each program is the same match, in the words of tcpdump. */
    @Test
    void expressionsOfTcpdumpMeetWhatTheProgramsDo() throws Exception {
        String capture = "../testdata/synflood-random-sources.pcap";
        Path rules = rules("--as", "bpf", capture);
        List<String> expressions =
                Files.readAllLines(rules).stream()
                        .filter(line -> line.startsWith("# tcp and ") || line.startsWith("# ip6["))
                        .map(line -> line.substring(2))
                        .toList();
        assertEquals(2, expressions.size());
        String met = run("tcpdump", "-nr", capture, expressions.get(0));
        assertEquals(300, met.lines().filter(line -> line.contains("Flags [S]")).count());
        run("tcpdump", "-d", "-y", "EN10MB", expressions.get(1));
    }
}
