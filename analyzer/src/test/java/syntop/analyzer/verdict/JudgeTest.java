package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;
import syntop.analyzer.handshake.Handshakes;
import syntop.analyzer.handshake.Limits;
import syntop.analyzer.verdict.ServerCounts.Cookies;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Thinning;

/** Traffic as it is met, and what it is to be called. */
class JudgeTest {
    private static final int SERVER = 0xCB00_7107; // 203.0.113.7
    private static final int CLIENT = 0xC633_6418; // 198.51.100.24

    private final Conversation wire = new Conversation();
    private final SplittableRandom random = new SplittableRandom(7);
    private boolean ended = true;
    private ServerCounts server; // null: nobody asked its kernel

    private Verdict verdict() {
        return Judge.judge(wire.report(), server, ended).get(0);
    }

    private void assertKind(Kind kind) {
        Verdict verdict = verdict();
        assertEquals(kind, verdict.kind(), verdict::toString);
    }

    /** Addresses of real clients: a few hundred networks, some with many of them. */
    private int client() {
        int net = (int) Math.abs(Math.round(random.nextGaussian() * 9)) * 0x0101_0000 + 0x5000_0000;
        return net + random.nextInt(1 << 16);
    }

    private Link from(int source) {
        return Conversation.link(source, 1_024 + random.nextInt(60_000), SERVER, 443);
    }

    /** What real SYNs look like: systems and distances differ. */
    private void look() {
        int system = random.nextInt(4);
        wire.look(Conversation.LINUX + system, 64 - 5 - random.nextInt(15), 64_240 - system);
    }

    private void clients(double fromSecond, double toSecond, double perSecond) {
        for (double at = fromSecond; at < toSecond; at += 1 / perSecond) {
            look();
            wire.shake(from(client()), at, 0.2 + random.nextDouble());
        }
    }

    private void forged(double fromSecond, double toSecond, double perSecond, boolean answered) {
        for (double at = fromSecond; at < toSecond; at += 1 / perSecond) {
            Link link = from(random.nextInt());
            wire.look(Conversation.BARE, 64, 512).at(at).syn(link);
            if (answered) wire.answer(link);
        }
    }

    @Test
    void aFewClientsAreNormal() {
        clients(0, 60, 5);
        assertKind(Kind.NORMAL);
    }

