package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;
import syntop.analyzer.handshake.Handshakes;
import syntop.analyzer.handshake.Limits;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Thinning;

/** Captures that hold only a part of what was sent. */
class PartialCaptureVerdictTest extends Traffic {
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
    void aBrowserInACaptureOfSynsIsNoScanner() {
        for (int i = 0; i < 100; i++) {
            look();
            wire.at(i / 10.0).syn(Conversation.link(CLIENT, 30_000 + i, random.nextInt(), 443));
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
    void randomAddressesGiveThemselvesAwayWithoutAnyAnswer() {
        forged(0, 5, 2_000, false);
        assertKind(Kind.FLOOD_FORGED);
        assertTrue(verdict().evidence().startsWith("completion unknown"), verdict()::evidence);
    }

    /** No answer was captured: nobody can know that there was none. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300})
    void toolsAloneInTheCaptureAreNoFlood(int sources) {
        for (int i = 0; i < 5_000; i++) {
            wire.look(Conversation.BARE, 64, 512).at(i / 1_000.0).syn(from(CLIENT + i % sources));
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
        String evidence = verdict().evidence();
        assertTrue(evidence.startsWith("completion unknown"), evidence);
        assertTrue(evidence.endsWith("SYNs without options, as only tools send"), evidence);
        assertTrue(verdict().advice().contains("both directions"), verdict()::advice);
    }

    /** Live, the acknowledgements would have come the way of the SYNs. */
    @Test
    void toolsThatNobodyAnswersAreAFloodWhereAcknowledgementsWouldBeSeen() {
        Handshakes live = new Handshakes();
        live.expectAcks();
        Conversation seen = new Conversation(live);
        for (int i = 0; i < 5_000; i++) {
            seen.look(Conversation.BARE, 64, 512).at(i / 1_000.0).syn(from(CLIENT));
        }
        assertEquals(Kind.FLOOD, Judge.judge(seen.report(), null, false).get(0).kind());
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
