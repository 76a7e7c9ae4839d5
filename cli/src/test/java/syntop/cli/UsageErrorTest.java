package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong usage: exit status 2, nothing on standard output, one line and where to read on. */
class UsageErrorTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUsage")
    void saysOnOneLineWhatIsWrong(List<String> args, String line) {
        Run run = Run.of(args.toArray(new String[0]));
        String see = "\nsee: syntop " + args.get(0) + " --help\n";
        assertEquals("syntop: " + line + see, run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }

    // the file does not exist: usage is checked before anything is read
    static Stream<Arguments> wrongUsage() {
        return Stream.of(
                wrong("Missing required parameter: 'FILE'", "replay"),
                wrong(
                        "--json and --output csv exclude each other",
                        "replay",
                        "--json",
                        "-o",
                        "csv",
                        "no.pcap"),
                wrong(
                        "--json and --output table exclude each other",
                        "replay",
                        "-o",
                        "table",
                        "--json",
                        "no.pcap"),
                wrong("FILE must not be empty", "replay", "no.pcap", ""),
                wrong("--threads must be 1 to 64, got 65", "replay", "--threads", "65", "no.pcap"),
                wrong(
                        "--summary holds no windows, leave out --window",
                        "replay",
                        "-w",
                        "1s",
                        "--summary",
                        "a.sum",
                        "no.pcap"),
                wrong("--fanout must be 1 to 64, got 0", "live", "--fanout", "0"),
                wrong(
                        "--fanout is for --backend ring, libpcap has one thread",
                        "live",
                        "--fanout",
                        "2",
                        "--backend",
                        "libpcap"),
                wrong(
                        "--count and --fanout exclude each other",
                        "sample",
                        "--fanout",
                        "2",
                        "-c",
                        "5"),
                wrong(
                        "standard input can be read once, and - is given twice",
                        "replay",
                        "-",
                        "no.pcap",
                        "-"),
                wrong(
                        "--rows must be a whole number from 0 on, got -1",
                        "replay",
                        "-n",
                        "-1",
                        "no.pcap"),
                wrong(
                        "--rows must be a whole number from 0 on, got ten",
                        "replay",
                        "-n",
                        "ten",
                        "no.pcap"),
                wrong("Unknown option: '--colour'", "replay", "--colour", "no.pcap"),
                wrong(
                        "Invalid value for option '--by': expected one of [source, port, prefix, target, signature]"
                                + " (case-sensitive) but was 'host'",
                        "replay",
                        "--by",
                        "host",
                        "no.pcap"),
                wrong(
                        "Invalid value for option '--output': expected one of [table, json, csv]"
                                + " (case-sensitive) but was 'xml'",
                        "replay",
                        "-o",
                        "xml",
                        "no.pcap"),
                wrong(
                        "--ports: a port must be 0 to 65535, got 65536",
                        "replay",
                        "-p",
                        "80,65536",
                        "no.pcap"),
                wrong(
                        "--ports: no such port: htpp; a port is a number or a name of /etc/services",
                        "replay",
                        "-p",
                        "htpp",
                        "no.pcap"),
                wrong(
                        "--ports: no such port: (empty); a port is a number or a name of"
                                + " /etc/services",
                        "replay",
                        "-p",
                        "80,,443",
                        "no.pcap"),
                wrong(
                        "--net: not an address or prefix: example.com",
                        "replay",
                        "--net",
                        "example.com",
                        "no.pcap"),
                wrong(
                        "--net: the prefix length must be 0 to 32, got 192.0.2.0/33",
                        "replay",
                        "--net",
                        "192.0.2.0/33",
                        "no.pcap"));
    }

    @Test
    void takesListsWithBlanksAndAnyNumberOfRows() {
        String file = "../testdata/clients-ipv4.pcap";
        Run plain = Run.of("replay", "-n", "0", "-p", "80,443", "--net", "::/0,0.0.0.0/0", file);
        Run blanks =
                Run.of(
                        "replay",
                        "-n",
                        "99999999999999999999",
                        "-p",
                        " 80, 443",
                        "--net",
                        "::/0, 0.0.0.0/0",
                        file);
        assertEquals(new Run(0, plain.out(), ""), blanks);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongUsageLive")
    void saysItOfLiveCommandsBeforeTheyCapture(List<String> args, String line) {
        Run run = new FakeHost().run(args.toArray(new String[0]));
        String see = "\nsee: syntop " + args.get(0) + " --help\n";
        assertEquals("syntop: " + line + see, run.err());
        assertEquals(2, run.status());
        assertEquals("", run.out());
    }

    static Stream<Arguments> wrongUsageLive() {
        return Stream.of(
                wrong("--duration must be 10ms to 1000h, got 0s", "sample", "-d", "0s"),
                wrong("--duration must be 10ms to 1000h, got 30", "sample", "-d", "30"),
                wrong("--count must be at least 1, got 0", "sample", "-c", "0"),
                wrong("--interval must be 100ms to 1h, got 2h", "live", "--interval", "2h"),
                wrong("--all and --net exclude each other", "live", "--all", "--net", "::/0"),
                wrong("--ports: a port must be 0 to 65535, got 70000", "sample", "-p", "70000"),
                wrong("--rows must be a whole number from 0 on, got -1", "live", "-n", "-1"),
                wrong(
                        "Invalid value for option '--backend': expected one of [ring, libpcap, conntrack]"
                                + " (case-sensitive) but was 'dpdk'",
                        "live",
                        "--backend",
                        "dpdk"));
    }

    private static Arguments wrong(String line, String... args) {
        return Arguments.of(List.of(args), line);
    }

    @Test
    void namesTheCommandsWhereThereIsNoSuchOne() {
        Run run = Run.of("reply", "no.pcap");
        assertTrue(
                run.err().startsWith("syntop: no such command: reply; there are: live, sample"),
                run::err);
        assertTrue(run.err().endsWith("\nsee: syntop --help\n"), run::err);
        assertEquals(2, run.status());
    }

    @Test
    void givesNoHelpOnWhatItDoesNotKnow() {
        Run run = Run.of("reply", "--help");
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("syntop: no such command: reply; there are: "), run::err);
        assertEquals(2, run.status());
        Run below = Run.of("conntrack", "lits", "--help");
        assertTrue(below.err().startsWith("syntop: no such command: lits; "), below::err);
        assertEquals(2, below.status());
    }

    @Test
    void neverPrintsAnArgumentUnescaped() {
        Run run = Run.of("replay", "--by", "\u001b[2J\u202e\ud800\n", "no.pcap");
        assertEquals(2, run.status());
        assertEquals(2, run.err().lines().count());
        assertEquals(
                "syntop: Invalid value for option '--by': expected one of [source, port, prefix, target, signature]"
                        + " (case-sensitive) but was '\\x1b[2J\\u{202e}\\u{d800}\\x0a'",
                run.err().lines().findFirst().orElseThrow());
    }
}
