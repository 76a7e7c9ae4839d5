package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import syntop.cli.render.Text;
import syntop.linux.counters.TcpCounters;
import syntop.linux.counters.TcpCounters.Counter;

/** What the kernel does with requests for connections: its counters, and how they grow. */
final class Requests {
    private static final long WATCHED_NANOS = 1_000_000_000;

    private final List<Finding> findings = new ArrayList<>();

    /** Watches for a second. */
    Requests(Host host) throws InterruptedException {
        try {
            Clock clock = host.clock();
            TcpCounters before = host.tcpCounters();
            long start = clock.nanos();
            boolean unused = clock.await(new CountDownLatch(1), WATCHED_NANOS);
            TcpCounters now = host.tcpCounters();
            double seconds = Math.max(1, clock.nanos() - start) / 1e9;
            cookies(now, now.since(before, Counter.SyncookiesSent) / seconds);
            drops(now, now.since(before, Counter.ListenDrops) / seconds);
        } catch (IOException e) {
            findings.add(
                    Finding.warn("listen", "lost requests: not known, " + e.getMessage(), null));
        }
    }

    List<Finding> findings() {
        return findings;
    }

    private void cookies(TcpCounters now, double rate) {
        long sent = now.get(Counter.SyncookiesSent);
        if (rate > 0) {
            findings.add(
                    Finding.warn(
                            "cookiesSent",
                            Text.rate(rate)
                                    + " SYN cookies a second are being sent: a queue is full, as in"
                                    + " a flood",
                            "syntop live shows who asks"));
        } else if (sent > 0) {
            String text = "no SYN cookie just now, " + Text.count(sent) + " so far";
            findings.add(Finding.ok("cookiesSent", text));
        }
    }

    private void drops(TcpCounters now, double rate) {
        long lost = now.get(Counter.ListenDrops);
        if (rate > 0) {
            findings.add(
                    Finding.warn(
                            "listen",
                            Text.rate(rate) + " requests a second are lost at listeners",
                            "syntop sockets shows at which; raise its backlog and"
                                    + " net.core.somaxconn"));
        } else {
            String text = "no request is lost at a listener just now, ";
            findings.add(Finding.ok("listen", text + Text.count(lost) + " so far"));
        }
    }
}
