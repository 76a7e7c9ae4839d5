package syntop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import syntop.analyzer.verdict.ServerCounts;
import syntop.linux.counters.SynCookies;
import syntop.linux.counters.TcpCounters;

class ServerWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final FakeClock clock = new FakeClock();
    private long sent = 1_000;

    /** Sends ten cookies a second. */
    private final Host host =
            new LocalHost() {
                @Override
                public TcpCounters tcpCounters() throws IOException {
                    if (sent < 0) throw new IOException("none");
                    return TcpCounters.of(sent + clock.nanos() / SECOND * 10);
                }

                @Override
                public SynCookies synCookies() {
                    return SynCookies.ALWAYS;
                }

                @Override
                public Clock clock() {
                    return clock;
                }
            };

    private static void assertSent(long cookies, double seconds, ServerCounts counts) {
        assertEquals(cookies, counts.cookiesSent());
        assertEquals(seconds, counts.seconds());
        assertEquals(ServerCounts.Cookies.ON, counts.cookies());
    }

    @Test
    void countsSinceTheStart() {
        ServerWatch watch = new ServerWatch(host, false, 0);
        for (int second = 1; second <= 100; second++) {
            clock.pass(SECOND);
            assertSent(10L * second, second, watch.counts());
        }
    }

    @Test
    void countsOverAWindow() {
        ServerWatch watch = new ServerWatch(host, false, 30 * SECOND);
        for (int second = 1; second <= 100; second++) {
            clock.pass(SECOND);
            int over = Math.min(30, second);
            assertSent(10L * over, over, watch.counts());
        }
        clock.pass(100 * SECOND); // nobody asked: from the last time on
        assertSent(1_000, 100, watch.counts());
    }

    @Test
    void knowsNothingWhereTheHostTellsNothing() {
        sent = -1;
        ServerWatch watch = new ServerWatch(host, false, 0);
        clock.pass(SECOND);
        assertNull(watch.counts());
    }
}
