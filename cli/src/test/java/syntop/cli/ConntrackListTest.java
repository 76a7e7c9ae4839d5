package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import syntop.linux.conntrack.ConntrackCount;
import syntop.linux.conntrack.FlowState;
import syntop.linux.conntrack.TestFlow;
import syntop.linux.netlink.DumpResult;
import syntop.linux.sys.Errno;
import syntop.linux.sys.SystemCallException;

/** The command, on tracked connections that are made up. */
class ConntrackListTest {
    private static final String SERVER = "192.0.2.7";
    private static final String SERVER6 = "2001:db8:4b21:c371:1:61b9:7bcd:7";

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void setUp() {
        List<TestFlow> flows = host.tracking.flows;
        for (int i = 0; i < 4; i++) {
            TestFlow flow = TestFlow.tcp("198.51.100.24", 40_000 + i, SERVER, 443);
            flows.add(flow.state(FlowState.ESTABLISHED).timeout(431_999 - i).packets(10 + i));
        }
        flows.add(TestFlow.tcp("198.51.100.25", 50_000, SERVER, 22).state(FlowState.TIME_WAIT));
        flows.add(
                TestFlow.tcp("198.51.100.25", 50_001, SERVER, 8080)
                        .state(FlowState.ESTABLISHED)
                        .translatedTo("10.0.0.3", 80, "198.51.100.25", 50_001));
        for (int i = 0; i < 3; i++) flows.add(TestFlow.tcp("203.0.113." + i, 1024, SERVER, 443));
        String client6 = "2001:db8:4b21:c371:1:61b9:7bcd:1";
        flows.add(TestFlow.tcp(client6, 40_000, SERVER6, 443).state(FlowState.SYN_RECV));
        flows.add(TestFlow.udp("9.9.9.9", 53, SERVER, 40_000));
        flows.add(TestFlow.udp("198.51.100.24", 40_000, SERVER, 53).replied());
        flows.add(TestFlow.ping("198.51.100.26", SERVER, 77).replied());
        flows.add(TestFlow.ping(client6, SERVER6, 78));
    }

    private Run run(String... args) {
        List<String> all = new ArrayList<>(List.of("conntrack", "list"));
        all.addAll(List.of(args));
        Run run = host.run(all.toArray(new String[0]));
        assertEquals(0, host.tracking.open, "left open");
        return run;
    }

    private static String[] words(String args) {
        return args.isEmpty() ? new String[0] : args.split(" ");
    }

    @ParameterizedTest
    @CsvSource({
        "conntrack-by-source.txt,      ''",
        "conntrack-by-prefix.txt,      --by prefix",
        "conntrack-by-destination.txt, --by destination",
        "conntrack-by-port.txt,        --by port",
        "conntrack-by-protocol.txt,    --by protocol",
        "conntrack-by-state.txt,       --by state",
        "conntrack-selected.txt,       -p tcp --dport 443 -n 2",
        "conntrack-raw.txt,            --raw",
    })
    void tableEqualsExpectedFile(String file, String args) throws IOException {
        Run run = run(words(args));
        assertEquals("", run.err());
        Golden.assertFits(run.out());
        Golden.assertMatches(file, run.out());
    }

