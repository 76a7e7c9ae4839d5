package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;

/** Who tries many targets, and answers to what nobody asked. */
class ScanVerdictTest extends Traffic {
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

    /** With theta 0.8 and 0.2, 0.01 and 0.99: log 99 by log 4 are 3.3 (Jung et al., 2004). */
    @Test
    void fourFailuresMoreThanSuccessesAreUnlikelyForAClient() {
        assertTrue(Scans.isLikely(4, 0));
        assertTrue(!Scans.isLikely(3, 0));
        assertTrue(!Scans.isLikely(5, 2));
        assertTrue(Scans.isLikely(6, 2));
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

    /** One port in a second, among clients, takes as long as it takes. */
    @Test
    void aSlowScanHasItsOwnTime() {
        clients(0, 200, 5);
        for (int port = 1; port <= 100; port++) {
            Link link = Conversation.link(CLIENT, 50_000, SERVER, port);
            wire.look(Conversation.BARE, 50, 1_024).at(50 + port).syn(link).refuse(link);
        }
        assertKind(Kind.SCAN);
        Episode episode = verdict().episode();
        assertEquals(START + 51, episode.startSecond());
        assertEquals(START + 150, episode.endSecond());
        assertEquals(1, episode.peakRequests());
        assertEquals(100, episode.requests());
    }

    @Test
    void backscatterHasItsOwnTime() {
        clients(0, 100, 20);
        for (int i = 0; i < 300; i++) {
            Link forged = Conversation.link(CLIENT + i, 2_000 + i, 0x0808_0808, 80);
            wire.at(30 + i / 10.0).answer(forged).abort(forged);
        }
        assertKind(Kind.BACKSCATTER);
        Episode episode = verdict().episode();
        assertEquals(START + 30, episode.startSecond());
        assertEquals(START + 59, episode.endSecond());
        assertEquals(10, episode.peakRequests());
    }

    /** A worm: it is the host that is to be looked at, not blocked. */
    @Test
    void aScannerOfOursIsNamedAsOurs() {
        clients(0, 20, 20);
        wire.outgoing(true);
        for (int i = 0; i < 500; i++) {
            look();
            Link link = Conversation.link(SERVER, 20_000 + i, random.nextInt(), 445);
            wire.at(5 + i / 50.0).syn(link).at(6 + i / 50.0).syn(link);
        }
        assertKind(Kind.SCAN);
        assertTrue(verdict().advice().startsWith("It is one of your own"), verdict()::advice);
    }

    @Test
    void aWormFromOutsideIsAScanner() {
        clients(0, 20, 20);
        for (int i = 0; i < 2_000; i++) {
            wire.look(Conversation.BARE, 50, 1_024).at(5 + i / 200.0);
            wire.syn(Conversation.link(CLIENT, 40_000, SERVER + i % 1_000, 23));
        }
        assertKind(Kind.SCAN);
        assertTrue(verdict().advice().startsWith("Common"), verdict()::advice);
    }
}
