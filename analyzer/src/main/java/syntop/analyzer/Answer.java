package syntop.analyzer;

import static syntop.capture.batch.SegmentBatch.NO_TIME;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;
import syntop.analyzer.count.CountOptions;
import syntop.analyzer.count.Counted;
import syntop.analyzer.count.Counting;
import syntop.analyzer.count.SecondCounts;
import syntop.analyzer.count.SecondCounts.Peak;
import syntop.analyzer.count.Targets;
import syntop.analyzer.handshake.HandshakeReport;
import syntop.analyzer.handshake.SourceOutcomes;
import syntop.analyzer.verdict.ServerCounts;
import syntop.capture.batch.Outcome;

/**
 * One snapshot in the making. What changes while counting goes on is taken at once, on the analyzer
 * thread; the counts, which other threads put together, are waited for by who asked.
 */
final class Answer {
    /** Parts of {@link Snapshot#series()}: as many as fit beside the totals at 80 columns. */
    private static final int SERIES_PARTS = 24;

    private final Analyzer analyzer;
    private final Counting counting;
    private final View view;
    private final int limit;
    private final ServerCounts server;
    private final List<Part> others;
    private final Part all;

    /**
     * Takes the sums as they stand.
     *
     * @param limit rows, at least 1; 0 for all
     * @param server what the kernel counted meanwhile, or null
     * @param others of the siblings
     */
    Answer(Analyzer analyzer, View view, int limit, ServerCounts server, List<Part> others) {
        this.analyzer = analyzer;
        counting = analyzer.counting();
        this.view = view;
        this.limit = limit;
        this.server = server;
        this.others = others;
        all = analyzer.totals().plus(others);
    }

    /**
     * Begins it. Analyzer thread, or after it has ended any other.
     *
     * @param interval what is shown as the interval, or null for that of the packets
     * @return waits for the counts; to be called by who asked
     */
    Callable<Snapshot> begin(Interval interval) {
        Interval run =
                interval != null ? interval : new Interval(all.firstNanos(), all.lastNanos());
        boolean timed = run.toNanos() != NO_TIME;
        boolean live = analyzer.delays() != null;
        if (analyzer.handshakes() != null && live && timed) {
            analyzer.handshakes().tick(run.toNanos());
        }
        if (!counting.hasWindow()) {
            Future<Counted> counted = counting.everything(view.keys(), limit);
            return snapshot(run, timed ? run : null, counted, null);
        }
        if (counting.options().keepsBusiest()) {
            // nothing is counted any more, so the rest can be done by who asks
            Future<Counted> counted = counting.busiest(view.keys(), limit);
            return () -> busiest(run, counted);
        }
        long from = timed ? Math.max(run.fromNanos(), counting.latestFrom(run.toNanos())) : 0;
        Interval shown = timed ? new Interval(from, run.toNanos()) : run;
        Future<Counted> counted = counting.latest(view.keys(), limit, timed ? run.toNanos() : 0);
        return snapshot(shown, timed ? shown : null, counted, window(run));
    }

    private Snapshot busiest(Interval run, Future<Counted> counted) throws Exception {
        Counted window = counted.get();
        if (window.syns() == 0) return snapshot(run, null, counted, window(run)).call();
        long from = Math.max(run.fromNanos(), window.fromNanos());
        Interval shown = new Interval(from, Math.min(run.toNanos(), window.toNanos()));
        return snapshot(shown, shown, counted, window(run)).call();
    }

    private Window window(Interval run) {
        CountOptions options = counting.options();
        return new Window(
                options.windowNanos(),
                options.keepsBusiest(),
                run,
                counting.outside(),
                counting.restarts());
    }

    /** What is known but for the counts is taken now. */
    private Callable<Snapshot> snapshot(
            Interval shown, Interval charted, Future<Counted> counted, Window window) {
        SecondCounts seconds = all.seconds();
        Peak peak =
                window == null || charted == null
                        ? seconds.peak()
                        : seconds.peak(charted.fromNanos(), charted.toNanos());
        long unplaced = seconds.unplaced();
        long[] series =
                charted == null
                        ? new long[0]
                        : seconds.series(charted.fromNanos(), charted.toNanos(), SERIES_PARTS);
        boolean live = analyzer.delays() != null;
        boolean last = analyzer.hasEnded() || !live; // of a file all is known at once
        boolean followed = analyzer.handshakes() != null;
        HandshakeReport report = followed ? analyzer.handshakes().report() : null;
        // of a window of a file nobody kept apart what became of its requests; and of requests that
        // nobody could follow
        boolean bySource =
                followed
                        && report.precision().blind() == 0
                        && view == View.SOURCE
                        && (window == null || live);
        SourceOutcomes sources = bySource ? analyzer.handshakes().sources() : null;
        List<Targets> targets = targets(window);
        Delay delay = delay();
        return () ->
                new Snapshot(
                        view,
                        shown,
                        all.outcomes(),
                        counted.get(),
                        peak,
                        unplaced,
                        series,
                        delay,
                        window,
                        targets,
                        report,
                        sources,
                        server,
                        last,
                        analyzer.usual());
    }

    private List<Targets> targets(Window window) {
        List<Targets> targets = new ArrayList<>();
        // of a window that is not the latest nobody knows the targets any more
        boolean known = analyzer.pairs() != null && (window == null || !window.busiest());
        if (view != View.SOURCE || !known) return targets;
        targets.add(analyzer.pairs().targets());
        for (Part part : others) {
            targets.add(part.targets());
        }
        return targets;
    }

    private Delay delay() {
        if (analyzer.delays() == null) return null;
        List<Histogram> delayed = new ArrayList<>();
        for (Part part : others) {
            if (part.delays() != null) delayed.add(part.delays());
        }
        return analyzer.delays().delay(delayed);
    }

    /**
     * Of one of the windows that are handed over one by one, of which the counts alone are kept.
     */
    static Snapshot ofWindow(View view, Counted counted, CountOptions options) {
        Interval interval = new Interval(counted.fromNanos(), counted.toNanos());
        return new Snapshot(
                view,
                interval,
                new long[Outcome.COUNT],
                counted,
                new Peak(0, 0),
                0,
                new long[0],
                null,
                new Window(options.windowNanos(), false, interval, 0, 0),
                List.of(),
                null,
                null,
                null,
                true,
                null);
    }
}
