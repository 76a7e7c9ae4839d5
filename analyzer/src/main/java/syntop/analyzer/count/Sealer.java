package syntop.analyzer.count;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import syntop.capture.batch.SegmentBatch;

/**
 * Takes full tables from the counting thread and gives empty ones back, and does on a thread of its
 * own what takes long: sorting, merging, answering. The counting thread waits only when it fills a
 * table while the one before is still being sealed, which takes a tenth of the time to fill one.
 */
final class Sealer {
    private static final int TABLES = 2;

    /** What the tables for packets that come late may take; they hold at most 4,096 packets. */
    private static final long SMALL_BYTES = 1 << 20;

    private final CountOptions options;
    private final long tableBytes;
    private final RunSort sort = new RunSort();
    private final BlockingQueue<OpenTables> idle = new LinkedBlockingQueue<>();
    private final BlockingQueue<OpenTables> idleSmall = new LinkedBlockingQueue<>();
    private final AtomicInteger toMake;
    private final AtomicInteger toMakeSmall;
    private final ThreadPoolExecutor thread;
    private final PaneStore store;
    private final Windows windows;
    private final Course course;
    private volatile Throwable failure;

    /** Starts no thread before there is work for it. */
    Sealer(CountOptions options, Windows.Listener listener) {
        this.options = options;
        // two tables of IPv4 sources, two of IPv6, each with half as much beside it, an array to
        // sort in: six sixteenths; the rest is for the runs
        long allTables = options.memoryBytes() / 16;
        tableBytes = allTables / options.threads();
        toMake = new AtomicInteger(TABLES * options.threads());
        toMakeSmall = new AtomicInteger(TABLES * options.threads());
        store = new PaneStore(options.memoryBytes() - 6 * allTables);
        course = new Course(store);
        store.spillTo(options.spill());
        if (options.windowNanos() == 0) store.coarsenBy(course::coarsen);
        windows = new Windows(store, options.panes(), options.keepsBusiest(), listener);
        thread =
                new ThreadPoolExecutor(
                        1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Sealer::thread);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "syntop-sealer");
        thread.setDaemon(true);
        return thread;
    }

    /** Empty tables. Counting thread. */
    OpenTables take() {
        return take(idle, toMake, tableBytes);
    }

    private OpenTables take(BlockingQueue<OpenTables> from, AtomicInteger more, long bytes) {
        if (from.isEmpty() && more.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            return new OpenTables(options, bytes, sort);
        }
        return take(from);
    }

    private OpenTables take(BlockingQueue<OpenTables> from) {
        try {
            OpenTables tables = from.take();
            if (failure != null)
                throw new IllegalStateException("sealing failed, " + failure, failure);
            return tables;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a table was sealed", e);
        }
    }

    /** Hands tables over that belong to a pane of windows. Counting thread. */
    void seal(OpenTables tables, long pane) {
        seal(tables, () -> windows.at(pane), idle);
    }

    /** Hands tables over that belong to a stretch of 2^shift seconds. Counting thread. */
    void sealToCourse(OpenTables tables, long stretch, int shift) {
        seal(tables, () -> course.at(stretch, shift), idle);
    }

    /** Counts some rows in a pane of windows that is not open any more. Counting thread. */
    void add(SegmentBatch batch, int[] rows, int n, long pane) {
        seal(counted(batch, rows, n), () -> windows.at(pane), idleSmall);
    }

    /** Counts some rows in a stretch that is not open. Counting thread. */
    void addToCourse(SegmentBatch batch, int[] rows, int n, long stretch, int shift) {
        seal(counted(batch, rows, n), () -> course.at(stretch, shift), idleSmall);
    }

    private OpenTables counted(SegmentBatch batch, int[] rows, int n) {
        OpenTables tables = take(idleSmall, toMakeSmall, SMALL_BYTES);
        tables.add(batch, rows, 0, n);
        return tables;
    }

    private void seal(OpenTables tables, Supplier<Pane> pane, BlockingQueue<OpenTables> then) {
        thread.execute(
                () -> {
                    try {
                        store.seal(tables, pane);
                    } catch (RuntimeException | Error e) {
                        failure = e;
                    } finally {
                        then.add(tables);
                    }
                });
    }

    /** Moves the latest window on. Counting thread. */
    void advance(long lastPane) {
        run(() -> windows.advance(lastPane));
    }

    /** Ends all windows: time starts anew. Counting thread. */
    void restart() {
        run(windows::end);
    }

    /** Ends all windows, and waits until all work is done. Counting thread. */
    void end() {
        restart();
        try {
            ask(() -> null).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the last windows were sealed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void run(Runnable work) {
        thread.execute(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        failure = e;
                    }
                });
    }

    /** Asks something, once all that was handed over before is sealed. */
    <T> Future<T> ask(Callable<T> question) {
        return thread.submit(
                () -> {
                    if (failure != null)
                        throw new IllegalStateException("sealing failed, " + failure, failure);
                    return question.call();
                });
    }

    /**
     * What some panes of windows hold, as {@link RunQuery#counted}. Sealing thread.
     *
     * @param first number of the first pane of the interval
     * @param end of the first behind it
     */
    Counted counted(List<Pane> panes, Keys keys, int limit, long first, long end) {
        long width = options.paneNanos();
        Span span = new Span(panes, first, (int) (end - first), width);
        return RunQuery.counted(
                panes, store.dropped(panes), keys, limit, first * width, end * width, span);
    }

    /** What everything holds, as {@link RunQuery#counted}. Sealing thread. */
    Counted everything(Keys keys, int limit) {
        List<Pane> all = course.all();
        return RunQuery.counted(all, store.dropped(all), keys, limit, 0, 0, course.span());
    }

    /** Writes everything. Sealing thread. */
    void save(NumberSink out) throws IOException {
        SavedCounts.write(course, store, out);
    }

    /** Adds what was saved. Sealing thread. */
    void load(NumberSource in) throws IOException {
        // or the order in which summaries come would decide how long the panes are
        store.coarsenBy(null);
        SavedCounts.read(in, new SavedCounts.PaneSink(course, store));
    }

    /** The windows, for questions. Sealing thread. */
    Windows windows() {
        return windows;
    }
}
