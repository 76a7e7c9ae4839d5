package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.cli.block.Surroundings;

/** {@code syntop block} on results that tests make up. */
class BlockTest {
    @TempDir Path folder;
    private final FakeHost host = new FakeHost();

    /** A row: a source, its requests, and how many of them were completed. */
    private static String row(String source, long requests, long completed) {
        return "{\"source\": \"%s\", \"syn\": %d, \"req\": %d, \"completed\": %d, \"halfOpen\": %d, \"refused\": 0, \"unanswered\": 0, \"aborted\": 0}"
                .formatted(source, requests, requests, completed, requests - completed);
    }

    /** A result with these rows and nothing beside. */
    private Path result(String verdict, int sources, String... rows) throws IOException {
        long requests = 0;
        long completed = 0;
        for (String row : rows) {
            requests += number(row, "req");
            completed += number(row, "completed");
        }
        return result(verdict, sources, requests, completed, rows);
    }

    private Path result(String verdict, int sources, long requests, long completed, String... rows)
            throws IOException {
        String json =
                """
                {"schema": "syntop/1", "command": "sample",
                 "interval": {"from": "2026-11-21T10:00:00Z", "to": "2026-11-21T10:00:30Z"},
                 "totals": {"syn": %d, "req": %d, "sources": %d},
                 "verdict": {"class": "%s", "confidence": 0.9},
                 "handshakes": {"completed": %d, "halfOpen": %d, "refused": 0, "unanswered": 0,
                                "aborted": 0},
                 "by": "source", "rows": [%s]}
                """
                        .formatted(
                                requests,
                                requests,
                                sources,
                                verdict,
                                completed,
                                requests - completed,
                                String.join(",", rows));
        return Files.writeString(folder.resolve("a.json"), json);
    }

    private static long number(String row, String field) {
        return Long.parseLong(row.replaceFirst(".*\"" + field + "\": (\\d+).*", "$1"));
    }

    private Run block(Path result, String... options) {
        List<String> args = new ArrayList<>(List.of("block", result.toString()));
        args.addAll(Arrays.asList(options));
        return host.run(args.toArray(new String[0]));
    }

    private String refusal(Path result, String... options) {
        Run run = block(result, options);
        assertEquals(1, run.status(), run.out());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        return run.err().strip().replace("syntop: " + result + ": ", "");
    }

