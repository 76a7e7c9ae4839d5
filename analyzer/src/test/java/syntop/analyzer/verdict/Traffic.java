package syntop.analyzer.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import syntop.analyzer.Conversation;
import syntop.analyzer.Conversation.Link;

/** Traffic as it is met, and what it is to be called: the base of the tests of verdicts. */
abstract class Traffic {
    static final int SERVER = 0xCB00_7107; // 203.0.113.7
    static final int CLIENT = 0xC633_6418; // 198.51.100.24

    /** Where time begins, s since 1970-01-01 UTC. */
    static final long START = Conversation.START / 1_000_000_000L;

    final Conversation wire = new Conversation();
    final SplittableRandom random = new SplittableRandom(7);
    boolean ended = true;
    ServerCounts server; // null: nobody asked its kernel

    Verdict verdict() {
        return Judge.judge(wire.report(), server, ended).get(0);
    }

    void assertKind(Kind kind) {
        Verdict verdict = verdict();
        assertEquals(kind, verdict.kind(), verdict::toString);
    }

    /** Addresses of real clients: a few hundred networks, some with many of them. */
    int client() {
        int net = (int) Math.abs(Math.round(random.nextGaussian() * 9)) * 0x0101_0000 + 0x5000_0000;
        return net + random.nextInt(1 << 16);
    }

    Link from(int source) {
        return Conversation.link(source, 1_024 + random.nextInt(60_000), SERVER, 443);
    }

    /** What real SYNs look like: systems and distances differ. */
    void look() {
        int system = random.nextInt(4);
        wire.look(Conversation.LINUX + system, 64 - 5 - random.nextInt(15), 64_240 - system);
    }

    void clients(double fromSecond, double toSecond, double perSecond) {
        for (double at = fromSecond; at < toSecond; at += 1 / perSecond) {
            look();
            wire.shake(from(client()), at, 0.2 + random.nextDouble());
        }
    }

    void forged(double fromSecond, double toSecond, double perSecond, boolean answered) {
        for (double at = fromSecond; at < toSecond; at += 1 / perSecond) {
            Link link = from(random.nextInt());
            wire.look(Conversation.BARE, 64, 512).at(at).syn(link);
            if (answered) wire.answer(link);
        }
    }
}
