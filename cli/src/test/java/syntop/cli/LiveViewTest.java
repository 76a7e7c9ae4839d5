package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import syntop.capture.live.Downs;
import syntop.capture.live.Losses;

/** The command on a terminal. */
@Timeout(120)
class LiveViewTest {
    private final FakeHost host = new FakeHost();
    private final FakeScreen screen = new FakeScreen(host, 80, 24);
    private final String encoding = System.getProperty("native.encoding");

    @BeforeEach
    void drawBlocksWhateverTheLocale() {
        System.setProperty("native.encoding", "UTF-8");
        host.screen = screen;
    }

    @AfterEach
    void restore() {
        if (encoding == null) System.clearProperty("native.encoding");
        else System.setProperty("native.encoding", encoding);
    }

    private void expect(String name) throws IOException {
        Golden.assertFits(screen.text());
        Golden.assertMatches("live-" + name + ".txt", screen.text());
    }

    @Test
    void showsTheFirstCountsWithinHalfASecond() {
        host.with(Frames.flood(20));
        screen.passTenths(5).press('q');
        Run run = host.run("live", "-i", "eth0", "--interval", "1h");
        assertEquals("", run.err());
        assertTrue(screen.text().contains("20 SYN  5 requests  5 sources"), screen.text());
        assertTrue(host.clock.nanos() <= 500_000_000, screen.text());
    }

    @Test
    void fillsTheScreenAndPrintsTheSummaryWhenLeft() throws IOException {
        host.with(Frames.flood(20));
        screen.passTenths(60).press('q');
        Run run = host.run("live", "-i", "eth0", "-p", "443");
        assertEquals(0, run.status());
        assertTrue(screen.isClosed());
        expect("screen");
        assertTrue(run.out().contains("\n\neth0  tcp dst port 443 to this host"), run.out());
    }

    @Test
    void sendsNothingWhileNothingChanges() {
        host.with(Frames.flood(20));
        screen.passTenths(3);
        int[] before = new int[1];
        screen.then(() -> before[0] = screen.writes().size());
        screen.press('p').passTenths(100).press('q');
        host.run("live", "-i", "eth0");
        assertEquals(before[0] + 1, screen.writes().size()); // the title says that it is held
    }

    @Test
    void keysChooseWhatIsShown() throws IOException {
        host.with(Frames.flood(20), 5, 0);
        screen.passTenths(5).press('s').passTenths(5).press('-').press('-').passTenths(1);
        screen.press('q');
        host.run("live", "-i", "eth0", "-n", "3");
        expect("by-port-lossy");
    }

    @Test
    void helpTakesThePlaceOfTheTable() throws IOException {
        host.with(Frames.flood(20));
        screen.passTenths(5).press('h').passTenths(1).press('q');
        host.run("live", "-i", "eth0");
        expect("help");
    }

    @Test
    void aSmallerTerminalGetsWhatFits() throws IOException {
        host.with(Frames.flood(20));
        screen.passTenths(12).drag(40, 8).passTenths(2).press('q');
        host.run("live", "-i", "eth0");
        screen.text().lines().forEach(line -> assertTrue(line.length() <= 40, line));
        expect("small");
    }

    @Test
    void whatHappensToTheInterfaceStandsOnTheScreen() {
        host.with(new FakeSource("eth0", Frames.flood(3), Losses.NONE, Downs.of("eth0")));
        host.with(Frames.flood(4));
        screen.passTenths(1);
        screen.then(() -> host.awaitOpened(2));
        screen.passTenths(15).press('q');
        Run run = host.run("live", "-i", "eth0");
        assertEquals("", run.err());
        assertTrue(screen.text().contains("eth0: is back, counting goes on"), screen.text());
        assertTrue(screen.text().contains("7 SYN"), screen.text());
    }

    @Test
    void anotherVerdictDoesNotWaitForTheNextTable() {
        List<byte[]> scan = new ArrayList<>();
        for (int port = 1; port <= 20; port++) scan.add(Frames.syn(9, port));
        host.with(new FakeSource("eth0", Frames.flood(3), Losses.NONE, Downs.of("eth0")));
        host.with(scan);
        screen.passTenths(3).then(() -> host.awaitOpened(2)).then(host::awaitFrames);
        screen.then(() -> host.clock.pass(2_000_000_000_000L)); // more than half of an hour
        screen.passTenths(3).press('q');
        host.run("live", "-i", "eth0", "--interval", "1h");
        assertTrue(screen.text().contains("SCAN"), screen.text());
        assertTrue(screen.text().contains("23 SYN"), screen.text());
    }

    @Test
    void aTerminalThatIsGoneEndsIt() {
        host.with(Frames.flood(3));
        Run run = host.run("live", "-i", "eth0"); // the script is empty: no key will ever come
        assertEquals(0, run.status());
        assertTrue(screen.isClosed());
    }

    @Test
    void aFailureLeavesTheTerminalAsItWas() {
        host.with(Frames.flood(3));
        screen.then(
                () -> {
                    throw new IllegalStateException("broken");
                });
        Run run = host.run("live", "-i", "eth0");
        assertEquals(1, run.status());
        assertEquals("syntop: broken\n", run.err());
        assertTrue(screen.isClosed());
        assertFalse(run.out().contains("SYN"), run.out());
    }
}