    private Path flood() throws IOException {
        return result(
                "flood",
                6,
                row("198.51.100.66", 300, 0),
                row("2001:db8:66::1", 200, 0),
                row("2001:db8:66::2", 100, 0),
                row("198.51.100.11", 60, 58),
                row("2001:db8:c::11", 40, 40),
                row("203.0.113.9", 30, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nftables",
                "ipset",
                "iptables",
                "route",
                "crowdsec",
                "crowdsec-csv",
                "fail2ban"
            })
    void rulesOfEveryFormat(String format) throws IOException {
        Run run = block(flood(), "--as", format, "--cover", "95%");
        assertEquals(0, run.status(), run.err());
        Golden.assertMatches("block-" + format + ".txt", run.out() + "--- stderr\n" + run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "ipset", "iptables", "fail2ban"})
    void portsLimitTheRules(String format) throws IOException {
        Run run = block(flood(), "--as", format, "-p", "443,http");
        assertEquals(0, run.status(), run.err());
        String ports = format.equals("nftables") || format.equals("fail2ban") ? "{ " : "--dports ";
        assertTrue(run.out().contains("dport" + (ports.equals("{ ") ? " " : "s ")), run.out());
        assertTrue(run.out().contains("443,80"), run.out());
    }

    @Test
    void clientsAreNotHit() throws IOException {
        Run run = block(flood());
        assertFalse(run.out().contains("198.51.100.11"), run.out());
        assertTrue(
                run.out().contains("# hits:  0 of 98 connections that were completed meanwhile"),
                run.out());
        assertTrue(run.out().contains("# stops: 600 of 632 requests of the attack, 94.9%"));
    }

    @Test
    void aNetworkTakesThePlaceOfItsAddresses() throws IOException {
        String[] rows = new String[64];
        for (int i = 0; i < rows.length; i++) rows[i] = row("203.0.113." + i * 4, 10, 0);
        Path result = result("flood", rows.length, rows);
        assertTrue(block(result).out().contains(" 203.0.113.0/24, # 640 requests, 0 completed\n"));
        assertTrue(block(result, "--by", "source").out().contains(" 203.0.113.12, #"));
        assertFalse(block(result, "--by", "source").out().contains("/24"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "normal | nothing is to be blocked",
                "busy | these are clients, and they are served",
                "handshakes-failing | it is the server that fails, not its clients",
                "backscatter | those who answer are victims",
                "outbound-flood | it is this host that sends, stop that",
                "not-enough-evidence | watch longer, or both directions",
                "carpet | the sources are forged, they are whom our answers are to hit; limit SYN-ACKs to them",
                "flood-forged | the sources are forged, to block them hits others and stops nothing; drop by signature (--by signature), keep SYN cookies on",
            })
    void whatIsNoAttackOfItsSourcesIsRefused(String verdict, String reason) throws IOException {
        Path result = result(verdict, 1, row("198.51.100.66", 300, 0));
        String whole = "the verdict is " + verdict + ": " + reason;
        assertEquals(whole + "; --force prints rules all the same", refusal(result));

        Run forced = block(result, "--force");
        assertEquals(0, forced.status(), forced.err());
        assertTrue(forced.out().contains("# WARNING: forced, though " + whole), forced.out());
        assertTrue(forced.out().contains("198.51.100.66,"), forced.out());
    }

    @Test
    void withoutVerdictItIsRefused() throws IOException {
        Path result = flood();
        Files.writeString(result, Files.readString(result).replace("\"verdict\"", "\"remark\""));
        assertEquals(
                "there is no verdict in it; --force prints rules all the same", refusal(result));
    }

    @Test
    void aSingleClientIsBlockedAlone() throws IOException {
        Path result =
                result(
                        "single-client",
                        2,
                        row("198.51.100.24", 900, 880),
                        row("198.51.100.11", 100, 0));
        Run run = block(result, "--cover", "100%");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("198.51.100.24, # 900 requests, 880 completed"), run.out());
        assertFalse(run.out().contains("198.51.100.11"), run.out());
    }

    @Test
    void aShortListSaysHowMuchItHolds() throws IOException {
        Path result = result("flood", 5_000, 10_000, 0, row("198.51.100.66", 300, 0));
        Run run = block(result);
        assertEquals(1, run.status());
        assertEquals(
                "syntop: "
                        + result
                        + ": 300 of 10,000 requests of the attack, 3.0% can be stopped, 80.0% was"
                        + " asked for: the result lists 1 of 5,000 sources, make it with -n 0\n",
                run.err());
        assertTrue(run.out().contains("# WARNING: less than was asked for: 300 of"), run.out());
        assertTrue(run.out().contains("198.51.100.66,"), run.out());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7,         an own address",
        "192.0.2.1,         a gateway",
        "192.0.2.53,        a name server in use",
        "203.0.113.9,       where this SSH session comes from",
        "127.0.0.9,         loopback",
        "169.254.1.1,       link-local",
        "224.0.0.251,       multicast",
        "0.0.0.0,           unspecified",
        "255.255.255.255,   reserved and broadcast",
        "198.51.100.200,    listed with --allow",
        "2001:db8:a::99,    listed with --allow",
        "::1,               unspecified",
        "fe80::7,           link-local",
        "ff02::1,           multicast",
        "::,                unspecified",
        "2001:db8:53::7,    a name server in use",
        "2001:db8:5:5::7,   where this SSH session comes from",
    })
    void protectedAddressesAreNeverProposed(String source, String reason) throws IOException {
        Path proc = folder.resolve("proc");
        Files.createDirectories(proc.resolve("thread-self/net"));
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        Files.writeString(
                proc.resolve("thread-self/net/route"),
                "eth0 00000000 %s 0003 0 0 0 00000000 0 0 0\n"
                        .formatted(little ? "010200C0" : "C0000201"));
        Files.createDirectories(proc.resolve("7"));
        Files.writeString(
                proc.resolve("7/environ"),
                "SSH_CLIENT=203.0.113.9 5 22\0SSH_CONNECTION=2001:db8:5:5::1 5 2001:db8::1 22\0");
        Files.createDirectories(folder.resolve("etc"));
        Files.writeString(
                folder.resolve("etc/resolv.conf"),
                "nameserver 192.0.2.53\nnameserver 2001:db8:53::53\n");
        host.surroundings = new Surroundings(folder, 7);
        Path list =
                Files.writeString(folder.resolve("allow"), "198.51.100.192/26\n2001:db8:a::/48");

        Path alone = result("flood", 1, row(source, 300, 0));
        String refusal = refusal(alone, "--allow", list.toString());
        assertTrue(refusal.contains("some are protected"), refusal);

        Path result = result("flood", 2, row(source, 300, 0), row("198.18.7.7", 300, 0));
        Run run = block(result, "--allow", list.toString(), "--cover", "50%", "--force");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(", " + reason + ", 300 requests\n"), run.out());
        assertFalse(run.out().contains(" " + source + ", #"), run.out());
        assertTrue(run.out().contains(" 198.18.7.7, #"), run.out());
    }

    @Test
    void noNetworkAroundAProtectedAddressIsProposed() throws IOException {
        String[] rows = new String[250];
        for (int i = 0; i < rows.length; i++) rows[i] = row("192.0.2." + i, 10, 0);
        Run run = block(result("flood", rows.length, rows));
        assertEquals(0, run.status(), run.err());
        assertFalse(run.out().contains("192.0.2.0/24"), run.out());
        assertFalse(run.out().contains("192.0.2.0/29"), run.out());
        assertTrue(run.out().contains("192.0.2.128/25, # 1,220 requests"), run.out());
    }

    @Test
    void aRowThatIsNoSourceOrOverlapsIsRefused() throws IOException {
        assertEquals(
                "not a result of syntop, a row is no source",
                refusal(result("flood", 1, row("198.51.0.0/16", 300, 0))));
        Path prefixes =
                result("flood", 2, row("198.51.0.0/16", 300, 0), row("198.51.7.0/24", 300, 0));
        Files.writeString(prefixes, Files.readString(prefixes).replace("\"source\"", "\"prefix\""));
        assertEquals("not a result of syntop, a row is within another", refusal(prefixes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--as pf | --as must be one of nftables, ipset, iptables, route, crowdsec, crowdsec-csv, fail2ban, got pf",
                "--as ipset --by signature | --as must be one of nftables, bpf with --by signature, got ipset",
                "--cover 0 | --cover must be above 0% and at most 100%, got 0",
                "--cover 101% | --cover must be above 0% and at most 100%, got 101%",
                "--cover most | --cover must be above 0% and at most 100%, got most",
                "--for 0s | --for must be 1s to 500h, got 0s",
                "--for 501h | --for must be 1s to 500h, got 501h",
                "--as iptables -p 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16 | --as iptables takes at most 15 ports",
                "b.json | a result must be the only file",
            })
    void wrongUsage(String options, String message) throws IOException {
        Run run = block(flood(), options.split(" "));
        assertEquals(2, run.status(), run.out());
        assertEquals("", run.out());
        assertEquals("syntop: " + message, run.err().lines().findFirst().orElseThrow());
    }

    @Test
    void capturesAreCountedAsReplayDoes() {
        Run run = host.run("block", "../testdata/flood-among-clients.pcap", "--cover", "70%");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(" 198.51.100.66, # 300 requests, 0 completed\n"), run.out());
    }

    @Test
    void aResultOfReplayGivesTheSameRulesAsTheCapture() throws IOException {
        String capture = "../testdata/flood-among-clients.pcap";
        Run replay = Run.of("replay", "--json", "-n", "0", capture);
        Path result = Files.writeString(folder.resolve("all.json"), replay.out());
        String rules = host.run("block", capture, "--cover", "70%").out();
        assertEquals(rules, block(result, "--cover", "70%").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-w 2s", "--by prefix"})
    void rowsThatDoNotTellWhatFailedAreRefused(String options) throws IOException {
        String capture = "../testdata/flood-among-clients.pcap";
        List<String> args = new ArrayList<>(List.of("replay", "--json", "-n", "0", capture));
        args.addAll(List.of(options.split(" ")));
        Run replay = Run.of(args.toArray(new String[0]));
        Path result = Files.writeString(folder.resolve("b.json"), replay.out());
        assertEquals(
                "its rows do not tell which requests came to nothing, so clients would be hit; make"
                        + " it by source, without -w",
                refusal(result));
        Run forced = block(result, "--cover", "60%", "--force");
        assertEquals(0, forced.status(), forced.err());
        assertTrue(forced.out().contains("# hits:  not known, the result does"), forced.out());
    }

    @Test
    void aResultBySignatureIsTaken() throws IOException {
        String capture = "../testdata/flood-among-clients.pcap";
        Run replay = Run.of("replay", "--json", "--by", "signature", capture);
        Path result = Files.writeString(folder.resolve("signatures.json"), replay.out());
        Run run = block(result, "--by", "signature");
        assertEquals(0, run.status(), run.err());
        assertEquals(host.run("block", capture, "--by", "signature").out(), run.out());
        Path sources = flood();
        assertEquals(
                "its rows are no signatures; make it with --by signature",
                refusal(sources, "--by", "signature"));
        assertEquals(
                "its rows are signatures, take --by signature",
                refusal(Files.writeString(folder.resolve("b.json"), replay.out())));
    }

    @Test
    void aSignatureThatClientsHaveIsRefused() throws IOException {
        Run replay =
                Run.of("replay", "--json", "--by", "signature", "../testdata/clients-ipv4.pcap");
        String json = replay.out().replaceFirst("\"class\":\"[a-z-]*\"", "\"class\":\"flood\"");
        json = json.replace("\"halfOpen\":0", "\"halfOpen\":50").replace("\"req\":", "\"req\":9");
        Path result = Files.writeString(folder.resolve("c.json"), json);
        String refusal = refusal(result, "--by", "signature");
        assertTrue(refusal.endsWith(": clients send such SYNs too"), refusal);
        Run forced = block(result, "--by", "signature", "--force");
        assertEquals(0, forced.status(), forced.err());
        assertTrue(forced.out().contains("clients send such SYNs too; "), forced.out());
        assertTrue(forced.out().contains("@th,160,32 0x20405b4 "), forced.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "bpf"})
    void aForgedFloodIsDroppedBySignature(String format) throws IOException {
        String file = "../testdata/synflood-random-sources.pcap";
        Run refused = host.run("block", file);
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("(--by signature)"), refused.err());
        Run run = host.run("block", file, "--by", "signature", "--as", format, "-p", "80");
        assertEquals(0, run.status(), run.err());
        Golden.assertMatches("block-signature-" + format + ".txt", run.out());
    }

    @Test
    void aResultThatComesThroughAPipeIsTaken() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        byte[] json = Files.readAllBytes(flood());
        Thread writer =
                new Thread(
                        () -> {
                            try {
                                Files.write(pipe, json);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        writer.setDaemon(true); // nobody may ever open the other end
        writer.start();
        Run run = block(pipe);
        assertEquals(0, run.status(), run.err());
        writer.join();
        assertTrue(run.out().contains(" 198.51.100.66, #"), run.out());
    }

    @Test
    void damagedCapturesAndMissingFilesAreRefused() throws IOException {
        Path none = folder.resolve("none");
        assertEquals("syntop: " + none + ": no such file\n", block(none).err());
        Path log = Files.writeString(folder.resolve("a.log"), "hello world, this is a log");
        Run run = block(log);
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("syntop: " + log + ": not a capture file"), run.err());
        byte[] capture = Files.readAllBytes(Path.of("../testdata/flood-among-clients.pcap"));
        Path cut = Files.write(folder.resolve("cut.pcap"), Arrays.copyOf(capture, 5_000));
        Run part = block(cut);
        assertEquals(1, part.status());
        assertEquals("", part.out());
    }

    @Test
    void tellsWhatPartOfTheBaselineIsHit() throws IOException {
        host.baseline = folder.resolve("baseline.json");
        Path normal = folder.resolve("normal.pcap");
        try (CaptureWriter capture = new CaptureWriter(normal)) {
            capture.clients(0, 600, 20);
        }
        Run recorded = host.run("baseline", "record", normal.toString());
        assertEquals(0, recorded.status(), recorded.err());
        // a quarter of the clients is in the network of one offender
        Run inside = block(result("flood", 2, row("10.0.1.66", 900, 0), row("192.0.2.7", 9, 9)));
        assertTrue(
                inside.out()
                        .matches(
                                "(?s).*# usual: at most 2\\d\\.\\d% of the requests of the base.*"),
                inside.out());
        Run outside = block(result("flood", 1, row("192.0.2.66", 900, 0)));
        assertTrue(outside.out().contains("# usual: no request of the baseline"), outside.out());
        Run without = block(result("flood", 1, row("192.0.2.66", 900, 0)), "--no-baseline");
        assertFalse(without.out().contains("usual"), without.out());
    }
}
