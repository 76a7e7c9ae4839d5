package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;

/** Clients that are served, many or few, and those behind one address. */
class CrowdVerdictTest extends Traffic {
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

    /** Health checks of a load balancer, which need not be completed to know that it answers. */
    @ParameterizedTest
    @ValueSource(ints = {1, 40})
    void checksThatResetTheAnswerAreNormal(int servers) {
        for (int i = 0; i < 600; i++) {
            Link link = Conversation.link(CLIENT, 2_000 + i, SERVER + i % servers, 443);
            wire.at(i / 10.0).syn(link).answer(link).abort(link);
        }
        assertKind(Kind.NORMAL);
    }

    @Test
    void severalSystemsBehindOneAddressAreTold() {
        for (int i = 0; i < 6_000; i++) {
            look();
            wire.shake(from(CLIENT), i / 300.0, 0.5);
        }
        assertKind(Kind.SINGLE_CLIENT);
        String evidence = verdict().evidence();
        assertTrue(evidence.contains(", SYNs of several systems"), evidence);
        assertTrue(verdict().advice().contains("NAT"), verdict()::advice);
    }

    @Test
    void tellsThatNothingWasRecordedToCompareWith() {
        clients(0, 10, 300);
        assertTrue(
                verdict().evidence().endsWith("no baseline to compare with"), verdict()::evidence);
        String text = verdict().signals().get(0).text();
        assertTrue(text.endsWith("baseline") || text.endsWith("to compare with"), text);
    }

    /** Sent through a proxy that asks the server with what the client sent. */
    @Test
    void clientsBehindASynProxyAreNormal() {
        for (int i = 0; i < 600; i++) {
            look();
            Link link = from(client());
            wire.shake(link, i / 20.0, 1).syn(link).answer(link).ack(link);
        }
        assertKind(Kind.NORMAL);
        assertEquals(600, wire.report().all().counts().duplicates());
    }
}
