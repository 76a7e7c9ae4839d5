package syntop.analyzer.count;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import syntop.capture.batch.SegmentBatch;

/**
 * Counts SYNs by source, port and what else was asked for: over everything, or over a window that
 * slides with the times of the packets.
 *
 * <p>Belongs to the counting thread, and after that one has ended to any other. What takes long is
 * done by another thread, started when there is work for it. Memory: as {@link CountOptions} says,
 * and 32 bytes for each row of an answer.
 */
public final class Counting {
    private final CountOptions options;
    private final Sealer sealer;
    private final Timeline timeline; // null: one window over everything
    private final Stretches stretches; // null: a window slides
    private boolean loaded; // whether anything was read from summaries
    private final boolean endsWindows; // whether anybody looks at windows that are over

    /** Starts with nothing counted. */
    public Counting(CountOptions options) {
        this(options, Keys.SOURCE, 0, null);
    }

    /**
     * As the other, for a window: and hands over every window on the grid of its length, oldest
     * first, that has a SYN, as soon as it cannot change any more.
     *
     * @param keys what is ranked in them
     * @param limit rows, at least 1; 0 for all
     * @param windows takes them, on a thread of its own; null: nobody does
     */
    public Counting(CountOptions options, Keys keys, int limit, Consumer<Counted> windows) {
        this.options = options;
        sealer =
                new Sealer(
                        options,
                        windows == null
                                ? null
                                : (panes, first) ->
                                        windows.accept(
                                                counted(
                                                        panes,
                                                        keys,
                                                        limit,
                                                        first,
                                                        first + options.panes())));
        endsWindows = windows != null || options.keepsBusiest();
        boolean slides = options.windowNanos() > 0;
        timeline = slides ? new Timeline(options, sealer) : null;
        stretches = slides ? null : new Stretches(sealer);
    }

    private Counting(Counting first) {
        options = first.options;
        sealer = first.sealer;
        endsWindows = first.endsWindows;
        timeline = first.timeline == null ? null : new Timeline(options, sealer);
        stretches = first.stretches == null ? null : new Stretches(sealer);
    }

    /**
     * One that another thread counts with, into the same sum: what is asked of any is answered of
     * all, as far as they were {@linkplain #flush flushed}. As many as {@link CountOptions#threads}
     * says, this one included.
     */
    public Counting sibling() {
        return new Counting(this);
    }

    /**
     * Counts the SYNs in these rows. Hot path.
     *
     * @param rows row numbers, valid up to {@code n}
     */
    public void add(SegmentBatch batch, int[] rows, int n) {
        if (timeline != null) timeline.add(batch, rows, n);
        else stretches.add(batch, rows, n);
    }

    /** Makes all that was counted by now part of answers, also of those of a sibling. */
    public void flush() {
        if (timeline != null) timeline.flush();
        else stretches.flush();
    }

    /** Ends the last windows: nothing will be added. All were handed over when it returns. */
    public void finish() {
        if (timeline == null) {
            if (options.threads() > 1) stretches.flush();
            return;
        }
        timeline.finish();
        if (endsWindows) sealer.end();
    }

    /** Whether a window slides. */
    public boolean hasWindow() {
        return timeline != null;
    }

    /** What is asked for, and how long its windows are. */
    public CountOptions options() {
        return options;
    }

    /** SYNs that count in no window, for want of a time that others bear out. */
    public long outside() {
        return timeline == null ? 0 : timeline.outside();
    }

    /** How often time went back further than a window, so that windows started anew. */
    public long restarts() {
        return timeline == null ? 0 : timeline.restarts();
    }

    /**
     * Everything that was counted, without windows.
     *
     * @param limit rows, at least 1; 0 for all
     */
    public Future<Counted> everything(Keys keys, int limit) {
        boolean alone = options.threads() == 1 && !loaded;
        OpenTables all = alone ? stretches.all() : null;
        if (all != null && (keys == Keys.SOURCE || keys == Keys.PORT)) {
            return CompletableFuture.completedFuture(unsealed(all, keys, limit));
        }
        stretches.flush();
        return sealer.ask(() -> sealer.everything(keys, limit));
    }

    /** Writes all that was counted without windows, and flushed. */
    public void save(NumberSink out) throws IOException {
        stretches.flush();
        await(
                sealer.ask(
                        () -> {
                            sealer.save(out);
                            return null;
                        }));
    }

    /** Adds what was saved, and counted by the same keys. */
    public void load(NumberSource in) throws IOException {
        stretches.flush();
        loaded = true;
        await(
                sealer.ask(
                        () -> {
                            sealer.load(in);
                            return null;
                        }));
    }

    /** Reads what was saved, and adds it to nothing. */
    public static void check(NumberSource in) throws IOException {
        SavedCounts.read(in, null);
    }

    private static void await(Future<?> work) throws IOException {
        try {
            work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while counts were saved or read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException) throw (IOException) e.getCause();
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private Counted unsealed(OpenTables all, Keys keys, int limit) {
        Ranking rows = new Ranking(limit == 0 ? Integer.MAX_VALUE : limit);
        if (keys == Keys.SOURCE) all.rankSources(rows);
        else all.rankPorts(rows);
        return new Counted(
                rows.sort(), all.syns(), all.sources(), 0, 0, 0, 0, stretches.details(rows));
    }

    /**
     * The latest window.
     *
     * @param limit rows, at least 1; 0 for all
     * @param nowNanos its end is not before this, ns since 1970-01-01 UTC
     */
    public Future<Counted> latest(Keys keys, int limit, long nowNanos) {
        timeline.flush();
        long last = lastPane(nowNanos);
        long first = last - options.panes() + 1;
        return sealer.ask(
                () -> counted(sealer.windows().between(first, last), keys, limit, first, last + 1));
    }

    /** Where the latest window begins, if its end is not before this, ns since 1970-01-01 UTC. */
    public long latestFrom(long nowNanos) {
        return (lastPane(nowNanos) - options.panes() + 1) * options.paneNanos();
    }

    private long lastPane(long nowNanos) {
        return Math.max(Math.floorDiv(nowNanos, options.paneNanos()), timeline.current());
    }

    /**
     * The window with most SYNs, the earliest of several; without a SYN one without a length.
     *
     * @param limit rows, at least 1; 0 for all
     */
    public Future<Counted> busiest(Keys keys, int limit) {
        return sealer.ask(
                () -> {
                    List<Pane> panes = sealer.windows().busiest();
                    long end = panes.isEmpty() ? 0 : sealer.windows().busiestLast() + 1;
                    long first = panes.isEmpty() ? 0 : end - options.panes();
                    return counted(panes, keys, limit, first, end);
                });
    }

    private Counted counted(List<Pane> panes, Keys keys, int limit, long first, long end) {
        return sealer.counted(panes, keys, limit, first, end);
    }
}
