package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;
import syntop.analyzer.verdict.ServerCounts.Cookies;

/** Floods of each kind, by themselves and among clients. */
class FloodVerdictTest extends Traffic {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsFromRandomAddressesAreForged(boolean answered) {
        clients(0, 20, 20);
        forged(20, 30, 2_000, answered);
        assertKind(Kind.FLOOD_FORGED);
        Verdict verdict = verdict();
        assertEquals(START + 20, verdict.episode().startSecond());
        assertTrue(verdict.advice().contains("Do not block by address"), verdict::advice);
        assertTrue(verdict.confidence() >= 0.9, verdict::toString);
    }

    @Test
    void theKernelTellsOfItsCookies() {
        forged(0, 10, 2_000, true);
        server = new ServerCounts(false, Cookies.ON, 60, 19_000, 3, 0, 19_000, 0, 0, 3);
        assertTrue(verdict().evidence().endsWith(", cookies sent 1,900/s"), verdict()::evidence);
        assertTrue(verdict().advice().contains("are on: leave them on."), verdict()::advice);
        server = new ServerCounts(false, Cookies.OFF, 60, 0, 0, 0, 19_000, 19_000, 0, 3);
        assertTrue(verdict().advice().contains("tcp_syncookies=1"), verdict()::advice);
    }

    @Test
    void theKernelKnowsThatItDropsRequests() {
        forged(0, 10, 2_000, false);
        server = new ServerCounts(false, Cookies.OFF, 10, 0, 0, 0, 19_000, 19_000, 0, 0);
        assertKind(Kind.FLOOD_FORGED);
        assertTrue(verdict().evidence().startsWith("none completes"), verdict()::evidence);
        String dropped = ", 19,000 requests dropped by the kernel";
        assertTrue(verdict().evidence().endsWith(dropped), verdict()::evidence);
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
    void aFloodOfAMomentIsNoFailure() {
        ended = false;
        clients(0, 5, 1);
        forged(5, 5.05, 1_000, true);
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

    /** Twenty in a second are few, and in a minute more than most queues hold. */
    @Test
    void aSlowFloodThatFillsTheQueueIsAFlood() {
        clients(0, 90, 5);
        forged(10, 90, 20, true);
        assertKind(Kind.FLOOD_FORGED);
        String pending = ", about 1,";
        assertTrue(verdict().evidence().contains(pending), verdict()::evidence);
        assertTrue(verdict().evidence().endsWith(" half-open at a time"), verdict()::evidence);
    }

    @Test
    void aSlowFloodOfFewSourcesIsOneOfRealSources() {
        clients(0, 60, 5);
        for (int i = 0; i < 1_200; i++) {
            look();
            Link link = from(CLIENT + i % 60 * 0x0001_0203);
            wire.at(i / 20.0).syn(link).answer(link);
        }
        assertKind(Kind.FLOOD);
        assertTrue(verdict().confidence() < 0.85, verdict()::toString);
    }

    @Test
    void aFewThatNeverGoOnFillNoQueue() {
        for (int i = 0; i < 60; i++) {
            Link link = from(client());
            wire.at(i).syn(link).answer(link);
            if (i % 5 == 0) wire.ack(link);
        }
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
    }

    @Test
    void aFloodAsLargeAsTheCrowdLastsAsLongAsItDid() {
        clients(0, 20, 300);
        for (int second = 20; second < 40; second++) {
            clients(second, second + 1, 300);
            for (int i = 0; i < 350; i++) {
                look();
                Link link = from(CLIENT + i);
                wire.at(second + i / 350.0).syn(link).answer(link);
            }
        }
        assertKind(Kind.FLOOD);
        long seconds = verdict().episode().seconds();
        assertTrue(seconds >= 19 && seconds <= 21, verdict()::toString);
    }

    private static Link ipv6(long hi, long lo, int port) {
        Link some = Conversation.link(CLIENT, port, SERVER, 443);
        int isn = (int) (lo * 0x9E37_79B9L >>> 8);
        return new Link(hi, lo, port, some.dst(), 443, isn, ~isn * 7);
    }

    /** Most addresses of IPv6 belong to nobody. */
    @Test
    void requestsFromRandomAddressesOfIpv6AreForged() {
        clients(0, 20, 20);
        for (int i = 0; i < 10_000; i++) {
            look();
            Link link = ipv6(random.nextLong(), random.nextLong(), 1_024 + i);
            wire.at(10 + i / 1_000.0).syn(link).answer(link);
        }
        Verdict verdict = verdict();
        assertTrue(verdict.kind().isFlood(), verdict::toString);
        String special = "special-purpose-sources";
        Signal signal =
                verdict.signals().stream()
                        .filter(each -> each.name().equals(special))
                        .findAny()
                        .orElseThrow();
        assertTrue(signal.raised(), signal::toString);
        // of some 160 sources at the least, drawn by a keyed hash: four standard errors
        assertEquals(7 / 8.0, signal.value(), 0.11);
    }

    /** A host may take any address of its own link, so it need not forge any. */
    @Test
    void oneLinkOfIpv6IsASourceNotAVictim() {
        clients(0, 20, 20);
        for (int i = 0; i < 10_000; i++) {
            wire.look(Conversation.LINUX, 57, 64_240).at(10 + i / 1_000.0);
            Link link = ipv6(0x2001_0DB8_0005_0001L, random.nextLong(), 1_024 + i);
            wire.syn(link).answer(link);
        }
        assertKind(Kind.FLOOD);
        assertTrue(verdict().evidence().contains("2001:db8:5:1::/64"), verdict()::evidence);
    }

    /** What the kernel counted at other ports is no evidence for these. */
    @Test
    void whatTheKernelDroppedElsewhereProvesNothing() {
        for (int i = 0; i < 3_000; i++) {
            look();
            wire.at(i / 1_000.0).syn(from(client()));
        }
        server = new ServerCounts(true, Cookies.OFF, 10, 0, 0, 0, 19_000, 19_000, 0, 0);
        assertKind(Kind.NOT_ENOUGH_EVIDENCE);
        server = new ServerCounts(false, Cookies.OFF, 10, 0, 0, 0, 19_000, 19_000, 0, 0);
        assertTrue(!verdict().evidence().startsWith("completion unknown"), verdict()::evidence);
    }

    @Test
    void theKernelTellsThatItCountsOverAllPorts() {
        forged(0, 10, 2_000, true);
        server = new ServerCounts(true, Cookies.ON, 60, 19_000, 3, 0, 19_000, 0, 0, 3);
        assertTrue(verdict().evidence().endsWith("/s over all ports"), verdict()::evidence);
    }
}