    @Test
    void noRequestIsTooLittle() {
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void aCrowdThatCompletesIsBusy() {
        clients(0, 30, 5);
        clients(30, 60, 500);
        assertKind(Kind.BUSY);
    }

    @Test
    void oneClientWithMostOfTheRequestsIsNamed() {
        for (int i = 0; i < 3_000; i++) {
            look();
            wire.shake(from(i % 4 == 0 ? client() : CLIENT), i / 300.0, 0.5);
        }
        assertKind(Kind.SINGLE_CLIENT);
        assertTrue(verdict().evidence().contains("198.51.100.24"), verdict()::evidence);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsFromRandomAddressesAreForged(boolean answered) {
        clients(0, 20, 20);
        forged(20, 30, 2_000, answered);
        assertKind(Kind.FLOOD_FORGED);
        Verdict verdict = verdict();
        assertEquals(Conversation.START / 1_000_000_000L + 20, verdict.episode().startSecond());
        assertTrue(verdict.advice().contains("Do not block by address"), verdict::advice);
        assertTrue(verdict.confidence() >= 0.9, verdict::toString);
    }

    @Test
    void theKernelTellsOfItsCookies() {
        forged(0, 10, 2_000, true);
        server = new ServerCounts(Cookies.ON, 60, 19_000, 3, 0, 19_000, 0, 0, 3);
        assertTrue(verdict().evidence().endsWith(", cookies sent 1,900/s"), verdict()::evidence);
        assertTrue(verdict().advice().contains("are on: leave them on."), verdict()::advice);
        server = new ServerCounts(Cookies.OFF, 60, 0, 0, 0, 19_000, 19_000, 0, 3);
        assertTrue(verdict().advice().contains("tcp_syncookies=1"), verdict()::advice);
    }

    @Test
    void theKernelKnowsThatItDropsRequests() {
        forged(0, 10, 2_000, false);
        server = new ServerCounts(Cookies.OFF, 10, 0, 0, 0, 19_000, 19_000, 0, 0);
        assertKind(Kind.FLOOD_FORGED);
        assertTrue(verdict().evidence().startsWith("none completes"), verdict()::evidence);
        String dropped = ", 19,000 requests dropped by the kernel";
        assertTrue(verdict().evidence().endsWith(dropped), verdict()::evidence);
    }

    @Test
    void randomAddressesGiveThemselvesAwayWithoutAnyAnswer() {
        forged(0, 5, 2_000, false);
        assertKind(Kind.FLOOD_FORGED);
        assertTrue(verdict().evidence().startsWith("completion unknown"), verdict()::evidence);
    }

    @Test
    void aFloodOnACrowdIsAFlood() {
        for (int second = 0; second < 60; second++) {
            clients(second, second + 1, 300);
            if (second >= 40) forged(second, second + 1, 3_000, true);
        }
        assertKind(Kind.FLOOD_FORGED);
    }

    @Test
    void aFloodAsLargeAsTheCrowdIsAFlood() {
        for (int second = 0; second < 60; second++) {
            clients(second, second + 1, 300);
            if (second >= 40) forged(second, second + 1, 350, true);
        }
        assertTrue(verdict().kind().isFlood(), verdict()::toString);
    }

    @Test
    void aToolOnOneAddressIsAFloodOfARealSource() {
        for (int i = 0; i < 5_000; i++) {
            Link link = from(CLIENT);
            wire.look(Conversation.BARE, 64, 512)
                    .at(i / 1_000.0)
                    .syn(link)
                    .answer(link)
                    .abort(link);
        }
        assertKind(Kind.FLOOD);
    }

    @Test
    void aBotnetOfRealStacksIsAFloodOfRealSources() {
        int[] bots = random.ints(200).map(i -> client()).toArray();
        for (int i = 0; i < 20_000; i++) {
            look();
            Link link = from(bots[random.nextInt(bots.length)]);
            wire.at(i / 1_000.0).syn(link).answer(link).abort(link);
        }
        assertKind(Kind.FLOOD);
    }

    @Test
    void aPrefixThatIsAnsweredAndNeverCompletesIsTheVictim() {
        for (int i = 0; i < 5_000; i++) {
            wire.look(Conversation.LINUX, 50 + random.nextInt(10), 64_240).at(i / 500.0);
            Link link = from(0xB1AB_0000 | random.nextInt(1 << 10)); // a /22
            wire.syn(link).answer(link);
            if (i % 10 == 0) wire.abort(link);
        }
        assertKind(Kind.CARPET);
    }

    @Test
    void clientsThatTryAgainMeanAServerThatIsDown() {
        Link[] links = random.ints(2_000).mapToObj(i -> from(client())).toArray(Link[]::new);
        for (double wait : new double[] {0, 1, 3, 7}) {
            for (int i = 0; i < links.length; i++) {
                look();
                wire.at(wait + i / 2_000.0).syn(links[i]);
            }
        }
        assertKind(Kind.HANDSHAKES_FAILING);
    }

    @Test
    void refusedClientsMeanAServiceThatIsNotThere() {
        for (int i = 0; i < 500; i++) {
            look();
            Link link = from(client());
            wire.at(i / 200.0).syn(link).refuse(link);
        }
        assertKind(Kind.HANDSHAKES_FAILING);
    }

    @Test
    void aCrowdBeforeADeadServerIsNoFloodBeforeAnybodyCouldTryAgain() {
        ended = false;
        clients(0, 20, 5);
        for (int i = 0; i < 1_000; i++) {
            look();
            wire.at(20 + i / 1_000.0).syn(from(client()));
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void aCrowdOnALongPathIsNoFloodBeforeItCanComplete() {
        ended = false;
        clients(0, 20, 5);
        for (int i = 0; i < 300; i++) {
            look();
            Link link = from(client());
            wire.at(20 + i / 1_000.0).syn(link).answer(link); // acknowledged after 0.6 s
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void clientsAloneInTheCaptureAreNoFlood() {
        for (int i = 0; i < 5_000; i++) {
            look();
            Link link = from(client());
            wire.at(i / 1_000.0).syn(link).ack(link);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
        assertTrue(verdict().evidence().contains("one direction"), verdict()::evidence);
    }

    @Test
    void synsAloneOfRealClientsAreNoFlood() {
        for (int i = 0; i < 5_000; i++) {
            look();
            wire.at(i / 1_000.0).syn(from(client()));
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
        assertTrue(verdict().evidence().contains("unknown"), verdict()::evidence);
    }

    /** As tcpdump captures them when it is asked for the SYN bit alone. */
    @Test
    void synsAndAnswersWithoutAcknowledgementsAreNoFlood() {
        for (int i = 0; i < 5_000; i++) {
            look();
            Link link = from(client());
            wire.at(i / 1_000.0).syn(link).answer(link);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    /** As tcpdump captures them when it is asked for SYN, FIN or RST. */
    @Test
    void connectionsWithoutAcknowledgementsAreNoFlood() {
        for (int i = 0; i < 5_000; i++) {
            look();
            Link link = from(client());
            wire.at(i / 1_000.0).syn(link).answer(link).fin(link, 100_000);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void answersOfOurServerAloneAreNoBackscatter() {
        for (int i = 0; i < 5_000; i++) {
            wire.at(i / 1_000.0).answer(from(client()));
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    /** What a flood has left behind, seen at the server itself. */
    @Test
    void answersThatOurServerSendsAgainAreNoBackscatter() {
        wire.outgoing(true);
        for (int i = 0; i < 500; i++) {
            Link link = from(client());
            wire.at(i / 100.0).answer(link).at(i / 100.0 + 1).answer(link);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    /** The same in a capture, where nobody knows which addresses are ours. */
    @Test
    void answersToAllTheWorldAreNoBackscatter() {
        for (int i = 0; i < 500; i++) {
            Link link = from(random.nextInt());
            wire.at(i / 100.0).answer(link).at(i / 100.0 + 1).answer(link);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void answersThatAreResetAreBackscatter() {
        clients(0, 10, 20);
        for (int i = 0; i < 300; i++) {
            Link forged = Conversation.link(CLIENT + i, 2_000 + i, 0x0808_0808, 80);
            wire.at(10 + i).answer(forged);
            if (i % 2 == 0) wire.abort(forged);
        }
        assertKind(Kind.BACKSCATTER);
    }

    @Test
    void manyPortsOfOneAddressAreAScan() {
        for (int port = 1; port <= 1_000; port++) {
            Link link = Conversation.link(CLIENT, 50_000, SERVER, port);
            wire.look(Conversation.BARE, 50, 1_024).at(port / 100.0).syn(link);
            if (port == 80 || port == 443) wire.answer(link).abort(link);
            else wire.refuse(link);
        }
        assertKind(Kind.SCAN);
    }

    @Test
    void fourFailuresAreEnoughForTheTestButNotForAPattern() {
        for (int i = 0; i < 7; i++) {
            Link link = Conversation.link(CLIENT, 50_000 + i, SERVER + i, 445);
            wire.at(i).syn(link).refuse(link);
        }
        assertTrue(Scans.of(wire.report()).isEmpty());
        Link eighth = Conversation.link(CLIENT, 60_000, SERVER + 7, 445);
        wire.at(9).syn(eighth).refuse(eighth);
        assertEquals(1, Scans.of(wire.report()).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0x01, 0x00, 0x29}) // FIN, NULL and Xmas
    void segmentsThatNoStackSendsAreAScan(int flags) {
        clients(0, 10, 20);
        for (int port = 1; port <= 100; port++) {
            Link link = Conversation.link(CLIENT, 50_000, SERVER, port);
            wire.at(10 + port / 100.0).probe(link, flags);
        }
        assertKind(Kind.SCAN);
    }

    @Test
    void acknowledgementsThatAreResetAreAScan() {
        clients(0, 10, 20);
        for (int port = 1; port <= 100; port++) {
            Link link = Conversation.link(CLIENT, 50_000, SERVER, port);
            wire.at(10 + port / 100.0).ack(link).disown(link);
        }
        assertKind(Kind.SCAN);
    }

    /** Its connections have ended while it was asleep. */
    @Test
    void aClientWithoutConnectionsIsNoScanner() {
        for (int i = 0; i < 100; i++) {
            Link link = Conversation.link(CLIENT, 50_000 + i, SERVER + i, 443);
            wire.at(i / 10.0).ack(link).disown(link);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    /** A tool in the name of an address that is not there, and nothing else on the wire. */
    @Test
    void toolsThatNeverAcknowledgeAreAFlood() {
        for (int i = 0; i < 3_000; i++) {
            Link link = Conversation.link(CLIENT, 1_024 + i, SERVER, 443);
            wire.look(Conversation.BARE, 64, 512).at(i / 1_000.0).syn(link).answer(link);
        }
        assertKind(Kind.FLOOD);
        assertTrue(verdict().evidence().startsWith("completion unknown"), verdict()::evidence);
    }

    @Test
    void aFloodOfAMomentIsNoFailure() {
        ended = false;
        clients(0, 5, 1);
        forged(5, 5.05, 1_000, true);
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void aPeerToPeerClientIsNoScanner() {
        for (int i = 0; i < 400; i++) {
            look();
            Link link =
                    Conversation.link(
                            CLIENT, 30_000 + i, random.nextInt(), 1_024 + random.nextInt(50_000));
            if (i % 5 < 2) wire.shake(link, i, 30);
            else wire.at(i).syn(link).at(i + 1).syn(link).at(i + 3).syn(link);
        }
        assertKind(Kind.NORMAL);
    }

    @Test
    void aBrowserInACaptureOfSynsIsNoScanner() {
        for (int i = 0; i < 100; i++) {
            look();
            wire.at(i / 10.0).syn(Conversation.link(CLIENT, 30_000 + i, random.nextInt(), 443));
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void aFloodOverAllPortsOfOneAddressIsAFlood() {
        clients(0, 5, 20);
        for (int i = 0; i < 20_000; i++) {
            Link link =
                    Conversation.link(
                            random.nextInt(),
                            random.nextInt(65_536),
                            SERVER,
                            random.nextInt(65_536));
            wire.look(Conversation.BARE, 64, 512).at(5 + i / 2_000.0).syn(link).refuse(link);
        }
        assertKind(Kind.FLOOD_FORGED);
    }

    @Test
    void aHostOfOursThatFloodsIsNamed() {
        clients(0, 10, 20);
        wire.outgoing(true);
        for (int i = 0; i < 5_000; i++) {
            Link link = Conversation.link(SERVER, 1_024 + i, CLIENT, 80);
            wire.look(Conversation.BARE, 64, 512).at(5 + i / 1_000.0).syn(link).answer(link);
        }
        assertKind(Kind.OUTBOUND_FLOOD);
    }

    @Test
    void aBusyClientOfOursIsNoFlood() {
        clients(0, 10, 20);
        wire.outgoing(true);
        for (int i = 0; i < 5_000; i++) {
            wire.shake(
                    Conversation.link(SERVER, 1_024 + i, random.nextInt(), 443), i / 1_000.0, 0.1);
        }
        assertKind(Kind.NORMAL);
    }

    @Test
    void honestClientsWithManyRetransmissionsAreNormal() {
        for (int i = 0; i < 2_000; i++) {
            look();
            Link link = from(client());
            double at = i / 50.0;
            wire.at(at).syn(link);
            if (i % 2 == 0) wire.at(at + 1).syn(link).at(at + 3).syn(link);
            wire.at(at + 3.1).answer(link).at(at + 3.2).ack(link);
        }
        assertKind(Kind.NORMAL);
    }

    /** With all of it captured the one is busy and the other a flood. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whereSynsAloneWereCapturedCompletionIsUnknown(boolean bare) {
        Thinning kernel = new Thinning(new HandshakeSample(1), 1, () -> 0);
        kernel.opened(0);
        Limits limits = new Limits(1 << 20, 1, 1, 1_000);
        Conversation busy = new Conversation(new Handshakes(1 << 20, 0, limits, kernel));
        for (int second = 0; second < 30; second++) {
            if (kernel.wanted() != kernel.state().level()) kernel.swapped(0, kernel.wanted());
            for (int i = 0; i < 1_000; i++) {
                Link link = from(client());
                if (bare) busy.look(Conversation.BARE, 64, 512);
                busy.at(second + i / 1_000.0).syn(link);
                if (kernel.state().level() == Thinning.SYNS) continue;
                busy.answer(link);
                if (!bare) busy.ack(link);
            }
            busy.flush();
        }
        assertEquals(Thinning.SYNS, kernel.state().level());
        Verdict verdict = Judge.judge(busy.report(), null, true).get(0);
        assertEquals(Kind.NOT_ENOUGH_EVIDENCE, verdict.kind(), verdict::toString);
        String why = "completion unknown, under this load SYNs alone were captured";
        assertTrue(verdict.evidence().startsWith(why), verdict::evidence);
    }
}
