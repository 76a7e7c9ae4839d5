package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import syntop.capture.CaptureException;
import syntop.capture.filter.LiveFilter;
import syntop.capture.live.Backend;
import syntop.capture.live.Downs;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.Losses;
import syntop.cli.values.Prefixes;

@Timeout(120)
class SampleTest {
    private static final String CHOSEN = "syntop: watching eth0, which has the default route\n";

    /** Does not compile for Ethernet. */
    private static final String WIFI_ALONE = "wlan type mgt";

    private final FakeHost host = new FakeHost();

    private static void assertTable(String name, Run run) throws IOException {
        Golden.assertFits(run.out());
        Golden.assertMatches(name, run.out());
    }

    @Test
    void aSilentLineEndsOnTimeWithAnEmptyTable() throws IOException {
        Run run = host.run("sample", "-d", "5s");
        assertEquals(CHOSEN, run.err());
        assertEquals(0, run.status());
        assertEquals(5_000_000_000L, host.clock.nanos());
        assertTable("sample-silent.txt", run);
    }

    @Test
    void lastsThirtySecondsIfNotTold() {
        assertEquals(0, host.run("sample").status());
        assertEquals(30_000_000_000L, host.clock.nanos());
    }

    @Test
    void ratesAreOverTheTimeOfCapturingNotOverThatOfThePackets() throws IOException {
        Run run = host.with(Frames.flood(100)).run("sample", "-i", "eth0", "-d", "10s");
        assertEquals("", run.err());
        assertTable("sample-flood.txt", run);
    }

    @Test
    void jsonTellsTheSame() throws IOException {
        Run run =
                host.with(Frames.flood(100), 25, 3)
                        .run("sample", "-d", "10s", "-p", "443", "-n", "2", "--json");
        Golden.assertMatches(
                "sample-flood.json",
                run.out().replaceFirst("\"delayNanos\":\\{[^}]*\\}", "\"delayNanos\":{}"));
    }

    @Test
    void everyFigureIsAtLeastOnceAnythingWasDropped() throws IOException {
        Run run = host.with(Frames.flood(300), 100, 0).run("sample", "-p", "443,80", "-n", "3");
        assertTable("sample-drops.txt", run);
    }

    @Test
    void whatTheInterfaceLostMakesFiguresAtLeastToo() {
        Run run = host.with(Frames.flood(3), 0, 1).run("sample");
        assertTrue(run.out().contains("at least 3 SYN"), run.out());
        assertTrue(run.out().contains("dropped 0 by the kernel, 1 by the interface"), run.out());
    }

    @Test
    void countersThatContradictEachOtherAreTold() throws IOException {
        host.with(new FakeSource("eth0", Frames.flood(3), new Losses(2, 0, 0), null));
        Run run = host.run("sample");
        assertTable("sample-contradiction.txt", run);
    }

    @Test
    void endsAfterTheFramesThatWereAskedFor() {
        Run run = host.with(Frames.flood(100)).run("sample", "-c", "40");
        assertEquals(CHOSEN, run.err());
        assertTrue(run.out().contains("40 frames: 40 SYN"), run.out());
        assertTrue(run.out().contains("received 40   dropped 0"), run.out());
        assertFalse(run.out().contains("add up"), run.out());
        assertEquals(0, run.status());
    }

