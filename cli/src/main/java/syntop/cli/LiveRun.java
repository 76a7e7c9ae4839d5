package syntop.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import syntop.analyzer.Analyzer;
import syntop.analyzer.Interval;
import syntop.analyzer.Recorder;
import syntop.analyzer.Snapshot;
import syntop.analyzer.View;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.baseline.Comparison;
import syntop.analyzer.count.CountOptions;
import syntop.analyzer.verdict.ServerCounts;
import syntop.capture.CaptureException;
import syntop.capture.batch.HandshakeSample;
import syntop.capture.batch.Thinning;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.decode.LinkType;
import syntop.capture.decode.LiveSink;
import syntop.capture.filter.ExpressionFilter;
import syntop.capture.live.InterfaceDownException;
import syntop.capture.live.LiveOptions;
import syntop.capture.live.LiveSource;
import syntop.capture.live.Losses;
import syntop.cli.render.KernelFilter;
import syntop.cli.render.Report;

/**
 * Captures on an interface until it is told to stop: what {@code live} and {@code sample} share.
 * One thread brings and decodes frames, another counts; the methods here are for any thread.
 */
final class LiveRun {
    private static final long RETRY_NANOS = 250_000_000;

    private final Host host;
    private final Clock clock;
    private final LiveOptions options;
    private final List<FrameDecoder> decoders; // of each lane
    private final List<ExpressionFilter> filters; // as many; null for none
    private final LimitedSink limited; // null: no limit
    private final Pipeline pipeline;
    private final ServerWatch server; // null: what is watched is not this host alone
    private final boolean comesBack;
    private final boolean acksPass;
    private final Thinning thinning; // null: the kernel's filter stays as it is
    private final Consumer<String> notices;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread capturing = new Thread(this::capture, "syntop-capture");
    private final long startEpochNanos;
    private final long startNanos;
    private LiveSource source; // under the lock
    private Losses earlier = Losses.NONE; // of sources before this one; under the lock
    private Long stopNanos; // when capturing ended, null before; under the lock
    private final AtomicBoolean refusalTold = new AtomicBoolean();
    private volatile Throwable failure; // of the capture thread

    /**
     * Opens the interface; nothing is taken from it before {@link #start}.
     *
     * @param decoders as many as the options have lanes
     * @param filters the user's, as many; null for none
     * @param limit frames that the filter lets through until the run ends, or 0 for any number; not
     *     with several lanes
     * @param counts what is counted
     * @param isServer whether all that is watched is this host
     * @param comesBack whether to wait for an interface that went down; else the run ends then
     * @param notices takes what the user is to know at once, a line each
     */
    LiveRun(
            Host host,
            LiveOptions options,
            List<FrameDecoder> decoders,
            List<ExpressionFilter> filters,
            long limit,
            CountOptions counts,
            boolean isServer,
            boolean comesBack,
            Consumer<String> notices)
            throws CaptureException {
        this.host = host;
        this.options = options;
        this.decoders = decoders;
        this.filters = filters;
        this.comesBack = comesBack;
        this.notices = notices;
        clock = host.clock();
        limited = limit == 0 ? null : new LimitedSink(filters.get(0), limit, this::stop);
        // the user's own filter may leave acknowledgements out
        acksPass = filters.get(0) == null && options.filter().handshakes();
        // of SYNs alone there is nothing to hold back
        boolean thins = options.filter().handshakes();
        thinning =
                thins
                        ? new Thinning(new HandshakeSample(), options.lanes(), clock::epochNanos)
                        : null;
        pipeline =
                new Pipeline(
                        decoders,
                        limited == null ? filters : List.of(limited),
                        ring ->
                                new Analyzer(
                                                ring,
                                                clock::epochNanos,
                                                counts.withThreads(options.lanes()))
                                        .followHandshakes(acksPass, host.limits(), thinning));
        boolean ofMore = filters.get(0) != null || !options.filter().ports().isEmpty();
        server = isServer ? new ServerWatch(host, ofMore, counts.windowNanos()) : null;
        startEpochNanos = clock.epochNanos();
        startNanos = clock.nanos();
        source = open();
    }

    private LiveSource open() throws CaptureException {
        LiveSource opened = host.open(options);
        if (thinning != null) opened.thin(thinning);
        return opened;
    }

    /** Compares what comes with what is usual; null: with nothing. Before {@link #start}. */
    void compareWith(Comparison usual) {
        pipeline.analyzer().compareWith(usual);
    }

