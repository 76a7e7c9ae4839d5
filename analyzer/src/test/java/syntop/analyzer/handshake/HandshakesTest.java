package syntop.analyzer.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;

class HandshakesTest {
    private static final int SERVER = 0xCB00_7107; // 203.0.113.7
    private static final int CLIENT = 0xC633_6418; // 198.51.100.24

    // when a client sends its SYNs, s after the first
    private static final double[] LINUX_BEFORE_6_5 = {0, 1, 3, 7, 15, 31, 63};
    private static final double[] LINUX_SINCE_6_5 = {0, 1, 2, 3, 4, 5, 7, 11, 19, 35, 67};
    private static final double[] WINDOWS = {0, 3, 9};

    private final Conversation wire = new Conversation();
    private final Link link = Conversation.link(CLIENT, 40_000, SERVER, 443);

    private Counts counts() {
        return wire.report().all().counts();
    }

    @Test
    void countsOneRequestForEachScheduleOfRetransmissions() {
        int port = 40_000;
        int syns = 0;
        for (double[] schedule : new double[][] {LINUX_BEFORE_6_5, LINUX_SINCE_6_5, WINDOWS}) {
            Link each = Conversation.link(CLIENT, port++, SERVER, 443);
            for (double second : schedule) {
                wire.at(second + port).syn(each); // one after the other
                syns++;
            }
        }
        Counts counts = counts();
        assertEquals(syns, counts.syns());
        assertEquals(3, counts.requests());
        assertEquals(syns - 3, counts.retransmissions());
        assertEquals(0, counts.duplicates());
        assertEquals(3, counts.unanswered());
    }

    @Test
    void countsSynsCapturedTwiceApart() {
        wire.at(0).syn(link).syn(link).at(0.05).syn(link);
        assertEquals(1, counts().requests());
        assertEquals(2, counts().duplicates());
        assertEquals(0, counts().retransmissions());
    }

    /** Each packet twice, up to 50 ms apart, among retransmissions of each schedule. */
    @Test
    void countsDuplicatesUpToFiftyMillisecondsApartBesideRetransmissions() {
        SplittableRandom random = new SplittableRandom(10);
        int port = 40_000;
        int syns = 0;
        for (double[] schedule : new double[][] {LINUX_BEFORE_6_5, LINUX_SINCE_6_5, WINDOWS}) {
            Link each = Conversation.link(CLIENT, port++, SERVER, 443);
            for (double second : schedule) {
                wire.at(second + port).syn(each);
                wire.at(second + port + random.nextDouble() * 0.05).syn(each);
                syns++;
            }
        }
        Counts counts = counts();
        assertEquals(2L * syns, counts.syns());
        assertEquals(3, counts.requests());
        assertEquals(syns, counts.duplicates());
        assertEquals(syns - 3, counts.retransmissions());
    }

    @Test
    void countsSamePortsWithAnotherNumberAsAnotherRequest() {
        wire.at(0).syn(link);
        wire.at(1).syn(new Link(0, link.src(), 40_000, link.dst(), 443, link.isn() + 9_999, 5));
        assertEquals(2, counts().requests());
    }

    @Test
    void completesARequestWhereAnEarlierOneBetweenTheSamePortsWasCompleted() {
        int[] ahead = {1, 99, 9_999, 50_000, -1, -9_999, -50_000};
        for (int i = 0; i < ahead.length; i++) {
            Link one = Conversation.link(CLIENT, 50_000 + i, SERVER, 443);
            int isn = one.isn() + ahead[i];
            Link next = new Link(0, one.src(), one.srcPort(), one.dst(), 443, isn, 5);
            wire.shake(one, i, 1).fin(one, 100).shake(next, i + 0.5, 1);
        }
        assertEquals(2L * ahead.length, counts().requests());
        assertEquals(2L * ahead.length, counts().completed());
    }

    @Test
    void followsARequestToEachOfItsEnds() {
        Link[] links = new Link[6];
        for (int i = 0; i < links.length; i++) {
            links[i] = Conversation.link(CLIENT, 50_000 + i, SERVER, 443);
            wire.at(0).syn(links[i]);
        }
        wire.at(0.02).answer(links[0]).answer(links[1]).answer(links[2]).refuse(links[3]);
        wire.at(0.04).ack(links[0]).abort(links[1]).ack(links[5]);
        Counts counts = counts();
        assertEquals(6, counts.requests());
        assertEquals(1, counts.completed());
        assertEquals(1, counts.aborted());
        assertEquals(1, counts.halfOpen());
        assertEquals(1, counts.refused());
        assertEquals(1, counts.unseen(), "goes on as if answered");
        assertEquals(1, counts.unanswered());
    }

