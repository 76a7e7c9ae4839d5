package syntop.analyzer.count;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private int made; // counting thread
    private int madeSmall; // counting thread
    private final ThreadPoolExecutor thread;
    private final PaneStore store;
    private final Windows windows;
    private volatile Throwable failure;

    /** Starts no thread before there is work for it. */
    Sealer(CountOptions options, Windows.Listener listener) {
        this.options = options;
        // two tables of IPv4 sources, two of IPv6, each with half as much beside it, an array to
        // sort in: six sixteenths; the rest is for the runs
        tableBytes = options.memoryBytes() / 16;
        store = new PaneStore(options.memoryBytes() - 6 * tableBytes);
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
        if (idle.isEmpty() && made < TABLES) {
            made++;
            return new OpenTables(options, tableBytes, sort);
        }
        return take(idle);
    }

    private OpenTables takeSmall() {
        if (idleSmall.isEmpty() && madeSmall < TABLES) {
            madeSmall++;
            return new OpenTables(options, SMALL_BYTES, sort);
        }
        return take(idleSmall);
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

    /** Hands tables over that belong to a pane. Counting thread. */
    void seal(OpenTables tables, long pane) {
        seal(tables, pane, idle);
    }

    /** Counts some rows in a pane that is not open any more. Counting thread. */
    void add(SegmentBatch batch, int[] rows, int n, long pane) {
        OpenTables tables = takeSmall();
        tables.add(batch, rows, 0, n);
        seal(tables, pane, idleSmall);
    }

    private void seal(OpenTables tables, long pane, BlockingQueue<OpenTables> then) {
        thread.execute(
                () -> {
                    try {
                        store.seal(tables, windows.at(pane));
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

    /** What some panes hold, as {@link RunQuery#counted}. Sealing thread. */
    Counted counted(List<Pane> panes, Keys keys, int limit, long fromNanos, long toNanos) {
        return RunQuery.counted(panes, store.dropped(panes), keys, limit, fromNanos, toNanos);
    }

    /** The windows, for questions. Sealing thread. */
    Windows windows() {
        return windows;
    }
}