    /** Has a baseline learn what is normal. Before {@link #start}. */
    Recorder record(Baseline baseline) {
        Recorder recorder = new Recorder(baseline, acksPass);
        pipeline.analyzer().record(recorder);
        return recorder;
    }

    /** Starts capturing. Once. */
    void start() {
        capturing.start();
    }

    private void capture() {
        try {
            pipeline.run(this::feed, this::stop);
        } catch (Exception | Error e) {
            failure = e;
        } finally {
            noteEnd();
            source().close();
            ended.countDown();
        }
    }

    private void feed(Lanes lanes) throws CaptureException, InterruptedException {
        LiveSink sink = limited == null ? lanes : limited.to(lanes.first());
        while (true) {
            try {
                source().run(sink);
                return;
            } catch (InterfaceDownException e) {
                if (!comesBack) throw e;
                lanes.flush(); // what came before is to be seen meanwhile
                notices.accept(e.getMessage());
                if (!reopen()) return;
                notices.accept(options.interfaceName() + ": is back, counting goes on");
            }
        }
    }

    /** Opens the interface anew once that works; false when the run is to end instead. */
    private boolean reopen() throws InterruptedException {
        source().close();
        while (!clock.await(stopped, RETRY_NANOS)) {
            try {
                replace(open());
                return stopped.getCount() > 0;
            } catch (CaptureException e) {
                // still away: the notice of that stands until it is back
            }
        }
        return false;
    }

    private synchronized void replace(LiveSource next) {
        earlier = earlier.plus(source.losses());
        source = next;
        if (stopped.getCount() == 0) next.stop();
    }

    private synchronized LiveSource source() {
        return source;
    }

    /** Makes the run end soon; what has come by now is still counted. */
    synchronized void stop() {
        stopped.countDown();
        noteEnd();
        source.stop();
    }

    private synchronized void noteEnd() {
        if (stopNanos == null) stopNanos = clock.nanos();
    }

    /** Stops, and waits until everything is counted. */
    void finish() throws InterruptedException {
        stop();
        ended.await();
    }

    /** Opened when everything is counted and given back. */
    CountDownLatch ended() {
        return ended;
    }

    /**
     * Why capturing ended by itself, and once it has ended, which frames nothing can be said of; a
     * line each. Empty when it was told to end and looked at every frame.
     */
    List<String> errors() {
        List<String> errors = new ArrayList<>();
        if (ended.getCount() == 0) errors.addAll(LeftOut.lines(decoders, filters));
        Throwable cause = failure;
        if (cause != null) errors.add(Failures.describe(cause));
        return errors;
    }

    /** How long capturing has gone on, ns; the final figure once it was stopped. */
    synchronized long elapsedNanos() {
        return (stopNanos == null ? clock.nanos() : stopNanos) - startNanos;
    }

    /** Frames that the filters let through so far; only known with a limit. */
    long accepted() {
        return limited == null ? 0 : limited.accepted();
    }

    /** What came and was lost; frames past the limit were never asked for. */
    synchronized Losses losses() {
        Losses losses = earlier.plus(source.losses());
        long leftOut = limited == null ? 0 : limited.leftOut();
        return new Losses(
                losses.received() - leftOut, losses.droppedByKernel(), losses.droppedByInterface());
    }

    /**
     * What is counted and lost now, over the time since the start.
     *
     * @param command its name
     * @throws IllegalStateException if counting has failed
     */
    Report report(String command, Watched watched, View view, int rows)
            throws InterruptedException {
        boolean complete = ended.getCount() == 0;
        Interval interval = new Interval(startEpochNanos, startEpochNanos + elapsedNanos());
        // counts before losses: what comes in between is received and not yet counted
        ServerCounts counted = server == null ? null : server.counts();
        Snapshot snapshot = pipeline.analyzer().requestSnapshot(view, rows, interval, counted);
        KernelFilter kernel = thinning == null ? null : KernelFilter.of(thinning);
        tellRefusal();
        return new Report(
                command,
                List.of(),
                List.of(LinkType.name(source().linkType())),
                errors(),
                snapshot,
                watched.capture(losses(), kernel, complete));
    }

    /** Says, once, that load will not be taken off. */
    private void tellRefusal() {
        if (thinning == null || thinning.refusal() == null || refusalTold.getAndSet(true)) return;
        notices.accept(
                options.interfaceName()
                        + ": the kernel's filter stays as it is whatever the load, "
                        + thinning.refusal());
    }

    /** What the threads did. */
    Pipeline pipeline() {
        return pipeline;
    }
}