    @ParameterizedTest
    @CsvSource({
        "conntrack.json,      --json",
        "conntrack-port.json, --json --by port -n 3",
        "conntrack.csv,       -o csv",
        "conntrack-raw.json,  --raw --json",
        "conntrack-raw.csv,   --raw -o csv",
    })
    void formForProgramsEqualsExpectedFile(String file, String args) throws IOException {
        Run run = run(words(args));
        assertEquals("", run.err());
        Golden.assertMatches(file, run.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -p tcp                              | 10
                    -p udp                              | 2
                    -p icmp                             | 2
                    -p icmpv6                           | 1
                    -p 6,17                             | 12
                    -p gre                              | 0
                    --state established                 | 5
                    --state SYN_SENT,SYN_RECV           | 4
                    --state unreplied,replied           | 4
                    --sport 40000                       | 3
                    --dport 443,ssh                     | 9
                    --src 198.51.100.24/31              | 7
                    --src 198.51.100.25,2001:db8::/32   | 4
                    --dst 192.0.2.0/24                  | 12
                    --dst 10.0.0.0/8                    | 0
                    -f ipv4                             | 12
                    -f ipv6                             | 2
                    -f ipv6 -p tcp                      | 1
                    -p tcp --src 203.0.113.0/24 --dport 443 --state syn-sent | 3
                    """)
    void filtersSelect(String args, int selected) {
        Run run = run((args.trim() + " --raw -o csv").split(" "));
        assertEquals("", run.err());
        assertEquals(selected + 1, run.out().lines().count(), run.out());
        String json = run((args.trim() + " --json").split(" ")).out();
        assertTrue(json.contains("\"entries\":14,\"selected\":" + selected + ","), json);
    }

    @Test
    void rawEndsWithTheRowsThatWereAskedFor() {
        assertEquals(4, run("--raw", "-n", "3").out().lines().count());
        TestFlow flow = host.tracking.flows.get(0);
        for (int i = 0; i < 20_000; i++) host.tracking.flows.add(flow);
        Run run = run("--raw", "-n", "3");
        assertEquals(4, run.out().lines().count());
        assertEquals("", run.err()); // the rest was not asked for: nothing is missing
    }

    @Test
    void anInterruptedReadingIsRepeated() {
        host.tracking.results.add(new DumpResult(9, 0, true, true));
        Run run = run("-p", "icmp", "--json");
        assertEquals("", run.err());
        assertEquals(2, host.tracking.lists);
        assertTrue(run.out().contains("\"entries\":14,\"selected\":2,"), run.out());
    }

    @Test
    void orSaidWhenThatDoesNotHelp() {
        for (int i = 0; i < 9; i++) host.tracking.results.add(new DumpResult(14, 0, true, true));
        Run run = run("--json");
        assertEquals(
                "syntop: the table changed while it was read: entries may be missing or counted"
                        + " twice\n",
                run.err());
        assertEquals(3, host.tracking.lists);
        assertTrue(run.out().contains("\"interrupted\":true"), run.out());
        // what is printed cannot be taken back
        assertTrue(run("--raw").err().contains("the table changed"));
        assertEquals(4, host.tracking.lists);
    }

    @Test
    void whatCouldNotBeReadIsSaid() {
        host.tracking.results.add(new DumpResult(12, 2, false, true));
        assertEquals(
                "syntop: 2 messages of the kernel could not be read, and what they held is"
                        + " missing\n",
                run().err());
    }

    @Test
    void anEmptyTableIsExplained() {
        host.tracking.flows.clear();
        host.tracking.counts.remove();
        host.tracking.counts.add(new ConntrackCount(0, 100));
        Run run = run();
        assertEquals("0 tracked connections\n", run.out());
        assertTrue(run.err().startsWith("syntop: nothing is tracked here now; tracking begins"));
        assertTrue(run.err().endsWith("; syntop sockets and syntop live need none\n"), run.err());
        assertEquals(0, run.status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1  | permission denied; run as root, or with CAP_NET_ADMIN alone: sudo setpriv
                    93 | this kernel has none, or its part for programs is not loaded
                    22 | this kernel has none, or its part for programs is not loaded
                    12 | cannot allocate memory
                    """)
    void refusalsAreExplained(int errno, String words) {
        host.tracking.refusal = new SystemCallException("tracked connections", errno);
        Run run = run();
        assertEquals(1, run.status());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("syntop: connection tracking: "), run.err());
        String expected = errno == 12 ? Errno.describe(12) : words;
        assertTrue(run.err().contains(expected), run.err());
        assertEquals(1, run.err().lines().count());
        host.tracking.refusal = new NoSuchFileException("/proc/sys/net/netfilter");
        assertTrue(host.run("conntrack", "count").err().contains("this kernel has none"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    -p tpc           | --protocol: no such protocol: tpc; there are ah, dccp, esp, \
                    gre, icmp, icmpv6, sctp, tcp, udp, udplite and the numbers 0 to 255
                    -p 256           | --protocol: no such protocol: 256; there are ah, dccp, esp, \
                    gre, icmp, icmpv6, sctp, tcp, udp, udplite and the numbers 0 to 255
                    --state open     | --state: no such state: open; there are none, syn-sent, \
                    syn-recv, established, fin-wait, close-wait, last-ack, time-wait, close, \
                    syn-sent2, unreplied, replied, assured, offloaded
                    --dport 70000    | --dport: a port must be 0 to 65535, got 70000
                    --sport htpp     | --sport: no such port: htpp; a port is a number or a name of \
                    /etc/services
                    --src x          | --src: not an address or prefix: x
                    --dst 1.2.3.4/33 | --dst: the prefix length must be 0 to 32, got 1.2.3.4/33
                    --raw --by port  | --raw and --by exclude each other
                    -n -1            | --rows must be a whole number from 0 on, got -1
                    -f ipv5          | Invalid value for option '--family': expected one of [ipv4, \
                    ipv6] (case-sensitive) but was 'ipv5'
                    """)
    void wrongUsageIsToldOnOneLine(String args, String line) {
        Run run = run(words(args));
        assertEquals("syntop: " + line + "\nsee: syntop conntrack list --help\n", run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }

    @Test
    void namesTheCommandsThatThereAre() {
        String known = "; there are: list, count, events, stats\nsee: syntop conntrack --help\n";
        Run none = host.run("conntrack");
        assertEquals("syntop: a command is missing" + known, none.err());
        assertEquals(2, none.status());
        Run other = host.run("conntrack", "-L");
        assertEquals("syntop: Unknown option: '-L'\nsee: syntop conntrack --help\n", other.err());
        Run unknown = host.run("conntrack", "lits");
        assertEquals("syntop: no such command: lits" + known, unknown.err());
    }
}