    @Test
    void whatTheUsersFilterRejectsIsNotAmongTheFramesAskedFor() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            frames.add(Frames.syn(i, 80));
            frames.add(Frames.syn(i, 443));
        }
        Run run = host.with(frames).run("sample", "-c", "10", "--filter", "port 443");
        assertTrue(run.out().contains("20 frames: 10 SYN, 10 filtered out"), run.out());
        assertTrue(run.out().contains("received 20 "), run.out());
    }

    @Test
    void ofCountAndTimeWhateverComesFirstEnds() {
        Run run = host.with(Frames.flood(9)).run("sample", "-c", "10", "-d", "2s");
        assertEquals(CHOSEN, run.err());
        assertEquals(2_000_000_000L, host.clock.nanos());
        assertTrue(run.out().contains("9 frames: 9 SYN"), run.out());
    }

    @Test
    void saysThatItWaitsForPacketsOnASilentLine() {
        host.with(Frames.flood(3));
        AtomicInteger waits = new AtomicInteger();
        host.clock.beforeWait(
                () -> {
                    if (waits.getAndIncrement() > 0) host.current().stop(); // else for ever
                    return host.awaitFrames();
                });
        Run run = host.run("sample", "-i", "eth0", "-c", "10");
        assertEquals(
                "syntop: eth0: waiting for 10 packets, 3 so far; Ctrl-C prints what there is\n",
                run.err().lines().findFirst().orElse("") + "\n");
        assertEquals(0, run.status());
        assertTrue(run.out().contains("3 frames: 3 SYN"), run.out());
    }

    @Test
    void anInterfaceThatGoesDownEndsItWithWhatWasCounted() throws IOException {
        host.with(new FakeSource("eth0", Frames.flood(7), Losses.NONE, Downs.of("eth0")));
        Run run = host.run("sample", "-i", "eth0");
        assertEquals("syntop: eth0: the interface went down\n", run.err());
        assertEquals(1, run.status());
        assertTable("sample-down.txt", run);
    }

    @Test
    void whatCannotBeOpenedIsOneLine() {
        host.refusal = new CaptureException("eth7: no such interface; there are: eth0, lo");
        Run run = host.run("sample", "-i", "eth7");
        assertEquals("syntop: eth7: no such interface; there are: eth0, lo\n", run.err());
        assertEquals("", run.out());
        assertEquals(1, run.status());
    }

    @Test
    void framesThatTheUsersFilterCannotLookIntoAreToldAndFailTheRun() {
        Run run = host.with(Frames.flood(4)).run("sample", "-i", "eth0", "--filter", WIFI_ALONE);
        assertTrue(
                run.err().matches("syntop: --filter: .*; left out are 4 frames of link type .*\n"),
                run.err());
        assertTrue(run.out().contains("incomplete"), run.out());
        assertEquals(1, run.status());
    }

    @Test
    void framesOfALinkTypeThatIsNotDecodedAreToldAndFailTheRun() {
        FakeSource source = new FakeSource("eth0", Frames.flood(4), Losses.NONE, null);
        source.linkType = 147;
        Run run = host.with(source).run("sample", "-i", "eth0", "--json");
        String told = "link type LINKTYPE 147 is not decoded; left out are 4 frames";
        assertEquals("syntop: " + told + "\n", run.err());
        assertTrue(run.out().contains("\"errors\":[\"" + told + "\"]"), run.out());
        assertEquals(1, run.status());
    }

    @Test
    void withoutADefaultRouteTheUserHasToChoose() {
        host.defaultInterface = null;
        Run run = host.run("sample");
        assertEquals(
                "syntop: no default route to take the interface of; name one with -i: any, lo,"
                        + " eth0\n",
                run.err());
        assertEquals(1, run.status());
    }

    @Test
    void countsWhatIsForThisHostIfNotTold() {
        List<byte[]> frames = List.of(Frames.syn(1, 80), Frames.tcp(1, 0xC0000208, 80, 2));
        Run run = host.with(frames).run("sample");
        assertTrue(run.out().contains("\n\neth0  tcp to this host  "), run.out());
        assertTrue(run.out().contains("1 SYN, 1 SYN to other networks"), run.out());
        LiveOptions options = host.opened.get(0);
        assertFalse(options.promiscuous());
        assertEquals(
                List.of(Prefixes.parse("192.0.2.7"), Prefixes.parse("127.0.0.0/8")),
                options.filter().nets());
    }

    @Test
    void countsEveryDirectionForAMirrorPort() {
        List<byte[]> frames = List.of(Frames.syn(1, 80), Frames.tcp(1, 0xC0000208, 80, 2));
        Run run = host.with(frames).run("sample", "--all", "--backend", "libpcap");
        assertTrue(run.out().contains("\n\neth0  tcp in every direction  "), run.out());
        assertTrue(run.out().contains("2 frames: 2 SYN"), run.out());
        assertTrue(host.opened.get(0).promiscuous());
        assertEquals(Backend.LIBPCAP, host.opened.get(0).backend());
    }

    @Test
    void countsNetworksThatAreGiven() {
        Run run = host.with(Frames.flood(2)).run("sample", "--net", "192.0.2.0/29,2001:db8::/32");
        assertTrue(run.out().contains("\n\neth0  tcp to 192.0.2.0/29,2001:db8::/32\n"), run.out());
        assertTrue(run.out().contains("2 frames: 2 SYN"), run.out());
    }

    @Test
    void statsTellTheDelayAndWhatTheThreadsDid() {
        Run run = host.with(Frames.flood(5)).run("sample", "-i", "eth0", "--stats");
        assertTrue(
                run.err()
                        .matches(
                                "(?s)delay from time stamp to counted: p50 \\S+ \\S+, p99 .*, of 5"
                                        + " segments\nbatches handed to the counting thread: 1;"
                                        + " times it was a full ring behind: 0\n"),
                run.err());
    }

    @Test
    void showsTheFilterWithoutCapturing() {
        Run run = host.run("sample", "-i", "eth0", "-p", "443", "--show-filter");
        assertEquals(0, run.status());
        assertTrue(
                run.out().startsWith("# ring, link type ETHERNET\n(tcp[13] & 0x7 != 0"), run.out());
        assertTrue(run.out().contains("tcp[2:2] = 443"), run.out());
        assertTrue(run.out().contains("\n(000) "), run.out());
        assertEquals(0, host.clock.nanos());
    }

    @Test
    void saysWhenTheFilterLetsMoreThroughThanAskedFor() {
        FakeSource source = new FakeSource("eth0", List.of(), Losses.NONE, null);
        source.filter = new LiveFilter(List.of(443), List.of(), false);
        Run run = host.with(source).run("sample", "-i", "eth0", "-p", "443", "--show-filter");
        assertEquals(
                "# every network, as the kernel limits the length; what was not asked for is left"
                        + " out when counting",
                run.out().lines().skip(1).findFirst().orElse(""));
    }
}
