package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import syntop.analyzer.Conversation.Link;

/** Servers that are down, and crowds that could be taken for floods. */
class FailureVerdictTest extends Traffic {
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

    /** At the usual rate, so no alarm of it tells. */
    @Test
    void aServerThatStopsFailsFromThenOn() {
        clients(0, 60, 40);
        for (int i = 0; i < 800; i++) {
            look();
            Link link = from(client());
            double at = 60 + i / 40.0;
            wire.at(at).syn(link).at(at + 1).syn(link);
        }
        assertKind(Kind.HANDSHAKES_FAILING);
        long late = verdict().episode().startSecond() - (START + 60);
        assertTrue(Math.abs(late) <= 1, verdict()::toString);
    }

    /**
     * It refuses for three seconds, in which the clients come again and again, then they rush in.
     */
    @Test
    void aCrowdAtTheRestartOfAServerIsNoFlood() {
        clients(0, 20, 200);
        for (int i = 0; i < 1_800; i++) {
            look();
            Link link = from(client());
            wire.at(20 + i / 600.0).syn(link).refuse(link);
        }
        clients(23, 28, 900);
        clients(28, 45, 200);
        Verdict verdict = verdict();
        assertTrue(!verdict.kind().isFlood(), verdict::toString);
    }

    @Test
    void clientsThatAreRefusedForAWhileAreNoFlood() {
        clients(0, 60, 40);
        for (int i = 0; i < 600; i++) {
            look();
            Link link = from(client());
            wire.at(30 + i / 100.0).syn(link).refuse(link);
        }
        assertKind(Kind.HANDSHAKES_FAILING);
    }
}
