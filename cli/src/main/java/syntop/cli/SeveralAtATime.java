package syntop.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import syntop.analyzer.Analyzer;
import syntop.capture.decode.BatchFiller;
import syntop.capture.decode.FrameDecoder;
import syntop.capture.file.FileReport;
import syntop.capture.file.FileSource;
import syntop.capture.filter.ExpressionFilter;

/**
 * Reads capture files with several threads: each takes the next file, reads, decodes and counts it
 * alone, so that no thread waits for another. What they count is one sum.
 */
final class SeveralAtATime implements FileReading {
    private static final int ROWS = 1024;

    private final List<String> files;
    private final List<FrameDecoder> decoders;
    private final List<ExpressionFilter> filters;
    private final List<Analyzer> analyzers = new ArrayList<>();
    private final AtomicInteger nextFile = new AtomicInteger();
    private final AtomicReferenceArray<FileReport> reports;
    private final AtomicReferenceArray<FileSource> open; // by thread
    private final AtomicLong bytesDone = new AtomicLong(); // of files that were read
    private final long bytesTotal;
    private volatile boolean stopped;
    private volatile Throwable failure; // the last one

    /**
     * Prepares the run.
     *
     * @param files paths, and "-" for standard input
     * @param decoders one for each thread
     * @param filters as many; null for none
     * @param first an analyzer without a ring, for as many threads
     */
    SeveralAtATime(
            List<String> files,
            List<FrameDecoder> decoders,
            List<ExpressionFilter> filters,
            Analyzer first) {
        this.files = files;
        this.decoders = decoders;
        this.filters = filters;
        analyzers.add(first);
        while (analyzers.size() < decoders.size()) {
            analyzers.add(first.sibling(null));
        }
        reports = new AtomicReferenceArray<>(files.size());
        open = new AtomicReferenceArray<>(decoders.size());
        bytesTotal = new FileSource(files).bytesTotal();
    }

    @Override
    public List<FileReport> run() throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < decoders.size(); i++) {
            int number = i;
            Thread thread = new Thread(() -> work(number), "syntop-reader-" + (i + 1));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != null)
            throw new IllegalStateException("counting failed, " + failure, failure);
        List<FileReport> all = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            all.add(reports.get(i));
        }
        all.removeIf(Objects::isNull);
        return all;
    }

    private void work(int number) {
        try {
            BatchFiller sink =
                    new BatchFiller(
                            analyzers.get(number).outlet(ROWS),
                            decoders.get(number),
                            filters.get(number));
            try {
                read(number, sink);
            } finally {
                sink.close();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            stop();
        }
    }

    private void read(int number, BatchFiller sink) {
        for (int i = nextFile.getAndIncrement(); i < files.size(); i = nextFile.getAndIncrement()) {
            FileSource source = new FileSource(List.of(files.get(i)));
            open.set(number, source);
            if (stopped) source.stop(); // stop() may have come before it could see the source
            int file = i;
            source.read(sink).forEach(report -> reports.set(file, report));
            bytesDone.addAndGet(source.bytesRead());
            open.set(number, null);
        }
    }

    @Override
    public void stop() {
        stopped = true;
        for (int i = 0; i < open.length(); i++) {
            FileSource source = open.get(i);
            if (source != null) source.stop();
        }
    }

    @Override
    public long bytesRead() {
        long bytes = bytesDone.get();
        for (int i = 0; i < open.length(); i++) {
            FileSource source = open.get(i);
            if (source != null) bytes += source.bytesRead();
        }
        return bytes;
    }

    @Override
    public long bytesTotal() {
        return bytesTotal;
    }

    @Override
    public List<String> leftOut() {
        return LeftOut.lines(decoders, filters);
    }

    @Override
    public Analyzer analyzer() {
        return analyzers.get(0);
    }
}