    @Test
    void doesNotCompleteByAnAcknowledgementOfSomethingElse() {
        wire.at(0).syn(link).answer(link);
        wire.ack(
                new Link(
                        0,
                        link.src(),
                        40_000,
                        link.dst(),
                        443,
                        link.isn(),
                        link.serverIsn() + 99_000));
        assertEquals(0, counts().completed());
        assertEquals(1, counts().halfOpen());
    }

    @Test
    void completesByAFinWhereAcknowledgementsWereNotCaptured() {
        wire.at(0).syn(link).at(0.01).answer(link).at(2).fin(link, 400);
        assertEquals(1, counts().completed());
    }

    @Test
    void takesAnswerAndAcknowledgementInAnyOrder() {
        wire.at(0).syn(link).at(0.01).ack(link).answer(link);
        Link other = Conversation.link(CLIENT, 40_001, SERVER, 443);
        wire.at(1).answer(other).syn(other).at(1.01).ack(other);
        assertEquals(2, counts().completed());
        assertEquals(0, counts().unseen());
        assertEquals(0, wire.report().strays().answers());
    }

    @Test
    void timesHandshakesButNoneThatWereRepeated() {
        for (int i = 0; i < 100; i++) {
            wire.shake(Conversation.link(CLIENT, 1_000 + i, SERVER, 443), i, 20);
        }
        wire.at(200).syn(link).at(201).syn(link).at(201.4).answer(link).at(201.8).ack(link);
        TargetReport target = wire.report().targets().get(0);
        assertEquals(100, target.serverTimes().count());
        assertEquals(20e6, (double) target.serverTimes().p50(), 0.01 * 20e6);
        assertEquals(20e6, (double) target.clientTimes().p999(), 0.01 * 20e6);
    }

    @Test
    void tellsAnswersThatNobodyAskedFor() {
        for (int i = 0; i < 20; i++) {
            Link forged = Conversation.link(CLIENT + i, 40_000, SERVER, 80);
            wire.at(0.1 * i).answer(forged);
            if (i < 5) wire.abort(forged);
            if (i >= 15) wire.at(0.1 * i + 1).answer(forged);
        }
        HandshakeReport.Strays strays = wire.report().strays();
        assertEquals(25, strays.answers());
        assertEquals(5, strays.denied());
        assertEquals(5, strays.repeated());
        assertEquals(0, strays.acknowledged());
        assertEquals(20, strays.receivers());
    }

    @Test
    void keepsRequestsOfOursApart() {
        Link out = Conversation.link(SERVER, 40_000, CLIENT, 443);
        wire.outgoing(true).at(0).syn(out).outgoing(false).answer(out).ack(out);
        HandshakeReport report = wire.report();
        assertEquals(0, report.all().counts().syns());
        assertEquals(1, report.out().all().counts().completed());
        assertEquals(0, report.strays().answers());
    }

    @Test
    void forgetsWhatIsOlderThanTwoWindows() {
        Conversation live =
                new Conversation(new Handshakes(Handshakes.DEFAULT_BYTES, 10_000_000_000L));
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 600; i++) { // more than a batch
                live.shake(Conversation.link(CLIENT, second * 600 + i, SERVER, 443), second, 1);
            }
        }
        Counts counts = live.report().all().counts();
        assertTrue(counts.syns() >= 6_000 && counts.syns() <= 12_500, counts::toString);
        assertEquals(1, counts.completion(), 0.01);
    }

    /**
     * 300 connections in a budget of 8 a second: the sample has to tell the share that completes.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sampledSharesAreWithinTheErrorThatIsTold(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Conversation small = new Conversation(new Handshakes(1 << 20, 0)); // 512 a second
        int n = 400_000;
        int complete = 0;
        for (int i = 0; i < n; i++) {
            Link each = Conversation.link(random.nextInt(), random.nextInt(65_536), SERVER, 443);
            double at = i / 50_000.0;
            small.at(at).syn(each).answer(each);
            if (random.nextInt(10) < 3) {
                small.ack(each);
                complete++;
            }
        }
        HandshakeReport report = small.report();
        Counts counts = report.all().counts();
        assertTrue(report.precision().level() > 3, () -> "seed=" + seed);
        assertEquals(n, counts.requests());
        double error = 2 * report.precision().shareError(); // four standard errors
        assertEquals((double) complete / n, counts.completion(), error, () -> "seed=" + seed);
    }
}
